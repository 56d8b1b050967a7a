"""The mesh's two gateways."""

from dataclasses import replace
from typing import Any

import pytest

from components.platform.istio import gateways
from components.platform.network import Around, policy
from tests.components.platform.given import TRAITS, settings

AROUND = Around(TRAITS)


def ingress(*, public: bool = True, **changes: Any) -> dict[str, Any]:
    return gateways.ingress_values(settings(**changes), TRAITS, public=public)


def test_the_load_balancer_has_the_address_that_was_reserved_for_it() -> None:
    reserved = gateways.ingress_values(settings(), replace(TRAITS, address="192.0.2.1"), public=True)
    inside = gateways.ingress_values(settings(), replace(TRAITS, address="192.0.2.1"), public=False)

    assert reserved["service"]["loadBalancerIP"] == "192.0.2.1"
    for service in (inside["service"], ingress()["service"]):
        assert "loadBalancerIP" not in service


def test_the_load_balancer_is_the_clouds_and_keeps_the_clients_address() -> None:
    service = ingress()["service"]

    assert service["type"] == "LoadBalancer"
    assert service["externalTrafficPolicy"] == "Local"
    assert service["annotations"] == {"example.com/load-balancer": "network"}


def test_a_gateway_that_is_not_the_way_in_has_no_load_balancer() -> None:
    service = ingress(public=False)["service"]

    assert service["type"] == "ClusterIP"
    assert "externalTrafficPolicy" not in service, "an API server refuses it on a ClusterIP"


def test_the_world_sees_two_ports_and_not_the_gateways_health() -> None:
    assert [port["port"] for port in ingress()["service"]["ports"]] == [80, 443]


def test_a_redundant_way_in_has_a_replica_for_each_zone_and_survives_a_drain() -> None:
    redundant = ingress(high_availability=True)

    assert redundant["autoscaling"] == {"enabled": True, "minReplicas": 3, "maxReplicas": 9}
    assert redundant["podDisruptionBudget"]["minAvailable"] < redundant["autoscaling"]["minReplicas"]
    assert "replicaCount" not in redundant


def test_a_small_gateway_is_one_replica_that_can_be_drained() -> None:
    for small in (
        ingress(high_availability=False),
        gateways.egress_values(settings(high_availability=False)),
    ):
        assert small["replicaCount"] == 1
        assert not small["autoscaling"]["enabled"]
        assert "podDisruptionBudget" not in small


def test_both_meet_the_restricted_pod_security_level() -> None:
    for values in (ingress(), gateways.egress_values(settings())):
        assert values["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert [one["name"] for one in values["securityContext"]["sysctls"]] == [
            "net.ipv4.ip_unprivileged_port_start"
        ], "the one that lets it listen below 1024, and is among the safe ones"


def test_open_connections_end_before_the_pod_does() -> None:
    values = ingress()

    assert values["podAnnotations"] == {"proxy.istio.io/config": "terminationDrainDuration: 30s"}
    assert values["terminationGracePeriodSeconds"] > 30


def test_the_way_out_is_for_the_cluster_only() -> None:
    assert gateways.egress_values(settings())["service"]["type"] == "ClusterIP"


def test_the_way_out_passes_tls_on_unread() -> None:
    (server,) = gateways.egress_gateway()["servers"]

    assert server["tls"] == {"mode": "PASSTHROUGH"}
    assert server["port"]["number"] == gateways.EGRESS_PORT


def test_the_world_reaches_the_way_in_on_two_ports_and_it_reaches_any_pod() -> None:
    (traffic,) = gateways.ingress_traffic()
    body: Any = policy(traffic, AROUND)

    assert body["ingress"] == [{"ports": [{"protocol": "TCP", "port": port} for port in (80, 443)]}]
    assert {"to": [{"namespace_selector": {}}]} in body["egress"]


def test_the_way_out_reaches_the_internet_and_neither_private_networks_nor_metadata() -> None:
    (traffic,) = gateways.egress_traffic()
    body: Any = policy(traffic, AROUND)
    (outside,) = [peer["ip_block"] for rule in body["egress"] for peer in rule["to"] if "ip_block" in peer]

    assert outside["cidr"] == "0.0.0.0/0"
    assert {"10.0.0.0/8", "169.254.0.0/16"} <= set(outside["except_"])


def test_the_way_out_leads_back_in_where_a_load_balancer_s_address_is_a_short_cut() -> None:
    (traffic,) = gateways.egress_traffic()
    body: Any = policy(traffic, AROUND)
    (back,) = [rule for rule in body["egress"] if "istio-ingress" in str(rule["to"])]

    assert back["to"][0]["pod_selector"]["match_labels"] == gateways.INGRESS_LABELS
    assert [port["port"] for port in back["ports"]] == [443]


@pytest.mark.parametrize("traffic", [gateways.ingress_traffic, gateways.egress_traffic])
def test_a_gateway_gets_its_configuration_from_the_control_plane(traffic: Any) -> None:
    (one,) = traffic()
    body: Any = policy(one, AROUND)

    assert {"protocol": "TCP", "port": 15012} in [
        port for rule in body["egress"] for port in rule.get("ports", ())
    ]
