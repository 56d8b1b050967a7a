"""What every add-on stands on."""

from components import naming
from components.platform import foundation
from components.platform.kube_prometheus_stack.values import values
from components.platform.pods import PRIORITY
from facts import charts
from tests.components.platform.given import TRAITS, create_platform, on_a_cluster, settings


def test_prometheus_kinds_survive_an_uninstall_with_everything_of_them() -> None:
    assert foundation.values() == {"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}}


def test_the_kinds_have_one_owner() -> None:
    assert values(settings(), TRAITS, "main")["crds"] == {"enabled": False}
    assert charts.PROMETHEUS_OPERATOR_CRDS.release_name == foundation.NAMESPACE


def test_applications_give_way_to_add_ons_and_low_ones_to_all_others() -> None:
    off = dict.fromkeys(("logs", "backup", "istio", "monitoring", "telemetry"), False)
    recording = on_a_cluster(lambda cluster: create_platform(settings(**off), cluster))
    values = {
        one.inputs["metadata"]["name"]: one.inputs["value"]
        for one in recording.of("kubernetes:scheduling.k8s.io/v1:PriorityClass")
    }

    assert values[naming.priority_class("low")] < 0 < values[naming.priority_class("high")] < PRIORITY


def test_nodes_are_added_for_applications_of_low_priority_too() -> None:
    cutoff = -10  # cluster-autoscaler's --expendable-pods-priority-cutoff, unless it is told another

    assert min(value for value, _ in foundation.PRIORITIES.values()) >= cutoff
