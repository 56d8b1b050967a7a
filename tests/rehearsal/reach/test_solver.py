"""The solver says what Kubernetes would do: case by case, and on random clusters what a plain second implementation says."""

from ipaddress import ip_network
from random import Random
from typing import Any

import pytest

from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.network import Network
from rehearsal.reach.policies import read
from rehearsal.reach.ports import EVERY, NONE, Ports, Reach
from rehearsal.reach.solver import Solver
from tests.rehearsal.reach import naive

A = Pod("red", "a", {"app": "a"}, {"web": (8080, "TCP")})
B = Pod("red", "b", {"app": "b", "tier": "back"}, {"web": (80, "TCP"), "dns": (53, "UDP")})
C = Pod("blue", "c", {"app": "a"})
SPACES = {"red": {"team": "one"}, "blue": {"team": "two"}}
WORLD = Outside("world", (ip_network("0.0.0.0/0"),), (ip_network("10.0.0.0/8"),))
OFFICE = Outside("office", (ip_network("192.0.2.0/24"),))
PODS = ip_network("10.0.0.0/16")


def solver(*specs: dict[str, Any], seen: bool = False) -> Solver:
    """A cluster with policies of these specs in the namespace red."""
    policies = [
        read(
            {
                "metadata": {"name": f"policy-{number}", "namespace": "red"},
                "spec": {"podSelector": {}, **spec},
            }
        )
        for number, spec in enumerate(specs)
    ]
    return Solver(Network("main", SPACES, (A, B, C), (WORLD, OFFICE), policies, (PODS,) if seen else ()))


def into_b(*ingress: dict[str, Any], source: End = A, seen: bool = False) -> Ports:
    """The ports on which a source reaches B, when all of red takes what these rules say."""
    found = solver({"policyTypes": ["Ingress"], "ingress": list(ingress)}, seen=seen).reach(source, B)
    assert found.sure == found.perhaps
    return found.sure


def test_a_pod_that_no_policy_selects_is_open() -> None:
    assert solver().reach(A, B) == Reach(EVERY, EVERY)
    assert solver({"podSelector": {"matchLabels": {"app": "a"}}}).reach(A, B).sure == EVERY


def test_a_pod_that_a_policy_selects_is_closed_but_for_the_rules_of_all_its_policies() -> None:
    closed = {"policyTypes": ["Ingress"]}
    web, tls = ({"ingress": [{"ports": [{"port": number}]}]} for number in (80, 443))

    assert solver(closed).reach(A, B).perhaps == NONE
    assert solver(closed, web, tls).reach(A, B).sure == Ports.numbers(80, 443)


def test_both_ends_must_let_a_connection_through() -> None:
    only = {
        "podSelector": {"matchLabels": {"app": "b"}},
        "ingress": [{"ports": [{"port": 80, "endPort": 90}]}],
    }
    out = {"podSelector": {"matchLabels": {"app": "a"}}, "egress": [{"ports": [{"port": 85, "endPort": 99}]}]}

    assert solver(only, out).reach(A, B).sure == Ports.of(("TCP", 85, 90))
    assert solver(only, {**out, "policyTypes": ["Egress"], "egress": []}).reach(A, B).perhaps == NONE


def test_ingress_does_not_close_egress() -> None:
    assert solver({"policyTypes": ["Ingress"]}).reach(A, C).sure == EVERY
    assert solver({"policyTypes": ["Egress"]}).reach(C, A).sure == EVERY


@pytest.mark.parametrize(
    ("peer", "callers"),
    [
        ({"podSelector": {}}, {A}),
        ({"podSelector": {"matchLabels": {"app": "b"}}}, set()),
        ({"namespaceSelector": {}}, {A, C}),
        ({"namespaceSelector": {"matchLabels": {"team": "two"}}}, {C}),
        ({"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "a"}}}, {A, C}),
        (
            {
                "namespaceSelector": {"matchLabels": {"team": "two"}},
                "podSelector": {"matchLabels": {"app": "z"}},
            },
            set(),
        ),
        ({"ipBlock": {"cidr": "0.0.0.0/0"}}, {WORLD, OFFICE}),
        ({"ipBlock": {"cidr": "192.0.2.0/24"}}, {OFFICE}),
    ],
)
def test_a_peer_is_who_its_selectors_choose_together(peer: dict[str, Any], callers: set[End]) -> None:
    assert {
        one
        for one in (A, C, WORLD, OFFICE)
        if solver({"ingress": [{"from": [peer]}]}).reach(one, B).sure == EVERY
    } == callers


def test_a_rule_without_peers_is_for_everybody_and_one_without_ports_for_all_of_them() -> None:
    assert into_b({"from": [], "ports": [{"port": 80}]}, source=WORLD) == Ports.numbers(80)
    assert into_b({"from": [{"podSelector": {}}], "ports": []}) == EVERY
    assert into_b({}) == EVERY


@pytest.mark.parametrize(
    ("port", "found"),
    [
        ({"port": 80}, Ports.numbers(80)),
        ({"port": 53, "protocol": "UDP"}, Ports.numbers(53, protocol="UDP")),
        ({"protocol": "UDP"}, Ports.of(("UDP", 1, 65535))),
        ({"port": 8000, "endPort": 8010}, Ports.of(("TCP", 8000, 8010))),
        ({"port": "web"}, Ports.numbers(80)),  # of B, not of A
        ({"port": "dns", "protocol": "UDP"}, Ports.numbers(53, protocol="UDP")),
        ({"port": "dns"}, NONE),  # its protocol is another
        ({"port": "nobody"}, NONE),
    ],
)
def test_a_port_is_a_number_a_range_or_a_name_of_the_target_s(port: dict[str, Any], found: Ports) -> None:
    assert into_b({"ports": [port]}) == found


def test_a_name_that_nobody_knows_the_number_of_may_be_any_port() -> None:
    charts = Pod("red", "chart", {})
    network = solver({"ingress": [{"ports": [{"port": "metrics"}]}]})

    assert network.reach(A, charts) == Reach(NONE, Ports.of(("TCP", 1, 65535)))
    assert solver({"egress": [{"ports": [{"port": "metrics"}]}]}).reach(A, WORLD).perhaps == NONE


def test_what_is_open_to_some_addresses_alone_is_open_perhaps() -> None:
    block = {"ipBlock": {"cidr": "192.0.2.0/24", "except": ["192.0.2.128/25"]}}
    made = solver({"egress": [{"to": [block], "ports": [{"port": 443}]}]})

    assert made.reach(A, OFFICE) == Reach(NONE, Ports.numbers(443))
    assert made.reach(A, Outside("half", (ip_network("192.0.2.0/25"),))).sure == Ports.numbers(443)
    assert (
        made.reach(A, Outside("rest", (ip_network("192.0.2.0/24"),), (ip_network("192.0.2.0/25"),))).perhaps
        == NONE
    )


def test_addresses_are_whole_when_several_rules_make_them_up() -> None:
    halves = [{"ipBlock": {"cidr": cidr}} for cidr in ("192.0.2.0/25", "192.0.2.128/25")]

    assert solver({"egress": [{"to": halves}]}).reach(A, OFFICE).sure == EVERY


@pytest.mark.parametrize(("seen", "found"), [(True, Ports.numbers(443)), (False, NONE)])
def test_a_rule_about_addresses_means_pods_where_the_cluster_sees_them(seen: bool, found: Ports) -> None:
    rule = {"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 443}]}

    assert into_b(rule, source=C, seen=seen) == found


def test_addresses_of_the_sixth_version_are_apart_from_those_of_the_fourth() -> None:
    outside = Outside("six", (ip_network("2001:db8::/32"),))
    rule = {"to": [{"ipBlock": {"cidr": "2001:db8::/32", "except": ["2001:db8:1::/48"]}}]}

    assert solver({"egress": [rule]}).reach(A, outside) == Reach(NONE, EVERY)
    assert solver({"egress": [rule]}).reach(A, WORLD).perhaps == NONE
    assert solver({"egress": [{"to": [{"ipBlock": {"cidr": "::/0"}}]}]}).reach(A, outside).sure == EVERY


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("address", ["", "10.1.2.3", "192.0.2.200"])
def test_it_agrees_with_a_plain_second_implementation(seed: int, address: str) -> None:
    random = Random(f"{seed} {address}")  # noqa: S311 -- no secret comes of it
    made = naive.cluster(random)
    endpoints = naive.pods(random, address) + [naive.Endpoint(address=one) for one in naive.ADDRESSES]
    ends: list[End] = [
        Pod(one.namespace, f"pod-{number}", one.labels, one.ports)
        if one.namespace
        else Outside(one.address, (ip_network(one.address),))
        for number, one in enumerate(endpoints)
    ]
    blocks = (ip_network(address),) if address else ()
    solved = Solver(Network("main", made.namespaces, (), (), [read(one) for one in made.policies], blocks))
    for source, left in zip(endpoints, ends, strict=True):
        for target, right in zip(endpoints, ends, strict=True):
            found = solved.reach(left, right)
            assert found.sure == found.perhaps
            for protocol in ("TCP", "UDP"):
                for port in naive.PORTS:
                    meant = made.connects(source, target, port, protocol)
                    got = bool(found.sure & Ports.numbers(port, protocol=protocol))
                    assert got == meant, (made.policies, source, target, port, protocol)


@pytest.mark.parametrize("seed", range(20))
def test_whole_blocks_are_what_all_of_their_addresses_are(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- no secret comes of it
    made = naive.cluster(random)
    solved = Solver(Network("main", made.namespaces, (), (), [read(one) for one in made.policies]))
    pod = naive.pods(random, "")[0]
    end = Pod(pod.namespace, "pod", pod.labels, pod.ports)
    for block in map(ip_network, naive.BLOCKS[1:]):
        found = solved.reach(end, Outside("block", (block,)))
        inside = [
            str(one)
            for one in (block[0], block[-1], block[len(list(block)) // 2 if block.prefixlen > 20 else 1])
        ]
        for port in naive.PORTS:
            each = [made.connects(pod, naive.Endpoint(address=one), port, "TCP") for one in inside]
            assert port not in found.sure or all(each)
            assert port in found.perhaps or not any(each)
