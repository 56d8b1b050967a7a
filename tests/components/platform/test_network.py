"""The platform's network policies: what an edge becomes, and what all of them together let through."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.contracts import ControlPlane
from components.platform.kube_prometheus_stack import grafana
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.network import Around, Blocks, Known, Pods, Traffic, edge, policy
from rehearsal.reach.ends import End
from rehearsal.reach.matrix import STRANGER
from rehearsal.reach.policies import Chosen, Policy
from rehearsal.reach.solver import Solver
from rehearsal.stackfile import ROOT
from tests.components.platform.given import TRAITS
from tests.components.platform.homes import homes, namespaces
from tests.components.platform.ports import OPEN, RELEASES, Port
from tests.components.platform.solvers import address, example, pods, solvers
from tests.stackfiles import OWN_PLATFORM, named, recorded

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
SCRAPER = pods("monitoring", PROMETHEUS_PODS)
NOBODY: tuple[End, ...] = (STRANGER, address("198.51.100.7"))
# How the control plane of each example's cloud comes to a webhook: docs and sources in components/cluster/*_traits.py.
CALLERS: dict[str, End] = {
    "eks": address("10.60.0.20"),
    "gke": pods("kube-system", {"k8s-app": "konnectivity-agent"}),
    "aks": pods("kube-system", {"app": "konnectivity-agent"}),
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


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_every_namespace_of_the_platform_is_closed_both_ways(path: Path) -> None:
    for solver in solvers(path):
        for namespace in namespaces(recorded(path), solver.network.cluster):
            (closed,) = (one for one in _policies(solver, namespace) if one.name == "default-deny")
            assert (closed.selector, closed.rules) == ({}, {"Ingress": (), "Egress": ()}), namespace


def _policies(solver: Solver, namespace: str) -> list[Policy]:
    return [one for one in solver.network.policies if one.namespace == namespace]


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_every_release_says_what_its_pods_listen_on(path: Path) -> None:
    assert set(homes(recorded(path))) <= set(RELEASES)


def _ports(path: Path, solver: Solver, what: str) -> list[tuple[str, Port]]:
    of = homes(recorded(path), solver.network.cluster)
    return [(home, port) for name, home in of.items() for port in getattr(RELEASES[name], what)]


@pytest.mark.parametrize("cloud", CALLERS)
def test_the_kubernetes_api_reaches_every_webhook_and_no_other_port_of_its_pods(cloud: str) -> None:
    solver = example(cloud)
    webhooks = _ports(ROOT / "examples" / f"Pulumi.{cloud}.yaml", solver, "webhooks")

    assert len(webhooks) >= 5
    for home, (labels, port) in webhooks:
        into = solver.side(pods(home, labels), "Ingress", CALLERS[cloud])
        assert port in into.sure, f"{home} {labels}"
        assert 8081 not in into.perhaps, f"{home} {labels}"


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_prometheus_reaches_all_metrics_and_is_let_out_to_them(path: Path) -> None:
    for solver in solvers(path):
        metrics = _ports(path, solver, "metrics")

        assert len(metrics) >= 10
        for home, (labels, port) in metrics:
            pod = pods(home, labels)
            assert port in solver.side(pod, "Ingress", SCRAPER).sure, f"{home} {labels} {port}"
            assert port in solver.side(SCRAPER, "Egress", pod).sure, f"{home} {labels} {port}"


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_nobody_else_gets_in_but_by_a_port_that_is_meant_for_everybody(path: Path) -> None:
    for solver in solvers(path):
        for home, (labels, port) in (*_ports(path, solver, "metrics"), *_ports(path, solver, "webhooks")):
            if (home, port) in OPEN or path.stem.endswith((".local", ".existing")):
                continue  # where an existing cluster's control plane is, nobody knows
            for source in NOBODY:
                into = solver.side(pods(home, labels), "Ingress", source)
                assert port not in into.perhaps, f"{home} {labels} {port}"


@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_no_policy_of_the_platform_opens_a_port_to_everybody_without_being_listed(path: Path) -> None:
    for solver in solvers(path):
        found = {
            (namespace, port.port)
            for namespace in namespaces(recorded(path), solver.network.cluster)
            for one in _policies(solver, namespace)
            for rule in one.rules.get("Ingress", ())
            if not rule.peers or Chosen({}) in rule.peers
            for port in rule.ports
        }
        webhooks = {(home, port) for home, (_, port) in _ports(path, solver, "webhooks")}

        assert found <= set(OPEN) | (webhooks if path.stem.endswith((".local", ".existing")) else set())


@pytest.mark.parametrize("cloud", CALLERS)
def test_no_pod_of_the_platform_reaches_the_nodes_identity(cloud: str) -> None:
    solver = example(cloud)
    for namespace in namespaces(recorded(ROOT / "examples" / f"Pulumi.{cloud}.yaml")):
        for one in _policies(solver, namespace):
            pod = pods(namespace, one.selector.get("matchLabels", {}))
            own = cloud == "gke"  # where it gives a pod its own identity's credentials, and no node's
            out = solver.side(pod, "Egress", address("169.254.169.254")).perhaps
            assert own or 80 not in out, str(one)


def test_grafana_is_let_into_prometheus_and_strangers_are_not() -> None:
    solver, pod = example("eks"), pods(grafana.NAMESPACE, PROMETHEUS_PODS)
    asks = pods(
        grafana.NAMESPACE,
        {"app.kubernetes.io/name": "grafana", "app.kubernetes.io/instance": "kube-prometheus-stack"},
    )

    assert 9090 in solver.side(pod, "Ingress", asks).sure
    assert 9090 not in solver.side(pod, "Ingress", STRANGER).perhaps
