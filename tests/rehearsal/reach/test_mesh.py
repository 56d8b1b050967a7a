"""What the mesh refuses on top of network policies: connections without mutual TLS, and callers that nobody authorised."""

from ipaddress import ip_network
from typing import Any

import pytest

from rehearsal.reach.ends import Outside, Pod
from rehearsal.reach.mesh import PASSED_BY, Mesh
from rehearsal.reach.ports import EVERY, NONE, OPEN, Ports, Reach

TARGET = Pod("shop", "booking", {"app": "booking"}, mesh="sidecar")
INSIDE = Pod("shop", "web", {"app": "web"}, account="web", mesh="sidecar")
OTHER = Pod("bank", "payment", {"app": "payment"}, account="payment", mesh="sidecar")
GATEWAY = Pod("istio-ingress", "gateway", account="istio-ingressgateway", mesh="gateway")
PLAIN = Pod("monitoring", "prometheus")


def policy(namespace: str = "shop", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "one", "namespace": namespace}, "spec": spec}


def strict(namespace: str = "istio-system", mode: str = "STRICT", **spec: Any) -> dict[str, Any]:
    return policy(namespace, mtls={"mode": mode}, **spec)


def allowed(*policies: dict[str, Any], source: Any = INSIDE, target: Any = TARGET) -> Reach:
    """What authorization policies leave open, but for the ports that the proxy does not stand before."""
    found = Mesh((), policies).reach(source, target)
    return Reach(found.sure - PASSED_BY, found.perhaps - PASSED_BY)


def test_without_a_policy_everybody_is_let_in() -> None:
    assert Mesh().reach(PLAIN, TARGET) == OPEN


def test_mutual_tls_keeps_out_whoever_is_not_in_the_mesh_but_for_metrics_and_health() -> None:
    mesh = Mesh([strict()])

    assert mesh.reach(PLAIN, TARGET) == Reach(PASSED_BY, PASSED_BY)
    assert mesh.reach(Outside("world", (ip_network("0.0.0.0/0"),)), TARGET).perhaps == PASSED_BY
    assert mesh.reach(INSIDE, TARGET) == mesh.reach(GATEWAY, TARGET) == OPEN
    assert {15020, 15090} <= {port for port in (3001, 15020, 15090) if port in PASSED_BY}


def test_who_has_no_proxy_takes_everything() -> None:
    assert Mesh([strict()], [policy()]).reach(INSIDE, PLAIN) == OPEN
    assert Mesh([strict()], [policy()]).reach(PLAIN, GATEWAY) == OPEN


def test_the_nearest_authentication_counts() -> None:
    own = strict("shop", "PERMISSIVE", selector={"matchLabels": {"app": "booking"}})
    ports = strict("shop", "UNSET", portLevelMtls={"8080": {"mode": "DISABLE"}, "9090": {"mode": "STRICT"}})

    assert Mesh([own, strict()]).reach(PLAIN, TARGET) == OPEN
    assert Mesh([strict("bank")]).reach(PLAIN, TARGET) == OPEN
    assert Mesh([ports, strict()]).reach(PLAIN, TARGET).sure - PASSED_BY == Ports.numbers(8080)
    assert Mesh([strict("istio-system", "PERMISSIVE"), ports]).reach(PLAIN, TARGET).sure == ~Ports.numbers(
        9090
    )


def test_a_policy_to_allow_without_rules_allows_nobody_and_one_to_deny_denies_nobody() -> None:
    assert allowed(policy()).perhaps == NONE
    assert allowed(policy(action="DENY")).sure == EVERY - PASSED_BY
    assert allowed(policy(rules=[{}])).sure == EVERY - PASSED_BY


@pytest.mark.parametrize(
    ("source", "callers"),
    [
        ({"namespaces": ["shop"]}, {INSIDE}),
        ({"notNamespaces": ["shop"]}, {OTHER, GATEWAY}),
        ({"principals": ["cluster.local/ns/bank/sa/payment"]}, {OTHER}),
        ({"principals": ["*/sa/payment", "cluster.local/ns/istio-ingress/*"]}, {OTHER, GATEWAY}),
        ({"principals": ["*"]}, {INSIDE, OTHER, GATEWAY}),
        ({"notPrincipals": ["*/sa/web"], "namespaces": ["shop", "bank"]}, {OTHER}),
    ],
)
def test_callers_are_told_by_namespace_and_account(source: dict[str, Any], callers: set[Pod]) -> None:
    rule = policy(rules=[{"from": [{"source": source}]}])

    assert {one for one in (INSIDE, OTHER, GATEWAY) if allowed(rule, source=one).sure} == callers


def test_who_is_not_in_the_mesh_has_no_name() -> None:
    assert (
        allowed(policy(rules=[{"from": [{"source": {"principals": ["*"]}}]}]), source=PLAIN).perhaps == NONE
    )
    assert (
        allowed(policy(rules=[{"from": [{"source": {"namespaces": ["*"]}}]}]), source=PLAIN).perhaps == NONE
    )


@pytest.mark.parametrize(
    ("blocks", "holes", "wanted", "sure", "perhaps"),
    [
        (["192.0.2.0/25"], [], ["192.0.2.0/24"], True, True),
        (["0.0.0.0/0"], ["10.0.0.0/8"], ["192.0.2.0/24"], False, True),
        (["0.0.0.0/0"], ["10.0.0.0/8"], ["10.1.0.0/16"], False, False),
        (["192.0.2.0/24"], [], ["198.51.100.0/24"], False, False),
        (["192.0.2.0/25", "192.0.2.128/25"], [], ["192.0.2.0/25"], False, True),
    ],
)
def test_who_comes_from_outside_is_told_by_its_address(
    blocks: list[str], holes: list[str], wanted: list[str], sure: bool, perhaps: bool
) -> None:
    world = Outside("world", tuple(map(ip_network, blocks)), tuple(map(ip_network, holes)))
    rule = policy(rules=[{"from": [{"source": {"ipBlocks": wanted}}]}])
    found = allowed(rule, source=world)

    assert (bool(found.sure), bool(found.perhaps)) == (sure, perhaps)


def test_a_pods_address_is_not_known_and_may_be_in_any_block() -> None:
    rule = policy(rules=[{"from": [{"source": {"ipBlocks": ["192.0.2.0/24"]}}]}])

    assert allowed(rule) == Reach(NONE, EVERY - PASSED_BY)


def test_a_port_that_takes_both_lets_clients_of_a_load_balancer_in_and_no_other_port_does() -> None:
    plain = strict(
        "shop",
        "UNSET",
        selector={"matchLabels": {"app": "booking"}},
        portLevelMtls={"8080": {"mode": "PERMISSIVE"}},
    )
    clients = policy(
        rules=[
            {
                "from": [{"source": {"ipBlocks": ["192.0.2.0/24"]}}],
                "to": [{"operation": {"ports": ["8080"]}}],
            },
            {"from": [{"source": {"principals": ["cluster.local/ns/bank/sa/payment"]}}]},
        ]
    )
    mesh = Mesh([strict(), plain], [clients])
    client = Outside("client", (ip_network("192.0.2.7/32"),))

    assert mesh.reach(client, TARGET).sure - PASSED_BY == Ports.numbers(8080)
    assert mesh.reach(OTHER, TARGET).sure == EVERY
    assert mesh.reach(PLAIN, TARGET).sure - PASSED_BY == NONE


def test_ports_are_those_of_the_operation_and_a_denial_goes_before_an_allowance() -> None:
    allow = policy(rules=[{"to": [{"operation": {"ports": ["8080", "9090"]}}]}])
    deny = policy(action="DENY", rules=[{"to": [{"operation": {"notPorts": ["8080"]}}]}])

    assert allowed(allow).sure == Ports.numbers(8080, 9090)
    assert allowed(allow, deny).sure == Ports.numbers(8080)


@pytest.mark.parametrize(
    "rule",
    [
        {"to": [{"operation": {"methods": ["GET"]}}]},
        {"when": [{"key": "request.auth.claims[role]", "values": ["admin"]}]},
        {"from": [{"source": {"requestPrincipals": ["*"]}}]},
    ],
)
def test_what_goes_by_the_request_is_open_perhaps(rule: dict[str, Any]) -> None:
    assert allowed(policy(rules=[rule])) == Reach(NONE, EVERY - PASSED_BY)
    assert allowed(policy(action="DENY", rules=[rule])) == Reach(NONE, EVERY - PASSED_BY)


def test_a_policy_is_for_its_own_pods_or_for_the_whole_mesh() -> None:
    away, others = policy("bank"), policy(selector={"matchLabels": {"app": "web"}})
    routes = policy(targetRefs=[{"kind": "Gateway", "name": "edge"}])

    assert allowed(away, others, routes).sure == EVERY - PASSED_BY
    assert allowed(policy("istio-system")).perhaps == NONE
