"""In which order the platform's releases are installed, read off a recording: which of them waits for which."""

from rehearsal.recorded import RELEASE, Recorded, Recording
from rehearsal.simulation.kinds import value_at
from rehearsal.simulation.kubernetes.catalog import GROUPS, group_of
from rehearsal.simulation.kubernetes.charts import GIVEN_GROUPS, brought
from tests.components.platform.homes import namespaces
from tests.graph import Graph

KINDS_FILE = "kubernetes:yaml/v2:ConfigFile"


def releases(recording: Recording, cluster: str | None = None) -> list[Recorded]:
    """The platform's releases, in the order of their names."""
    spaces = namespaces(recording)
    chosen = [
        one
        for one in recording.of(RELEASE)
        if one.inputs["namespace"] in spaces and cluster in {None, one.cluster}
    ]
    return sorted(chosen, key=lambda one: str(one.inputs["name"]))


def before(recording: Recording, cluster: str) -> dict[str, frozenset[str]]:
    """Release -> all releases of the platform that it waits for, however many steps lie between."""
    graph, found = Graph(recording), releases(recording, cluster)
    return {
        str(one.inputs["name"]): frozenset(
            str(other.inputs["name"]) for other in found if graph.waits(one, other)
        )
        for one in found
    }


def steps(order: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The same without what follows from another step: an order to draw."""
    return {
        name: frozenset(one for one in needed if not any(one in order[other] for other in needed))
        for name, needed in order.items()
    }


def webhooks(one: Recorded) -> str:
    """The group of an object whose admission asks somebody's webhook, "" where none is asked."""
    group = group_of(str(one.inputs.get("apiVersion", "")))
    if one.inputs.get("kind") == "Ingress":
        return "ingress"
    if group in GROUPS or group in GIVEN_GROUPS or group == "gateway.networking.k8s.io":
        return ""
    # Prometheus' operator asks about these of its kinds, and about no other.
    if group == "monitoring.coreos.com" and one.inputs.get("kind") not in {
        "PrometheusRule",
        "AlertmanagerConfig",
    }:
        return ""
    return group


def answers(release: Recorded) -> set[str]:
    """The groups whose webhooks a release brings."""
    name = str(release.inputs["name"])
    own = {
        "ingress-nginx": {"ingress"},
        "kube-prometheus-stack": {"monitoring.coreos.com"},
        "istiod": {"networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io"},
        "prometheus-operator-crds": set(),
        "istio-base": set(),
    }
    found = own.get(name)
    return set(brought(release.inputs)) if found is None else found


def class_of(one: Recorded) -> object:
    """An Ingress' class."""
    return value_at(one.inputs, "spec.ingressClassName")
