"""In every stack, policies let through what is declared: all of it, and nothing else."""

from copy import deepcopy
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from rehearsal.reach.ends import End, Pod
from rehearsal.reach.matrix import SOURCES, STRANGER
from rehearsal.reach.mesh import PASSED_BY, Mesh
from rehearsal.reach.network import Network
from rehearsal.reach.policies import Addresses, Chosen, Direction, Policy, PortRule, Rule
from rehearsal.reach.ports import NONE, Ports
from rehearsal.reach.read import networks, nobody
from rehearsal.reach.solver import Solver
from rehearsal.stackfile import ROOT
from tests.rehearsal.reach.declared import Declared
from tests.rehearsal.reach.given import given
from tests.stackfiles import ALL, named

STAGING, GATEWAY = ROOT / "Pulumi.staging.yaml", ROOT / "examples" / "Pulumi.gateway.yaml"


def pairs(network: Network) -> list[tuple[End, End]]:
    """Whoever connects, and whoever may be connected to, with a pod of this stack at one end at least."""
    sources: list[End] = [*network.pods, STRANGER, *(one for one in network.outside if one.name in SOURCES)]
    targets: list[End] = [*network.pods, STRANGER, *network.outside]
    return [
        (source, target)
        for source in sources
        for target in targets
        if isinstance(source, Pod) or isinstance(target, Pod)
    ]


def differences(network: Network, declared: Declared) -> list[str]:
    """Where policies let through something else than is declared. What the mesh refuses on top is no policy's matter."""
    solver = Solver(replace(network, mesh=Mesh()))
    return [
        f"{source} to {target}: {got or 'nothing'} instead of {meant or 'nothing'}"
        for source, target in pairs(network)
        if (got := solver.reach(source, target).perhaps) != (meant := declared.reach(source, target))
    ]


@pytest.mark.parametrize("path", ALL, ids=named)
def test_what_is_let_through_is_what_is_declared(path: Path) -> None:
    for network in networks(given(path).recording):
        assert differences(network, Declared(given(path), network.cluster)) == []


def misled(network: Network, declared: Declared) -> list[str]:
    """Where the mesh lets in something else than is declared, to the ports that proxies stand before."""
    targets = [pod for pod in network.pods if pod.mesh == "sidecar" and declared.served(pod)]
    sources: list[End] = [*network.pods, STRANGER, *(one for one in network.outside if one.name in SOURCES)]
    return [
        f"{source} to {target}: {got or 'nothing'} instead of {meant or 'nothing'}"
        for target in targets
        for source in sources
        if (got := network.mesh.reach(source, target).perhaps - PASSED_BY)
        != (meant := declared.admitted(target, source))
    ]


@pytest.mark.parametrize("path", ALL, ids=named)
def test_whom_the_mesh_lets_in_is_whom_a_workload_declares(path: Path) -> None:
    for network in networks(given(path).recording):
        assert misled(network, Declared(given(path), network.cluster)) == []


def widened(network: Network, name: str, **source: list[str]) -> Network:
    """With an AuthorizationPolicy that has one rule more."""
    mesh = deepcopy(network.mesh)
    (one,) = [
        one for one in mesh.authorizations if one["metadata"]["name"] == name and "selector" in one["spec"]
    ]
    one["spec"].setdefault("rules", []).append({"from": [{"source": source}]})
    return replace(network, mesh=mesh)


@pytest.mark.parametrize(
    "source",
    [{"principals": ["*"]}, {"principals": ["cluster.local/ns/orion/sa/*"]}, {"namespaces": ["orion"]}, {}],
)
def test_an_authorization_that_lets_more_in_than_was_declared_is_found(source: dict[str, list[str]]) -> None:
    (network,) = networks(given(GATEWAY).recording)
    declared = Declared(given(GATEWAY), "main")

    assert any(
        line.startswith("orion/auth-service to spoke/spoke: ")
        for line in misled(widened(network, "spoke", **source), declared)
    )


def test_an_authorization_that_is_missing_is_found() -> None:
    (network,) = networks(given(GATEWAY).recording)
    fewer = [one for one in network.mesh.authorizations if one["metadata"]["name"] != "spoke"]
    bare = replace(network, mesh=replace(network.mesh, authorizations=fewer))

    assert any(" to spoke/spoke: " in line for line in misled(bare, Declared(given(GATEWAY), "main")))


def opened(policy: Policy, name: str, direction: Direction, rule: Rule) -> Policy:
    """A policy with one rule more, if it is the one of this name."""
    if str(policy) != name:
        return policy
    return replace(policy, rules={**policy.rules, direction: (*policy.rules[direction], rule)})


@pytest.mark.parametrize(
    ("name", "direction", "rule", "found"),
    [
        (
            "orion/auth-service",
            "Ingress",
            Rule((Chosen(namespaces={}),), (PortRule("TCP", 3001),)),
            "another namespace/any other pod to orion/auth-service: 3001 instead of nothing",
        ),
        (
            "orion/auth-service",
            "Egress",
            Rule((Addresses(ip_network("0.0.0.0/0")),), (PortRule("TCP", 80),)),
            "orion/auth-service to instance metadata: 80 instead of nothing",
        ),
        (
            "monitoring/default-deny",
            "Ingress",
            Rule((Chosen(pods={}),), (PortRule("TCP", 6060),)),
            "monitoring/prometheus to monitoring/grafana: 3000, 6060 instead of 3000",
        ),
    ],
)
def test_a_rule_that_lets_more_through_than_was_declared_is_found(
    name: str, direction: Direction, rule: Rule, found: str
) -> None:
    (network,) = networks(given(STAGING).recording)
    more = replace(network, policies=[opened(one, name, direction, rule) for one in network.policies])

    assert found in differences(more, Declared(given(STAGING), "main"))


@pytest.mark.parametrize("gone", ["orion/auth-service", "monitoring/prometheus", "istio-system/istiod"])
def test_a_policy_that_is_missing_is_found(gone: str) -> None:
    (network,) = networks(given(STAGING).recording)
    fewer = replace(network, policies=[one for one in network.policies if str(one) != gone])

    assert any(gone in line for line in differences(fewer, Declared(given(STAGING), "main")))


@pytest.mark.parametrize("path", ALL, ids=named)
def test_no_rule_names_pods_that_nobody_is(path: Path) -> None:
    for network in networks(given(path).recording):
        assert nobody(network) == []


@pytest.mark.parametrize("path", ALL, ids=named)
def test_all_pods_of_the_stack_are_closed_both_ways(path: Path) -> None:
    for network in networks(given(path).recording):
        solver = Solver(network)
        ours = {policy.namespace for policy in network.policies}
        assert [
            str(pod)
            for pod in network.pods
            if pod.namespace in ours
            and not (solver.closing(pod, "Ingress") and solver.closing(pod, "Egress"))
        ] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"load_balancer": {"allow_from": ["10.90.0.0/16"]}},
        {
            "load_balancer": {"allow_from": ["203.0.113.0/24"], "internal": False},
            "candidate": {"image": "registry.example.com/spoke/server:2.4.0"},
        },
    ],
)
def test_clients_of_a_load_balancer_are_let_in_where_it_says_and_to_both_versions(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    whole = yaml.safe_load(GATEWAY.read_text())
    applications = whole["config"]["groundwork:applications"]
    whole["config"]["groundwork:applications"] = {"spoke": {**applications["spoke"], **changes}}
    path = tmp_path / "Pulumi.balanced.yaml"
    path.write_text(yaml.safe_dump(whole))
    (network,) = networks(given(path).recording)
    declared = Declared(given(path), "main")

    assert differences(network, declared) == misled(network, declared) == []
    assert Solver(network).reach(the(network, "internet"), the(network, "spoke/spoke")).perhaps == (
        NONE if "candidate" not in changes else Ports.numbers(8080)
    )


def the(network: Network, name: str) -> End:
    ends: list[End] = [*network.pods, *network.outside]
    return next(one for one in ends if str(one) == name)
