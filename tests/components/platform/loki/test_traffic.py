"""Who talks to whom in Loki's namespace."""

import pytest

from components.platform.kube_prometheus_stack.traffic import GRAFANA_PODS
from components.platform.loki.traffic import gateway, grafana_traffic, traffic
from components.platform.loki.values import labels
from components.platform.network import Known, Pods, edge
from tests.components.platform.solvers import example, pods

ALLOY, GRAFANA = Pods({"app": "alloy"}, "alloy"), Pods({"app": "grafana"}, "monitoring")


def test_whoever_writes_or_reads_comes_through_the_gateway() -> None:
    of = {one.name: one for one in traffic([ALLOY, GRAFANA])}

    assert of["gateway"].accepts == (edge(ALLOY, 8080), edge(GRAFANA, 8080))
    assert [one.peer for one in of["loki"].accepts if isinstance(one.peer, Pods)] == [
        Pods(labels("single-binary")),
        Pods(labels("gateway")),
    ]


def test_only_loki_itself_leaves_the_cluster_and_only_for_its_bucket() -> None:
    out = {
        one.name: {reach.peer for reach in one.reaches if isinstance(reach.peer, Known)}
        for one in traffic([])
    }

    assert out.pop("loki") == {Known.CLOUD}
    assert set().union(*out.values()) == set()


def test_caches_know_loki_and_prometheus_alone() -> None:
    for one in traffic([])[2:]:
        assert [accepted.ports for accepted in one.accepts] == [(11211,), (9150,)]
        assert one.reaches == ()


def test_grafanas_side_of_the_way_is_the_gateways_port() -> None:
    made = grafana_traffic({"app": "grafana"})

    assert (made.pods, made.reaches) == ({"app": "grafana"}, (gateway(),))
    assert gateway().ports == (8080,)


@pytest.mark.parametrize("cloud", ["eks", "gke", "aks"])
def test_logs_get_through_from_alloy_by_the_gateway_to_loki_and_on_to_grafana(cloud: str) -> None:
    solver = example(cloud)
    loki, entry = pods("loki", labels("single-binary")), pods("loki", labels("gateway"))
    alloy, events = (
        pods("alloy", {"app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": name})
        for name in ("alloy", "alloy-events")
    )
    grafana = pods("monitoring", GRAFANA_PODS)
    for source, target, port in (
        (alloy, entry, 8080),
        (events, entry, 8080),
        (grafana, entry, 8080),
        (entry, loki, 3100),
        (loki, loki, 9095),
    ):
        assert port in solver.side(target, "Ingress", source).sure, f"{source} into {target}"
        assert port in solver.side(source, "Egress", target).sure, f"{source} out to {target}"
    assert 3100 not in solver.side(loki, "Ingress", grafana).perhaps, "only by the gateway"
