"""Who may call a workload in the mesh."""

from typing import Any

from components.contracts import Gateway
from components.workload import authorization
from settings.workload import WorkloadSpec
from tests.components.workload.specs import full, least

ENTRY = Gateway("gw.edge.svc.cluster.local", "edge", "platform", "http", {"istio": "ingressgateway"}, "gw")
ROUTE = {"hosts": ["app.example.com"], "port": "http"}


def rules(spec: WorkloadSpec, way_in: Gateway | None = ENTRY) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The source and the operation of each rule."""
    found = authorization.policy(spec, way_in).get("rules", [])
    assert all(len(one["from"]) == len(one["to"]) == 1 and set(one) == {"from", "to"} for one in found)
    return [(one["from"][0]["source"], one["to"][0]["operation"]) for one in found]


def test_a_workload_with_nobody_declared_is_closed_to_everybody() -> None:
    assert authorization.policy(least(), ENTRY) == {
        "selector": {"matchLabels": {"app": "app"}},
        "action": "ALLOW",
    }


def test_the_way_in_is_let_in_to_the_routed_port_by_its_own_account() -> None:
    assert rules(least(route=ROUTE)) == [
        ({"principals": ["cluster.local/ns/edge/sa/gw"]}, {"ports": ["8080"]}),
    ]
    assert rules(least(route=ROUTE), None) == [], "a way in without a certificate is refused anyway"


def test_a_caller_is_known_by_its_account_and_asks_for_what_it_declares() -> None:
    caller = {
        "namespace": "shop",
        "name": "web",
        "ports": ["http"],
        "methods": ["GET"],
        "paths": ["/orders/*"],
    }

    assert rules(least(reached_by=[caller])) == [
        (
            {"principals": ["cluster.local/ns/shop/sa/web"]},
            {"ports": ["8080"], "methods": ["GET"], "paths": ["/orders/*"]},
        )
    ]


def test_a_caller_that_names_no_port_has_them_all() -> None:
    (rule,) = rules(least(reached_by=[{"namespace": "shop", "name": "web"}]))

    assert rule[1] == {"ports": ["8080", "9090"]}


def test_each_caller_has_a_rule_of_its_own_and_none_gets_another_ones_rights() -> None:
    found = rules(
        least(
            reached_by=[
                {"namespace": "shop", "name": "web", "methods": ["GET"]},
                {"namespace": "bank", "name": "payment", "ports": ["http"]},
            ]
        )
    )

    assert [source["principals"] for source, _ in found] == [
        ["cluster.local/ns/shop/sa/web"],
        ["cluster.local/ns/bank/sa/payment"],
    ]
    assert ["methods" in operation for _, operation in found] == [True, False]


def test_a_load_balancers_clients_have_no_certificate_and_are_known_by_their_addresses() -> None:
    balanced = {"ports": ["http"], "allow_from": ["192.0.2.0/24"]}
    spec = least(load_balancer=balanced)

    assert rules(spec) == [({"ipBlocks": ["192.0.2.0/24"]}, {"ports": ["8080"]})]
    assert spec.load_balancer
    assert authorization.admitted_plain(spec, spec.load_balancer) == {
        "selector": {"matchLabels": {"app": "app"}},
        "portLevelMtls": {"8080": {"mode": "PERMISSIVE"}},
    }


def test_no_rule_is_for_everybody() -> None:
    for source, operation in rules(full()):
        assert source
        assert operation["ports"]
