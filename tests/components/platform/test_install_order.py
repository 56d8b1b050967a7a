"""The order of installation, over the whole graph of every stack file: what is needed is there first, and nothing else is
waited for."""

from pathlib import Path

import pytest

from components.platform.pods import PRIORITY_CLASS
from rehearsal.reach.read import NAMESPACE, POLICY
from rehearsal.recorded import RELEASE, Recording
from rehearsal.simulation.kubernetes.charts import CRDS, bringers, chart_name
from tests.components.platform.homes import namespaces
from tests.components.platform.order import answers, before, releases, steps, webhooks
from tests.graph import Graph
from tests.stackfiles import OWN_PLATFORM, named, recorded

KINDS = "prometheus-operator-crds"
# Release -> the releases that it waits for, and why. Whoever is missing here waits for nothing but the monitoring kinds.
WAITS: dict[str, set[str]] = {
    KINDS: set(),
    "istio-cni": {KINDS, "istio-base"},
    "istiod": {KINDS, "istio-base"},
    # A gateway's pods are completed by istiod, and by the node agent.
    "istio-ingressgateway": {KINDS, "istio-base", "istio-cni", "istiod"},
    "istio-egressgateway": {KINDS, "istio-base", "istio-cni", "istiod"},
    # Grafana does not start without its administrator, who comes from the store.
    "kube-prometheus-stack": {KINDS, "external-secrets"},
    # What they send would be lost.
    "alloy": {KINDS, "loki"},
    "alloy-events": {KINDS, "loki"},
}
# What a release waits for besides, only where a stack's settings ask for it, and why.
MAY: dict[str, set[str]] = {
    # It does not start without its exporters' headers, which come from the store.
    "opentelemetry-collector": {"external-secrets"},
    # Its certificate is cert-manager's, by which the Kubernetes API trusts it.
    "metrics-server": {"cert-manager"},
    "prometheus-adapter": {"cert-manager"},
}


def clusters(recording: Recording) -> list[str]:
    return sorted({str(one.cluster) for one in releases(recording)})


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_add_ons_wait_for_what_they_need_and_install_side_by_side_otherwise(path: Path) -> None:
    for cluster in clusters(recorded(path)):
        for name, needed in before(recorded(path), cluster).items():
            assert needed - MAY.get(name, set()) == WAITS.get(name, {KINDS}), name


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_nothing_that_a_webhook_is_asked_about_comes_before_the_webhook(path: Path) -> None:
    graph, asked = Graph(recorded(path)), 0
    for one in recorded(path).objects():
        if group := webhooks(one):
            who = [
                release
                for release in recorded(path).of(RELEASE)
                if group in answers(release) and release.cluster == one.cluster
            ]
            for release in who:
                asked += 1
                assert graph.waits(one, release), f"{one.type} {one.name} does not wait for {release.name}"
    assert asked > 5


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_a_namespace_is_closed_before_anything_is_installed_into_it(path: Path) -> None:
    graph = Graph(recorded(path))
    for release in releases(recorded(path)):
        home = release.inputs["namespace"]
        around = [
            one
            for one in recorded(path).of(POLICY)
            if one.inputs["metadata"]["namespace"] == home
            and one.cluster == release.cluster
            and "groundwork:platform:" in one.urn  # an application may open more, later
        ]
        assert around, home
        for policy in around:
            assert graph.waits(release, policy), f"{release.name}: {policy.name}"


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_every_release_has_its_priority_class_and_its_namespace_first(path: Path) -> None:
    graph = Graph(recorded(path))
    for release in releases(recorded(path)):
        first = [
            one
            for one in recorded(path).resources
            if one.cluster == release.cluster
            and (
                (
                    one.type == "kubernetes:scheduling.k8s.io/v1:PriorityClass"
                    and one.inputs["metadata"]["name"] == PRIORITY_CLASS
                )
                or (one.type == NAMESPACE and one.inputs["metadata"]["name"] == release.inputs["namespace"])
            )
        ]
        assert len(first) == 2
        if release.inputs["name"] == KINDS:
            continue  # it has no pods
        assert all(graph.waits(release, one) for one in first), release.name


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_kinds_that_their_own_chart_never_upgrades_are_a_stage_of_their_own(path: Path) -> None:
    """Helm installs what is in a chart's crds/ folder once, and leaves it at that version for ever."""
    for release in releases(recorded(path)):
        crds = CRDS.get(chart_name(release.inputs["chart"]))
        if crds is None or not crds.folder or chart_name(release.inputs["chart"]) in UPGRADED_BY_A_JOB:
            continue
        values = release.inputs["values"]
        off = release.inputs.get("skipCrds") is True or (
            crds.switch and values.get(crds.switch.split(".")[0], {}).get(crds.switch.split(".")[-1]) is False
        )
        assert off, f"{release.name} would install kinds that no upgrade touches"
        others = {name for group in crds.groups for name in bringers(group)} - {
            chart_name(release.inputs["chart"])
        }
        assert not others or {chart_name(one.inputs["chart"]) for one in recorded(path).of(RELEASE)} & others


# Its hook applies the kinds before every upgrade (upgradeCRDs).
UPGRADED_BY_A_JOB = {"velero"}


def test_what_follows_from_another_step_is_not_drawn() -> None:
    order = {"a": frozenset[str](), "b": frozenset({"a"}), "c": frozenset({"a", "b"})}

    assert steps(order) == {"a": frozenset(), "b": frozenset({"a"}), "c": frozenset({"b"})}


def test_every_release_of_the_platform_is_looked_at() -> None:
    for path in OWN_PLATFORM:
        spaces = namespaces(recorded(path))
        homes = {str(one.inputs["namespace"]) for one in recorded(path).of(RELEASE)}
        assert homes - set(spaces) <= {"kube-system"}, "that is where a cluster's own autoscaler is"
