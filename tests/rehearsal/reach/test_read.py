"""A cluster's network is read off what a stack registers: workloads, policies, and who else they name."""

import pytest

from rehearsal.reach.ends import Pod
from rehearsal.reach.read import network, networks, nobody
from tests.rehearsal.reach.small import NAMESPACE, SHOP, cluster, peer, policy, thing, workload


def pods(*things: object) -> dict[str, Pod]:
    found = network(cluster("Gke", *things), "main")  # type: ignore[arg-type]
    return {str(pod): pod for pod in found.pods}


@pytest.mark.parametrize(
    "kind",
    ["apps/v1:Deployment", "apps/v1:StatefulSet", "apps/v1:DaemonSet", "batch/v1:Job", "batch/v1:CronJob"],
)
def test_the_pods_of_every_kind_of_workload_are_known(kind: str) -> None:
    (pod,) = pods(workload(kind, "shop", "web", {"app": "web"}, serviceAccountName="seller")).values()

    assert str(pod) == "shop/web"
    assert pod.labels["app"] == "web"
    assert pod.account == "seller"
    assert pod.ports == {}


def test_a_job_s_pods_have_the_label_that_kubernetes_adds() -> None:
    (pod,) = pods(workload("batch/v1:Job", "shop", "load", {})).values()

    assert pod.labels == {"batch.kubernetes.io/job-name": "load"}


def test_named_ports_are_the_containers() -> None:
    (found,) = networks(SHOP)

    assert next(pod for pod in found.pods if pod.name == "web").ports == {"http": (8080, "TCP")}


def test_pods_on_their_node_s_own_network_are_left_out() -> None:
    assert pods(workload("apps/v1:DaemonSet", "shop", "agent", {}, hostNetwork=True)) == {}


def test_pods_of_charts_are_those_that_policies_close_each_once() -> None:
    found = pods(
        policy("logs", "default-deny"),
        policy("logs", "store", {"app": "store"}),
        policy("logs", "store-again", {"app": "store"}),
        policy(
            "logs",
            "any",
            podSelector={"matchExpressions": [{"key": "tier", "operator": "In", "values": ["x"]}]},
        ),
    )

    assert {name: pod.labels for name, pod in found.items()} == {
        "logs/store": {"app": "store"},
        "logs/any": {"tier": "x"},
    }
    assert found["logs/store"].ports is None


def test_pods_are_called_after_the_policy_that_one_of_their_labels_names() -> None:
    labels = {"app": "store"}

    assert list(pods(policy("logs", "an-edge-more", labels), policy("logs", "store", labels))) == [
        "logs/store"
    ]


def test_pods_elsewhere_are_those_that_rules_name() -> None:
    found = pods(
        thing(NAMESPACE, "", "shop"),
        policy(
            "shop", "web", {"app": "web"}, egress=[{"to": [peer("kube-system", app="dns"), peer("traces")]}]
        ),
    )

    assert list(found) == ["shop/web", "kube-system/dns", "traces/any pod"]


def test_a_pod_is_in_the_mesh_by_its_own_label_or_its_namespace_s() -> None:
    labels = {"metadata": {"labels": {"istio-injection": "enabled"}}}
    found = pods(
        thing(NAMESPACE, "", "in", **labels),
        workload("apps/v1:Deployment", "in", "a", {}),
        workload("apps/v1:Deployment", "in", "b", {"sidecar.istio.io/inject": "false"}),
        workload("apps/v1:Deployment", "out", "c", {"sidecar.istio.io/inject": "true"}),
        workload("apps/v1:Deployment", "out", "d", {}),
        policy("edge", "gateway", {"app": "edge-gateway", "istio": "ingressgateway"}),
    )

    assert [pod.mesh for pod in found.values()] == ["gateway", "sidecar", "", "sidecar", ""]
    assert found["edge/gateway"].account == "edge-gateway"


def test_what_the_mesh_says_is_read_too() -> None:
    found = network(
        cluster(
            "Gke",
            thing("security.istio.io/v1:PeerAuthentication", "istio-system", "default", spec={}),
            thing("security.istio.io/v1:AuthorizationPolicy", "shop", "callers", spec={}),
        ),
        "main",
    )

    assert len(found.mesh.authentications) == len(found.mesh.authorizations) == 1


def test_namespaces_carry_their_own_name() -> None:
    (found,) = networks(SHOP)

    assert found.namespaces["shop"] == {"team": "shop", "kubernetes.io/metadata.name": "shop"}
    assert found.namespaces["kube-system"] == {"kubernetes.io/metadata.name": "kube-system"}


def test_a_rule_that_names_nobody_is_told() -> None:
    typing_error = policy(
        "shop", "web", {"app": "web"}, ingress=[{"from": [{"podSelector": {"matchLabels": {"app": "wbe"}}}]}]
    )
    (told,) = nobody(network(cluster("Gke", thing(NAMESPACE, "", "shop"), typing_error), "main"))

    assert told.startswith("shop/web: ")
    assert "wbe" in told
    assert nobody(network(SHOP, "main")) == []
