"""What the add-ons' pods have in common."""

import re

import pytest

from components.platform.pods import PRIORITY, PRIORITY_CLASS, disruption_budget, spread
from settings.types import quantity
from tests.components.platform.given import Values, installed, leaves, settings


@pytest.mark.parametrize("replicas", [2, 3])
def test_several_replicas_are_never_all_drained_at_once(replicas: int) -> None:
    assert disruption_budget(replicas) == {"enabled": True, "minAvailable": 1}


def test_a_single_replica_can_be_drained() -> None:
    assert disruption_budget(1)["enabled"] is False


def test_replicas_are_spread_over_zones_and_nodes_but_start_even_when_a_zone_is_lost() -> None:
    zone, node = spread({"app": "istiod"})

    assert (zone["topologyKey"], node["topologyKey"]) == (
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    )
    for constraint in (zone, node):
        assert constraint["whenUnsatisfiable"] == "ScheduleAnyway"
        assert constraint["labelSelector"] == {"matchLabels": {"app": "istiod"}}


def test_add_ons_come_before_applications_and_after_the_system() -> None:
    assert 0 < PRIORITY < 2_000_000_000


def _resources(value: object, path: str = "") -> list[tuple[str, Values]]:
    if not isinstance(value, dict):
        return []
    own = (
        [(path, value)]
        if {"requests", "limits"} & set(value) and "storage" not in value.get("requests", {})
        else []
    )
    return own + [pair for key, inner in value.items() for pair in _resources(inner, f"{path}.{key}")]


@pytest.mark.parametrize("available", [True, False])
def test_every_component_has_requests_and_limits_for_cpu_and_memory_and_asks_for_no_more_than_it_may_use(
    available: bool,
) -> None:
    found = [
        (f"{chart.name}{path}", resources)
        for chart, values in installed(settings(high_availability=available))
        for path, resources in _resources(values)
    ]

    assert len(found) >= 20, "fewer than the add-ons have containers"
    for path, resources in found:
        for unit in ("cpu", "memory"):
            assert quantity(resources["requests"][unit]) <= quantity(resources["limits"][unit]), (
                f"{path}: {unit}"
            )


def test_every_chart_with_pods_puts_them_into_the_platforms_priority_class() -> None:
    for chart, values in installed(settings()):
        if chart.name not in {
            "base",
            "cni",
            "prometheus-operator-crds",
        }:  # Istio's node agent has the nodes' own
            classes = [value for path, value in leaves(values) if path.endswith("priorityClassName")]
            assert classes, chart.name
            assert set(classes) == {PRIORITY_CLASS}, (
                f"{chart.name}: GKE refuses the system's own classes outside kube-system"
            )


def test_values_say_the_same_every_time_and_numbers_stay_whole() -> None:
    chosen = settings()

    assert installed(chosen) == installed(chosen)
    for chart, values in installed(chosen):
        fractions = [path for path, value in leaves(values) if isinstance(value, float)]
        assert not fractions, f"{chart.name}: Helm would print {fractions} as 1.0"


def test_no_value_is_a_secret() -> None:
    """The name of a Secret, or of a key in it, may stand in values; what is in it may not."""
    harmless = {
        "grafana.admin.existingSecret",
        "controller.config.server-tokens",  # whether nginx tells its version
    }
    for chart, values in installed(settings()):
        telling = re.compile(r"(password|secret|token|credential|apikey)s?$", re.IGNORECASE)
        found = {path for path, value in leaves(values) if isinstance(value, str) and telling.search(path)}
        assert found <= harmless, f"{chart.name}: bring it in with an ExternalSecret and name that"
