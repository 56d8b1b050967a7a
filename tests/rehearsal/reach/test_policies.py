"""Policies are read with the defaults that the API server fills in."""

from ipaddress import ip_network
from typing import Any

import pytest

from rehearsal.reach.policies import Addresses, Chosen, PortRule, Rule, read, selects


def policy(**spec: Any) -> Any:
    return read({"metadata": {"name": "one", "namespace": "red"}, "spec": {"podSelector": {}, **spec}})


@pytest.mark.parametrize(
    ("spec", "closed"),
    [
        ({}, {"Ingress"}),
        ({"egress": []}, {"Ingress"}),
        ({"egress": [{}]}, {"Ingress", "Egress"}),
        ({"policyTypes": ["Egress"], "ingress": [{}]}, {"Egress"}),
        ({"policyTypes": ["Ingress", "Egress"]}, {"Ingress", "Egress"}),
    ],
)
def test_without_types_a_policy_closes_ingress_and_egress_where_it_has_rules(
    spec: dict[str, Any], closed: set[str]
) -> None:
    assert set(policy(**spec).rules) == closed


def test_a_policy_is_read_whole() -> None:
    block = {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}
    ports = [{"port": 80.0}, {"port": "web", "protocol": "UDP"}, {"port": 1, "endPort": 9.0}, {}]
    made = policy(ingress=[{"from": [block, {"podSelector": {"matchLabels": {"app": "a"}}}], "ports": ports}])

    assert str(made) == "red/one"
    assert made.rules["Ingress"] == (
        Rule(
            (
                Addresses(ip_network("10.0.0.0/8"), (ip_network("10.1.0.0/16"),)),
                Chosen(None, {"matchLabels": {"app": "a"}}),
            ),
            (PortRule("TCP", 80), PortRule("UDP", "web"), PortRule("TCP", 1, 9), PortRule("TCP")),
        ),
    )


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ({"operator": "In", "values": ["a", "b"]}, [True, False, False]),
        ({"operator": "NotIn", "values": ["a"]}, [False, True, True]),
        ({"operator": "Exists"}, [True, True, False]),
        ({"operator": "DoesNotExist"}, [False, False, True]),
    ],
)
def test_expressions_choose_as_the_reference_has_it(expression: dict[str, Any], chosen: list[bool]) -> None:
    selector = {"matchExpressions": [{"key": "app", **expression}]}

    assert [selects(selector, labels) for labels in ({"app": "a"}, {"app": "z"}, {})] == chosen


def test_all_of_a_selector_must_hold_and_an_empty_one_always_does() -> None:
    both = {"matchLabels": {"a": "1"}, "matchExpressions": [{"key": "b", "operator": "Exists"}]}

    assert selects(both, {"a": "1", "b": ""})
    assert not selects(both, {"a": "1"})
    assert selects({}, {})


def test_an_operator_that_there_is_not_is_refused() -> None:
    with pytest.raises(
        ValueError, match="expected In, NotIn, Exists or DoesNotExist as an operator, got 'Gt'"
    ):
        selects({"matchExpressions": [{"key": "app", "operator": "Gt"}]}, {})
