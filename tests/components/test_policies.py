"""The pieces of NetworkPolicies."""

from ipaddress import ip_address, ip_network
from typing import Any, cast

from components.policies import DENY_ALL, cloud_api, dns, pods_in, ports


def admits(peers: list[Any], address: str) -> bool:
    host = ip_address(address)
    return any(
        host in ip_network(peer["ip_block"]["cidr"])
        and not any(host in ip_network(hole) for hole in peer["ip_block"].get("except_", ()))
        for peer in peers
    )


def test_a_namespace_is_closed_both_ways() -> None:
    assert DENY_ALL == {"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}


def test_a_port_is_one_for_each_protocol_and_of_tcp_where_none_is_named() -> None:
    assert ports([80]) == [{"protocol": "TCP", "port": 80}]
    assert [port["protocol"] for port in cast(list[Any], ports([53], "UDP", "TCP"))] == ["UDP", "TCP"]


def test_pods_are_these_of_that_namespace_and_not_either() -> None:
    assert pods_in("monitoring", {"app": "a"}) == {
        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": "monitoring"}},
        "pod_selector": {"match_labels": {"app": "a"}},
    }


def test_dns_is_asked_over_both_protocols_and_nowhere_else() -> None:
    rule = cast(Any, dns())

    assert rule["to"] == [pods_in("kube-system", {"k8s-app": "kube-dns"})]
    assert rule["ports"] == ports([53], "UDP", "TCP")


def test_the_clouds_api_is_reached_and_never_what_is_for_the_host_alone() -> None:
    (rule,) = cast(list[Any], cloud_api(None))

    assert admits(rule["to"], "192.0.2.1")
    assert admits(rule["to"], "10.20.3.4")
    assert not admits(rule["to"], "169.254.169.254")
    assert not admits(rule["to"], "168.63.129.16")


def test_a_pod_gets_its_own_credentials_at_one_address_on_one_port_where_the_cloud_gives_them_there() -> None:
    api, credentials = cast(list[Any], cloud_api("169.254.170.23"))

    assert not admits(api["to"], "169.254.170.23")
    assert credentials == {
        "to": [{"ip_block": {"cidr": "169.254.170.23/32"}}],
        "ports": [{"protocol": "TCP", "port": 80}],
    }
