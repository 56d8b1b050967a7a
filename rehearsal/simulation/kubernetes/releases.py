"""Helm releases: kubernetes:helm.sh/v3:Release.

Behaviour: pulumi-kubernetes provider/pkg/provider/helm_release.go (4.32); only name and namespace force replacement.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused, value_at
from rehearsal.simulation.kubernetes.charts import PRIVILEGED, brought, chart_name, is_local, switched
from rehearsal.simulation.kubernetes.cluster import RELEASE, cluster_of, namespace, namespace_exists, refers
from rehearsal.simulation.kubernetes.metadata import SUBDOMAIN
from rehearsal.simulation.kubernetes.pod_security import ENFORCE

NAME_LIMIT = 53
"""Helm's own limit, https://github.com/helm/helm/blob/main/pkg/chart/v2/util/validate_name.go"""


def check(inputs: Properties) -> Iterator[Failure]:
    """A pinned version, an address that is one, and a name Helm takes."""
    chart, version = inputs.get("chart"), inputs.get("version")
    if chart is not UNKNOWN and not version and not is_local(chart):
        yield Failure(
            "version",
            f"Required value: the chart {chart} is not pinned to a version, so every run may install another",
        )
    name = inputs.get("name")
    if isinstance(name, str) and (len(name) > NAME_LIMIT or not SUBDOMAIN.fullmatch(name)):
        yield Failure(
            "name",
            f"Invalid value: {name!r} is not a release name (a DNS name of up to {NAME_LIMIT} characters)",
        )
    repository = inputs.get("repositoryOpts")
    repo = repository.get("repo") if isinstance(repository, Mapping) else repository
    if isinstance(repo, str) and repo.startswith("oci://"):
        yield Failure(
            "repositoryOpts.repo",
            f"Invalid value: an OCI chart is named in chart ({repo}/{chart}), without repo",
        )
    elif isinstance(chart, str) and "/" not in chart and not repo and not is_local(chart):
        yield Failure("repositoryOpts.repo", f"Required value: the chart {chart!r} comes from no repository")
    timeout = inputs.get("timeout")
    if isinstance(timeout, int) and timeout <= 0:
        yield Failure("timeout", f"Invalid value: {timeout} seconds")


def home_of(call: Call) -> str:
    """The namespace of a release: its own, else the provider's, else `default`."""
    return str(call.inputs.get("namespace") or call.provider.get("namespace") or "default")


def create(call: Call) -> tuple[str, Properties]:
    """Install or upgrade: the namespace exists, the name is free, and the pods may run there."""
    name, home = str(call.inputs.get("name")), home_of(call)
    id_ = f"{home}/{name}"
    if call.inputs.get("createNamespace") is not True:
        namespace_exists(call, home)
    if not call.id and call.world.get(RELEASE, id_, cluster_of(call.provider)) is not None:
        raise Refused("AlreadyExists", f"cannot re-use a name that is still in use: release {id_}")
    pods_allowed(call, home)
    chart = chart_name(call.inputs.get("chart"))
    version = str(call.inputs.get("version") or "")
    status = call.olds.get("status")
    revision = int(status["revision"]) + 1 if isinstance(status, Mapping) else 1
    return id_, {
        "name": name,
        "namespace": home,
        "resourceNames": {},
        "status": {
            "status": "deployed", "revision": revision, "chart": chart, "version": version,
            "name": name, "namespace": home, "appVersion": version,
        },
    }  # fmt: skip


def pods_allowed(call: Call, home: str) -> None:
    """Refuse a chart with a part that the Pod Security level of its namespace forbids."""
    part = PRIVILEGED.get(chart_name(call.inputs.get("chart")))
    given = call.inputs.get("values")
    values = given if isinstance(given, Mapping) else {}
    if part is None or not switched(values, part.switch, part.on):
        return
    if elsewhere := part.namespace and value_at(values, part.namespace):
        home = str(elsewhere)
        namespace_exists(call, home)
    where = namespace(call, home)
    labels = value_at(where.outputs, "metadata.labels") if where else None
    level = labels.get(ENFORCE) if isinstance(labels, Mapping) else None
    enough = "baseline" if part.relieved and value_at(values, part.relieved) is True else "privileged"
    if level in {"baseline", "restricted"} - {enough}:
        text = f'pods of the release {call.inputs.get("name")} are forbidden: violates PodSecurity "{level}:latest"'
        raise Refused("FailedCreate", f"{text}: {part.why}; the namespace {home} must enforce {enough}")


def delete(call: Call) -> None:
    """Refuse to uninstall an operator whose custom resources still exist: their finalizers would never run."""
    scope = cluster_of(call.provider)
    for group in brought(call.olds):
        others = [r for r in call.world.referrers(f"brings={group}", scope) if r.id != call.id]
        left = call.world.referrers(f"of={group}", scope)
        if left and not others:
            names = ", ".join(sorted(f"{e.inputs.get('kind')} {e.id}" for e in left)[:5])
            text = f"the release {call.id} still has {len(left)} objects of {group}, whose finalizers would hang without it"
            raise Refused("Conflict", f"{text}: {names}")


KIND = Kind(
    create=create,
    check=check,
    required=frozenset({"chart"}),
    replaces=frozenset({"name", "namespace"}),
    delete=delete,
    delete_before_replace=True,
    autoname="name",
    scope=cluster_of,
    refers=refers,
)
