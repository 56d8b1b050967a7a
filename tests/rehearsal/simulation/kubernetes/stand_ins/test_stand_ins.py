"""Every chart has stand-ins that hang together, and an unknown one is refused with the place to add it."""

from typing import Any

import pytest

from facts import charts
from rehearsal.simulation.kinds import Refused
from rehearsal.simulation.kubernetes.pod_security import LEVELS, violations
from rehearsal.simulation.kubernetes.stand_ins import CHARTS, stand_ins, unknown
from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods

# What a chart does not do without.
NEEDED: dict[str, dict[str, Any]] = {
    "cluster-autoscaler": {"autoDiscovery": {"clusterName": "main"}},
    "loki": {"singleBinary": {"replicas": 1}},
    "opentelemetry-collector": {"mode": "deployment"},
}
WORKLOADS = {"DaemonSet", "Deployment", "StatefulSet"}
# Charts whose default contexts do not meet the restricted level, or that look at the host.
NOT_RESTRICTED = {
    "alloy", "cluster-autoscaler", "cni", "grafana", "kube-prometheus-stack", "loki", "opentelemetry-collector", "velero",
    "gateway", "istiod", "karpenter",
}  # fmt: skip


def pinned() -> list[str]:
    return sorted({one.name for one in vars(charts).values() if isinstance(one, charts.Chart)})


@pytest.mark.parametrize("chart", pinned())
def test_every_chart_that_is_pinned_has_stand_ins(chart: str) -> None:
    assert chart in CHARTS


@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_every_object_has_a_name_and_a_home(chart: str) -> None:
    for name, one in objects(chart, NEEDED.get(chart)).items():
        clusterwide = one["kind"] in {"APIService", "IngressClass"}
        assert one["metadata"].get("namespace") == (None if clusterwide else "home"), name


@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_every_service_account_a_pod_runs_as_is_made(chart: str) -> None:
    made = objects(chart, NEEDED.get(chart))

    wanted = {pods(one).get("serviceAccountName") for one in made.values() if one["kind"] in WORKLOADS}

    assert {f"ServiceAccount/{name}" for name in wanted - {None}} <= made.keys()


@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_every_selector_finds_the_pods_of_a_workload(chart: str) -> None:
    made = objects(chart, NEEDED.get(chart))
    labels = [
        one["spec"]["template"]["metadata"]["labels"].items()
        for one in made.values()
        if one["kind"] in WORKLOADS
    ]

    for name, one in made.items():
        if one["kind"] in WORKLOADS:
            assert (
                one["spec"]["selector"]["matchLabels"].items()
                <= one["spec"]["template"]["metadata"]["labels"].items()
            )
        elif one["kind"] == "Service" and not name.endswith(("-prometheus", "-alertmanager")):
            assert any(one["spec"]["selector"].items() <= each for each in labels), name
        elif one["kind"] == "PodDisruptionBudget":
            assert any(one["spec"]["selector"]["matchLabels"].items() <= each for each in labels), name


@pytest.mark.parametrize("chart", sorted(set(CHARTS) - NOT_RESTRICTED))
def test_a_hardened_charts_pods_meet_the_restricted_level(chart: str) -> None:
    for name, one in objects(chart, NEEDED.get(chart)).items():
        if one["kind"] in WORKLOADS:
            assert list(violations("restricted", pods(one))) == [], name


def test_the_levels_of_pod_security_are_those_that_are_asked_for_here() -> None:
    assert "restricted" in LEVELS


def test_an_unknown_chart_is_refused_with_the_file_that_would_know_it() -> None:
    with pytest.raises(Refused) as refused:
        stand_ins("unheard-of", "a", "b", {})

    assert unknown("unheard-of") in str(refused.value)
    assert "rehearsal does not know what the chart unheard-of installs" in str(refused.value)
    assert "rehearsal/simulation/kubernetes/stand_ins/__init__.py" in str(refused.value)
