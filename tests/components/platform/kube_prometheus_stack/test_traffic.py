"""Who talks to whom around Prometheus. That all of it is let through is in tests/components/platform/test_network.py."""

from components.platform.kube_prometheus_stack.alertmanager import PODS as ALERTMANAGER_PODS
from components.platform.kube_prometheus_stack.traffic import traffic
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.network import Known, Pods, edge
from tests.components.platform.given import settings

BY_NAME = {one.name: one for one in traffic(settings().monitoring)}


def test_prometheus_reaches_the_metrics_of_every_pod_and_of_the_nodes() -> None:
    reaches = BY_NAME["prometheus"].reaches

    assert edge(Known.EVERY_POD) in reaches
    assert edge(Known.NODES, 9100, 10250) in reaches
    assert Known.INTERNET not in {one.peer for one in reaches}


def test_alertmanagers_tell_each_other_over_both_protocols() -> None:
    alertmanager = BY_NAME["alertmanager"]
    gossip = edge(Pods(ALERTMANAGER_PODS), 9094, protocols=("TCP", "UDP"))

    assert gossip in alertmanager.accepts
    assert gossip in alertmanager.reaches


def test_prometheus_is_asked_by_pods_that_are_named_and_by_nobody_else() -> None:
    for one in BY_NAME["prometheus"].accepts:
        assert one.peer is Known.PROMETHEUS or (isinstance(one.peer, Pods) and one.peer.labels)
    assert BY_NAME["prometheus"].pods == PROMETHEUS_PODS


def test_every_pod_that_watches_the_cluster_reaches_its_api() -> None:
    for name in ("prometheus", "grafana", "kube-state-metrics", "operator", "certificates"):
        assert edge(Known.API_SERVER) in BY_NAME[name].reaches, name
