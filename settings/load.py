"""From a stack's configuration to Settings, or every mistake in it at once. The only user of pulumi.Config."""

import difflib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any, Union, get_args, get_origin

import pulumi
from pulumi.runtime import config as runtime_config
from pydantic import BaseModel, SerializeAsAny, TypeAdapter, ValidationError

from settings.application import ApplicationSettings
from settings.clusters import CLOUDS, ClusterSettings
from settings.clusters.base import AnyCluster
from settings.platform import PlatformSettings
from settings.types import DnsLabel, Expecting, Model

Catalogue = Mapping[str, type[ApplicationSettings]]


class Settings(Model):
    """A whole stack: its clusters, the platform on each of them, and the applications placed on them."""

    clusters: dict[DnsLabel, ClusterSettings]
    platform: PlatformSettings
    applications: dict[str, SerializeAsAny[ApplicationSettings]]


class SettingsError(pulumi.RunError):
    """The stack's settings are wrong. Its text is the whole message: one line for each mistake."""


def load(catalogue: Catalogue) -> Settings:
    """The settings of the running stack. catalogue: application name -> its settings model.

    Raises SettingsError (which Pulumi prints without a traceback) before any resource is registered.
    """
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
    return parse(raw, catalogue, problems)


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
        _unknown(name, Settings.model_fields, name) for name in config if name not in Settings.model_fields
    ]
    clusters = _section(dict[DnsLabel, ClusterSettings], config, "clusters", problems)
    platform = _section(PlatformSettings, config, "platform", problems)
    applications = _applications(config.get("applications"), catalogue, problems)
    if clusters == {}:
        problems.append("clusters is empty, expected at least one cluster, for example clusters.main")
    if clusters:
        problems += _overlaps(clusters)
        for name, application in applications.items():
            problems += [
                f"applications.{name}.clusters: expected clusters of this stack ({', '.join(clusters)}), got {placed!r}"
                for placed in application.clusters
                if placed not in clusters
            ]
            problems += _lacking(name, application, clusters)
    if clusters and platform:
        problems += _unstorable(platform, applications, clusters)
    problems += _shared_hosts(applications)
    if problems or clusters is None or platform is None:
        unique = list(dict.fromkeys(problems))
        count = "1 setting is" if len(unique) == 1 else f"{len(unique)} settings are"
        raise SettingsError(
            "\n  ".join(
                [f"{count} wrong; nothing was changed. Correct the stack file and run again:", *unique]
            )
        )
    return Settings(clusters=clusters, platform=platform, applications=applications)


def _section(expected: Any, config: Mapping[str, object], name: str, problems: list[str]) -> Any:
    if name not in config:
        problems.append(
            f"{name} is missing, expected a section of that name: see Pulumi.staging.yaml for a complete one"
        )
        return None
    try:
        return TypeAdapter(expected).validate_python(config[name])
    except ValidationError as error:
        problems += _explain(error, expected, name)
        return None


def _applications(
    section: object, catalogue: Catalogue, problems: list[str]
) -> dict[str, ApplicationSettings]:
    if not isinstance(section, Mapping):
        if section is not None:
            problems.append(
                f"applications: expected a mapping of application name to its settings, got {section!r}"
            )
        return {}
    found = {}
    for name, data in section.items():
        path = f"applications.{name}"
        if name not in catalogue:
            problems.append(_unknown(str(name), catalogue, path))
            continue
        try:
            application = catalogue[name].model_validate(data)
        except ValidationError as error:
            problems += _explain(error, catalogue[name], path)
            continue
        try:
            application.workloads()
        except ValidationError as error:
            problems += [
                f"{path}, as the workload it describes: {line}" for line in _explain(error, None, "")
            ]
        found[name] = application
    return found


def _explain(error: ValidationError, expected: Any, root: str) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        where = [str(part) for part in detail["loc"] if part != "[key]"]
        if root == "clusters" and len(where) > 1 and where[1] in CLOUDS:
            # pydantic puts the cloud it chose the model by into the path, where no stack file has it
            where = [where[0], *where[2:]]
        path = ".".join(filter(None, [root, *where]))
        message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
        message = message.replace("Input should be", "expected").replace("Field required", "is missing")
        match detail["type"]:
            case "extra_forbidden":
                yield _unknown(where[-1], _fields(expected, where[:-1]), path)
            case "union_tag_invalid":
                given, expected_tags = detail["ctx"]["tag"], detail["ctx"]["expected_tags"]
                yield f"{path}.cloud: expected one of {expected_tags}, got {given!r}"
            case "union_tag_not_found":
                yield f"{path}.cloud is missing, expected one of {', '.join(map(repr, CLOUDS))}"
            case "missing":
                yield f"{path} is missing, expected {_description(expected, where)}"
            case _ if isinstance(detail["input"], Mapping | BaseModel):
                yield f"{path}: {message}" if path else message
            case _:
                yield f"{path}: {message}, got {detail['input']!r}"


def _unknown(name: str, known: Any, path: str) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(sorted(known)) or 'nothing'}"
    return f"{path} is not known here; {hint}"


def _model(annotation: Any) -> type[BaseModel] | None:
    """The settings model inside an annotation such as tuple[Model, ...], dict[str, Model] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model(part))), None)


def _fields(expected: Any, where: list[str]) -> Mapping[str, Any]:
    for part in where:
        model = _model(expected)
        if get_origin(expected) in (dict, tuple):
            expected = get_args(expected)[-1 if get_origin(expected) is dict else 0]
        elif model is not None and part in model.model_fields:
            expected = model.model_fields[part].annotation
    model = _model(expected)
    return model.model_fields if model else {}


def _description(expected: Any, where: list[str]) -> str:
    field = _fields(expected, where[:-1]).get(where[-1]) if where else None
    if field is None:
        return "a value"
    for validator in field.metadata:
        if isinstance(words := getattr(validator, "func", None), Expecting):
            return words.expected
    kinds = [
        _kind(part)
        for part in (
            get_args(field.annotation) if get_origin(field.annotation) is Union else [field.annotation]
        )
    ]
    return " or ".join(kinds)


def _kind(annotation: Any) -> str:
    if _model(annotation) and get_origin(annotation) is None:
        return "a section with " + ", ".join(_fields(annotation, []))
    names = {str: "a text", int: "a whole number", bool: "true or false", dict: "a mapping", tuple: "a list"}
    if (choices := get_args(annotation)) and all(isinstance(choice, str) for choice in choices):
        return " or ".join(map(repr, choices))
    return names.get(get_origin(annotation) or annotation, "a value")


def _encrypted(data: object, path: str = "") -> Iterator[str]:
    """A value that `pulumi config set --secret` encrypted inside a section."""
    if isinstance(data, Mapping):
        if set(data) == {"secure"}:
            yield _SECRET.format(path)
            return
        for key, value in data.items():
            yield from _encrypted(value, f"{path}.{key}" if path else str(key))


def _overlaps(clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    blocks = [(name, block) for name, cluster in clusters.items() for block in cluster.blocks]
    for (first, one), (second, other) in combinations(blocks, 2):
        if IPv4Network(one).overlaps(IPv4Network(other)):
            yield (
                f"clusters.{second}.network: expected blocks that overlap no other in the stack, got {other}, "
                f"which overlaps {one} of clusters.{first}; networks that overlap can never be joined"
            )


def _lacking(
    name: str, application: ApplicationSettings, clusters: Mapping[str, AnyCluster]
) -> Iterator[str]:
    """What an application asks of a cluster that cannot give it."""
    try:
        specs = application.workloads()
    except ValidationError:
        return  # told already
    asked = {"bucket"} if any(spec.buckets for spec in specs) else set()
    for placed in application.clusters or clusters:
        for capability, why in clusters[placed].lacks.items() if placed in clusters else ():
            if capability in asked:
                yield f"applications.{name}: expected clusters with a {capability} to give, got {placed!r}: {why}"


def _unstorable(
    platform: PlatformSettings,
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
) -> Iterator[str]:
    """A secret whose name its cluster's store does not take."""
    # Grafana's administrator is always read by its two fields.
    asked = [("platform.monitoring.grafana_admin", f"{platform.monitoring.grafana_admin}#username", clusters)]
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            for spec in application.workloads():
                placed = {
                    cluster: clusters[cluster]
                    for cluster in application.clusters or clusters
                    if cluster in clusters
                }
                asked += [(f"applications.{name}", key, placed) for key in spec.secrets.values()]
    for path, reference, where in asked:
        for cluster, settings in where.items():
            whole = f"{platform.secrets.prefix}{reference}"
            if not settings.secret_names.take(whole):
                yield (
                    f"{path}: the secret {whole} (with platform.secrets.prefix in front), expected for the store of "
                    f"clusters.{cluster}: {settings.secret_names.expected}"
                )


def _shared_hosts(applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    for (first, one), (second, other) in combinations(applications.items(), 2):
        if one.host == other.host:
            yield f"applications.{second}.host: expected a host of its own, got {other.host!r}, which applications.{first} has"
