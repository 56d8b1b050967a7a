"""The platform's network policies: what an edge becomes, and what all of them together let through."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.contracts import ControlPlane
from components.platform.kube_prometheus_stack import grafana
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.network import Around, Blocks, Known, Pods, Traffic, edge, policy
from rehearsal.recorded import RELEASE, Recording
from rehearsal.stackfile import ROOT
from tests.components.platform.given import TRAITS
from tests.components.platform.ports import OPEN, RELEASES, Port
from tests.components.platform.reach import End, namespaces, policies, through
from tests.stackfiles import ALL, named, recorded

PLANE = ControlPlane(
    api=("10.0.0.0/18",),
    api_ports=(443,),
    caller_blocks=("10.0.0.0/18",),
    caller_pods=(("kube-system", {"app": "agent"}),),
    nodes=("10.0.0.0/17",),
)
PROMETHEUS = Pods({"app": "prometheus"}, "monitoring")
AROUND = Around(replace(TRAITS, control_plane=PLANE, identity_endpoint="169.254.170.23"), PROMETHEUS)
MONITORING = {"kubernetes.io/metadata.name": "monitoring"}
SCRAPER = End("monitoring", {**PROMETHEUS_PODS})
# How the control plane of each example's cloud comes to a webhook: docs and sources in components/cluster/*_traits.py.
CALLERS = {
    "eks": End(address="10.60.0.20"),
    "gke": End("kube-system", {"k8s-app": "konnectivity-agent"}),
    "aks": End("kube-system", {"app": "konnectivity-agent"}),
}


def accepted(*edges: Any, around: Around = AROUND) -> Any:
    return policy(Traffic("some", {"app": "a"}, accepts=edges), around)["ingress"]


def reached(*edges: Any, around: Around = AROUND) -> Any:
    return policy(Traffic("some", {"app": "a"}, reaches=edges), around)["egress"][1:]


def test_pods_may_ask_dns_and_nothing_else_unless_they_say_so() -> None:
    made: Any = policy(Traffic("some", {"app": "a"}), AROUND)

    assert made["pod_selector"] == {"match_labels": {"app": "a"}}
    assert made["policy_types"] == ["Ingress", "Egress"]
    assert made["ingress"] == []
    (dns,) = made["egress"]
    assert {port["port"] for port in dns["ports"]} == {53}


def test_the_kubernetes_api_calls_webhooks_from_where_the_cloud_lets_it() -> None:
    (rule,) = accepted(edge(Known.API_SERVER, 10250))

    blocks = [peer["ip_block"]["cidr"] for peer in rule["from_"] if "ip_block" in peer]
    pods = [peer["pod_selector"]["match_labels"] for peer in rule["from_"] if "pod_selector" in peer]
    assert (blocks, pods) == (["10.0.0.0/18"], [{"app": "agent"}])
    assert rule["ports"] == [{"protocol": "TCP", "port": 10250}]


def test_where_nothing_names_the_caller_the_port_alone_decides() -> None:
    unknown = replace(AROUND, traits=TRAITS)

    assert accepted(edge(Known.API_SERVER, 10250), around=unknown) == [
        {"ports": [{"protocol": "TCP", "port": 10250}]}
    ]


def test_the_kubernetes_api_is_reached_on_its_own_port() -> None:
    assert reached(edge(Known.API_SERVER)) == [
        {"to": [{"ip_block": {"cidr": "10.0.0.0/18"}}], "ports": [{"protocol": "TCP", "port": 443}]}
    ]


def test_prometheus_comes_from_where_it_is_and_nobody_does_where_there_is_none() -> None:
    (rule,) = accepted(edge(Known.PROMETHEUS, 8080))

    assert rule["from_"][0]["namespace_selector"]["match_labels"] == MONITORING
    for direction in (accepted, reached):
        assert direction(edge(Known.PROMETHEUS, 8080), around=replace(AROUND, prometheus=None)) == []


def test_pods_without_a_namespace_are_those_beside() -> None:
    (beside,), (elsewhere,) = (
        accepted(edge(Pods({"app": "b"}), 80)),
        accepted(edge(Pods({"app": "b"}, "other"), 80)),
    )

    assert beside["from_"] == [{"pod_selector": {"match_labels": {"app": "b"}}}]
    assert "namespace_selector" in elsewhere["from_"][0]


def test_the_cloud_is_its_api_and_where_credentials_are() -> None:
    api, credentials = reached(edge(Known.CLOUD))

    assert api["ports"] == [{"protocol": "TCP", "port": 443}]
    assert credentials["to"] == [{"ip_block": {"cidr": "169.254.170.23/32"}}]


@pytest.mark.parametrize(
    ("peer", "cidr", "inside"),
    [
        (Known.INTERNET, "0.0.0.0/0", False),
        (Known.OUTSIDE, "0.0.0.0/0", True),
        (Known.NODES, "10.0.0.0/17", True),
    ],
)
def test_addresses_are_those_that_their_name_says(peer: Known, cidr: str, inside: bool) -> None:
    (rule,) = reached(edge(peer, 443))

    (block,) = rule["to"]
    assert block["ip_block"]["cidr"] == cidr
    assert ("10.0.0.0/8" in block["ip_block"].get("except_", ())) is not inside


def test_blocks_are_taken_as_they_are_and_several_protocols_are_as_many_ports() -> None:
    (rule,) = reached(edge(Blocks(("192.0.2.0/24",)), 53, protocols=("UDP", "TCP")))

    assert rule["to"] == [{"ip_block": {"cidr": "192.0.2.0/24"}}]
    assert [port["protocol"] for port in rule["ports"]] == ["UDP", "TCP"]
    (taken,) = accepted(edge(Blocks(("192.0.2.0/24",)), 80))
    assert taken["from_"] == [{"ip_block": {"cidr": "192.0.2.0/24"}}]


def test_an_edge_without_ports_is_one_to_all_of_them() -> None:
    assert reached(edge(Known.EVERY_POD)) == [{"to": [{"namespace_selector": {}}]}]


def test_whoever_is_at_the_wrong_end_of_an_edge_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a peer that connects to pods, got the cloud's API"):
        accepted(edge(Known.CLOUD, 443))
    with pytest.raises(
        ValueError, match="expected a peer that pods connect to, got whoever reaches the load balancer"
    ):
        reached(edge(Known.WORLD, 443))


def example(cloud: str) -> Recording:
    return recorded(ROOT / "examples" / f"Pulumi.{cloud}.yaml")


def homes(recording: Recording) -> dict[str, str]:
    """Release -> namespace, of the platform's."""
    spaces = namespaces(recording)
    return {
        one.inputs["name"]: one.inputs["namespace"]
        for one in recording.of(RELEASE)
        if one.inputs["namespace"] in spaces
    }


@pytest.mark.parametrize("path", ALL, ids=named)
def test_every_namespace_of_the_platform_is_closed_both_ways(path: Path) -> None:
    for namespace in namespaces(recorded(path)):
        (closed, *_) = (
            one
            for one in policies(recorded(path), namespace)
            if one.inputs["metadata"]["name"] == "default-deny"
        )
        assert closed.inputs["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}, namespace


@pytest.mark.parametrize("path", ALL, ids=named)
def test_every_release_says_what_its_pods_listen_on(path: Path) -> None:
    assert set(homes(recorded(path))) <= set(RELEASES)


def _ports(recording: Recording, what: str) -> list[tuple[str, Port]]:
    return [(home, port) for name, home in homes(recording).items() for port in getattr(RELEASES[name], what)]


@pytest.mark.parametrize("cloud", CALLERS)
def test_the_kubernetes_api_reaches_every_webhook_and_no_other_port_of_its_pods(cloud: str) -> None:
    webhooks = _ports(example(cloud), "webhooks")

    assert len(webhooks) >= 5
    for home, (labels, port) in webhooks:
        pod = End(home, labels)
        assert through(example(cloud), pod, CALLERS[cloud], port), f"{home} {labels}"
        assert not through(example(cloud), pod, CALLERS[cloud], 8081), f"{home} {labels}"


@pytest.mark.parametrize("path", ALL, ids=named)
def test_prometheus_reaches_all_metrics_and_is_let_out_to_them(path: Path) -> None:
    metrics = _ports(recorded(path), "metrics")

    assert len(metrics) >= 10
    for home, (labels, port) in metrics:
        pod = End(home, labels)
        assert through(recorded(path), pod, SCRAPER, port), f"{home} {labels} {port}"
        assert through(recorded(path), SCRAPER, pod, port, direction="egress"), f"{home} {labels} {port}"


@pytest.mark.parametrize("path", ALL, ids=named)
def test_nobody_else_gets_in_but_by_a_port_that_is_meant_for_everybody(path: Path) -> None:
    stranger, away = End("team", {"app": "stranger"}), End(address="198.51.100.7")
    for home, ports in ((home, RELEASES[name]) for name, home in homes(recorded(path)).items()):
        for labels, port in (*ports.metrics, *ports.webhooks):
            if (home, port) in OPEN or path.stem.endswith((".local", ".existing")):
                continue  # where an existing cluster's control plane is, nobody knows
            for source in (stranger, away):
                assert not through(recorded(path), End(home, labels), source, port), f"{home} {labels} {port}"


@pytest.mark.parametrize("path", ALL, ids=named)
def test_no_policy_of_the_platform_opens_a_port_to_everybody_without_being_listed(path: Path) -> None:
    found = set()
    for namespace in namespaces(recorded(path)):
        for one in policies(recorded(path), namespace):
            for rule in one.inputs["spec"].get("ingress", ()):
                everybody = not rule.get("from") or {"namespaceSelector": {}} in rule["from"]
                if everybody:
                    found |= {(namespace, port["port"]) for port in rule["ports"]}
    webhooks = {(home, port) for home, (_, port) in _ports(recorded(path), "webhooks")}

    assert found <= set(OPEN) | (webhooks if path.stem.endswith((".local", ".existing")) else set())


@pytest.mark.parametrize("cloud", CALLERS)
def test_no_pod_of_the_platform_reaches_the_nodes_identity(cloud: str) -> None:
    metadata = End(address="169.254.169.254")
    for namespace in namespaces(example(cloud)):
        for one in policies(example(cloud), namespace):
            labels = one.inputs["spec"]["podSelector"].get("matchLabels", {})
            own = cloud == "gke"  # where it gives a pod its own identity's credentials, and no node's
            out = through(example(cloud), End(namespace, labels), metadata, 80, direction="egress")
            assert own or not out, f"{namespace}: {one.inputs['metadata']['name']}"


def test_grafana_is_let_into_prometheus_and_strangers_are_not() -> None:
    pod = End(grafana.NAMESPACE, PROMETHEUS_PODS)
    asks = End(
        grafana.NAMESPACE,
        {"app.kubernetes.io/name": "grafana", "app.kubernetes.io/instance": "kube-prometheus-stack"},
    )

    assert through(example("eks"), pod, asks, 9090)
    assert not through(example("eks"), pod, End("team", {"app": "stranger"}), 9090)
