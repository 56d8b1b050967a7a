"""From a stack's configuration to Settings, or every mistake in it at once. The only user of pulumi.Config."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
from pulumi.runtime import config as runtime_config
from pydantic import SerializeAsAny, TypeAdapter, ValidationError

from settings import (
    agreement,
    capacity,
    described,
    neighbours,
    placement,
    promises,
    recovery_agreement,
    support,
    way_in,
)
from settings.application import ApplicationSettings
from settings.charts import ChartSource
from settings.clusters import ClusterSettings
from settings.clusters.base import AnyCluster
from settings.data import DataSettings, copies, pulled
from settings.data import agreement as stored
from settings.explain import explain, got, unknown
from settings.global_dns import GlobalDns
from settings.global_dns import agreement as led
from settings.global_dns.scattered import scattered
from settings.platform import PlatformSettings
from settings.types import DnsLabel, Model

Catalogue = Mapping[str, type[ApplicationSettings]]


class Settings(Model):
    """A whole stack: its clusters, the platform on each of them, the applications placed on them, the data they share, the names
    that lead to all of them, and where charts come from."""

    clusters: dict[DnsLabel, ClusterSettings]
    platform: PlatformSettings
    applications: dict[str, SerializeAsAny[ApplicationSettings]]
    data: DataSettings = DataSettings()
    global_dns: GlobalDns | None = None
    charts: ChartSource = ChartSource()


class SettingsError(pulumi.RunError):
    """The stack's settings are wrong. Its text is the whole message: one line for each mistake."""


def load(catalogue: Catalogue) -> Settings:
    """The settings of the running stack. catalogue: application name -> its settings model.

    Raises SettingsError (which Pulumi prints without a traceback) before any resource is registered.
    """
    raw, problems = given()
    settings = parse(raw, catalogue, problems)
    for warning in warnings(settings):
        pulumi.log.warn(warning)
    return settings


def given() -> tuple[dict[str, object], list[str]]:
    """The running stack's configuration as plain data, without the project's prefix, and a line for each section encrypted."""
    prefix = f"{pulumi.Config().name}:"
    raw: dict[str, object] = {}
    problems = []
    # The pulumi CLI hands configuration over in the environment, the Automation API in the context variable.
    encrypted = runtime_config.get_config_secret_keys_env()
    for key, text in sorted({**runtime_config.get_config_env(), **runtime_config.CONFIG.get()}.items()):
        if not key.startswith(prefix):
            continue
        name = key.removeprefix(prefix)
        if key in encrypted or runtime_config.is_config_secret(key):
            problems.append(_SECRET.format(name))
            continue
        try:
            raw[name] = json.loads(text)
        except ValueError:
            raw[name] = text
    return raw, problems


def refusal(problems: list[str]) -> SettingsError:
    """All mistakes as one error, each told once."""
    unique = list(dict.fromkeys(problems))
    count = "1 setting is" if len(unique) == 1 else f"{len(unique)} settings are"
    return SettingsError(
        "\n  ".join([f"{count} wrong; nothing was changed. Correct the stack file and run again:", *unique])
    )


def warnings(settings: Settings) -> list[str]:
    """What is allowed and should not stay so, a line each."""
    return [
        *support.ending(settings.platform, settings.clusters),
        *agreement.unwatched(settings.platform, settings.applications),
        *promises.unheard(settings.platform, settings.applications),
        *neighbours.silent(settings.applications, settings.clusters),
        *recovery_agreement.unproven(settings.applications, settings.clusters, settings.data),
        *agreement.seldom(settings.platform),
        *agreement.unbacked(settings.platform, settings.clusters),
        *agreement.unzoned(settings.platform, settings.clusters),
        *scattered(settings.platform, settings.applications, settings.clusters),
        *support.unmirrored(settings.charts, settings.platform),
        *capacity.short(settings.applications, settings.clusters, settings.platform),
    ]


_SECRET = (
    "{} is encrypted in the stack file, expected no secret there: put the value into the cloud's secret store and name it "
    "under applications.NAME.secrets"
)


def parse(config: Mapping[str, object], catalogue: Catalogue, problems: list[str] | None = None) -> Settings:
    """The settings in a configuration already read: section name -> plain data, without the project's prefix.

    Raises SettingsError that names every mistake: its dotted path, what was expected, what was given.
    """
    problems = list(problems or ())
    problems += _encrypted(config)
    problems += [
        unknown(name, Settings.model_fields, name) for name in config if name not in Settings.model_fields
    ]
    clusters = _section(dict[DnsLabel, ClusterSettings], config, "clusters", problems)
    platform = _section(PlatformSettings, config, "platform", problems)
    before = len(problems)
    applications = _applications(config.get("applications"), catalogue, problems)
    whole = len(problems) == before
    charts = _section(ChartSource, {"charts": {}, **config}, "charts", problems)
    data = _section(DataSettings, {"data": {}, **config}, "data", problems)
    names = _section(GlobalDns, config, "global_dns", problems) if "global_dns" in config else None
    if clusters == {}:
        problems.append("clusters is empty, expected at least one cluster, for example clusters.main")
    if clusters:
        problems += agreement.overlaps(clusters)
        for name, application in applications.items():
            applications[name], wrong = placement.resolved(name, application, clusters)
            problems += wrong
    problems += _disagreements(clusters, platform, applications, charts, whole=whole)
    if clusters and platform and (names or "global_dns" not in config):
        placed = placement.variants(applications)
        problems += led.unled(names, applications, placed, clusters)
        problems += led.unequipped(names, platform, applications)
    if clusters and data:
        problems += stored.misplaced(data.databases, clusters)
    if clusters and data and platform:
        problems += stored.miswritten(data, platform, clusters)
        problems += copies.misplaced(data, clusters, platform.secrets)
        problems += pulled.distant(data.images, placement.variants(applications), clusters)
        problems += recovery_agreement.unkept(platform, placement.variants(applications), clusters, data)
    if problems or clusters is None or platform is None or charts is None:
        raise refusal(problems)
    return Settings(
        clusters=clusters,
        platform=platform,
        applications=applications,
        data=data,
        global_dns=names,
        charts=charts,
    )


def _disagreements(
    clusters: Mapping[str, AnyCluster] | None,
    platform: PlatformSettings | None,
    applications: Mapping[str, ApplicationSettings],
    charts: ChartSource | None,
    *,
    whole: bool,
) -> Iterator[str]:
    """What the sections do not say alike, each as it is on its clusters. whole: whether every application could be read."""
    placed = placement.variants(applications)
    if clusters:
        for name, application in placed.items():
            yield from agreement.lacking(name, application, clusters)
            yield from agreement.disturbing(name, application, clusters)
        yield from placement.homeless(placed, clusters)
        yield from placement.miscopied(clusters)
        yield from recovery_agreement.hidden(clusters)
        yield from copies.estranged(clusters)
        yield from neighbours.doubled(placed, clusters)
        if whole:  # or what is missing may be in what could not be read
            yield from neighbours.unknown(placed, clusters)
            yield from neighbours.closed(placed, clusters)
    if clusters and platform:
        yield from agreement.unstorable(platform, placed, clusters)
        yield from agreement.storeless(platform, clusters)
        yield from agreement.unscaled(platform, placed, clusters)
        yield from support.unsupported(platform, clusters)
        if charts:
            yield from support.absent(charts, platform, clusters)
    if platform:
        yield from agreement.unmet(platform, placed)
        yield from promises.unkept(platform, placed)
        yield from agreement.unaddressed(platform)
        yield from way_in.ungated(platform)
        yield from way_in.unmeshed(platform, placed)
        yield from way_in.unlimited(platform, placed)
        yield from way_in.untold(platform, placed)
    yield from way_in.unread(placed)
    yield from way_in.untried(placed)
    yield from described.untaken(placed)
    yield from agreement.shared_hosts(placed)


def _section(expected: Any, config: Mapping[str, object], name: str, problems: list[str]) -> Any:
    if name not in config:
        problems.append(
            f"{name} is missing, expected a section of that name: see Pulumi.staging.yaml for a complete one"
        )
        return None
    try:
        return TypeAdapter(expected).validate_python(config[name])
    except ValidationError as error:
        problems += explain(error, expected, name)
        return None


def _applications(
    section: object, catalogue: Catalogue, problems: list[str]
) -> dict[str, ApplicationSettings]:
    if not isinstance(section, Mapping):
        if section is not None:
            problems.append(
                f"applications: expected a mapping of application name to its settings{got('applications', section)}"
            )
        return {}
    found = {}
    for name, data in section.items():
        path = f"applications.{name}"
        if name not in catalogue:
            problems.append(unknown(str(name), catalogue, path))
            continue
        if unmade := described.unmade(catalogue[name]):
            problems.append(f"{path}: {unmade}")
            continue
        try:
            application = catalogue[name].model_validate(data)
        except ValidationError as error:
            problems += explain(error, catalogue[name], path)
            continue
        lines, readable = described.mistakes(application)
        problems += [f"{path}{line}" for line in lines]
        if readable:
            found[name] = application
    return found


def _encrypted(data: object, path: str = "") -> Iterator[str]:
    """A value that `pulumi config set --secret` encrypted inside a section."""
    if isinstance(data, Mapping):
        if set(data) == {"secure"}:
            yield _SECRET.format(path)
            return
        for key, value in data.items():
            yield from _encrypted(value, f"{path}.{key}" if path else str(key))
