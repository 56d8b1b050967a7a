"""What charts have around their workloads follows the values."""

import pytest

from rehearsal.simulation.kubernetes.stand_ins.around import (
    account,
    api_service,
    autoscaler,
    budget,
    monitor,
    service,
)
from tests.rehearsal.simulation.kubernetes.stand_ins.made import release

PODS = {"app": "web"}


def test_a_service_leads_to_the_pods_as_its_values_say() -> None:
    block = {
        "type": "LoadBalancer",
        "annotations": {"a": "b"},
        "labels": {"c": "d"},
        "externalTrafficPolicy": "Local",
    }
    found = service(release(), "web", PODS, {"http": (80, "http")}, block)

    assert found["spec"]["type"] == "LoadBalancer"
    assert found["spec"]["externalTrafficPolicy"] == "Local"
    assert found["spec"]["ports"] == [{"name": "http", "port": 80, "targetPort": "http"}]
    assert found["metadata"]["annotations"] == {"a": "b"}
    assert found["metadata"]["labels"] == {"app": "web", "c": "d"}
    assert service(release(), "web", PODS, {}, headless=True)["spec"]["clusterIP"] == "None"


def test_a_service_account_has_the_name_and_the_identity_of_the_values() -> None:
    name, [found] = account(
        release(), "web", {"name": "own", "annotations": {"role": "arn"}, "labels": {"a": "b"}}
    )

    assert name == found["metadata"]["name"] == "own"
    assert found["metadata"]["annotations"] == {"role": "arn"}
    assert found["metadata"]["labels"]["a"] == "b"


def test_a_service_account_that_is_not_created_is_one_that_is_there() -> None:
    assert account(release(), "web", {"create": False}) == ("default", [])
    assert account(release(), "web", {"create": False, "name": "given"}) == ("given", [])


@pytest.mark.parametrize(
    ("block", "bound"),
    [
        ({"enabled": True}, {"minAvailable": 1}),
        ({"enabled": True, "minAvailable": 2}, {"minAvailable": 2}),
        ({"enabled": True, "maxUnavailable": 1, "minAvailable": ""}, {"maxUnavailable": 1}),
        ({"enabled": True, "maxUnavailable": 0}, {"maxUnavailable": 0}),
    ],
)
def test_a_disruption_budget_has_one_bound(block: dict[str, object], bound: dict[str, object]) -> None:
    [found] = budget(release(), "web", PODS, block)

    assert found["spec"] == {"selector": {"matchLabels": PODS}, **bound}


def test_a_disruption_budget_is_left_out_when_its_switch_is_off() -> None:
    assert budget(release(), "web", PODS, {}) == []
    assert budget(release(), "web", PODS, {"enabled": True}, enabled=False) == []


def test_an_autoscaler_has_a_metric_for_each_target_above_nought() -> None:
    found = autoscaler(release(), "web", (2, 5), 80, 0)

    assert (found["spec"]["minReplicas"], found["spec"]["maxReplicas"]) == (2, 5)
    assert found["spec"]["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    assert [metric["resource"]["name"] for metric in found["spec"]["metrics"]] == ["cpu"]


def test_a_monitor_looks_for_services_in_the_releases_namespace() -> None:
    found = monitor(release(), "web", PODS, "http", {"release": "stack"}, "elsewhere")

    assert found["metadata"]["namespace"] == "elsewhere"
    assert found["metadata"]["labels"] == {"app": "web", "release": "stack"}
    assert found["spec"]["namespaceSelector"] == {"matchNames": ["home"]}


def test_an_api_of_stand_ins_names_no_service_that_would_not_answer() -> None:
    found = api_service(release(), "metrics.k8s.io", "v1beta1")

    assert found["metadata"] == {
        "name": "v1beta1.metrics.k8s.io",
        "labels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "web"},
    }
    assert "service" not in found["spec"]
