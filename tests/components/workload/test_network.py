"""Who may reach a workload, and whom it may reach."""

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any, cast

from components.contracts import Cluster, ClusterTraits, Ingress, Monitoring, Platform, TelemetryEndpoint
from components.workload import network
from settings.workload import Edge
from tests.components.workload.specs import full, least

NOTHING = cast(Any, None)


def cluster(identity_endpoint: str | None) -> Cluster:
    traits = ClusterTraits("fast", {}, {}, {}, (), identity_endpoint)
    return Cluster("main", NOTHING, traits, NOTHING, NOTHING, {})


PLATFORM = Platform(
    cluster=cluster(None),
    ingress=Ingress(
        class_name="nginx", namespace="ingress-nginx", pod_labels={"role": "controller"}, ready=NOTHING
    ),
    issuer=NOTHING,
    secret_store=NOTHING,
    monitoring=Monitoring(namespace="monitoring", pod_labels={"role": "prometheus"}, ready=NOTHING),
    telemetry=TelemetryEndpoint(address="otel:4317", namespace="observability", port=4317),
)


def admits(peers: list[Any], address: str) -> bool:
    host = ip_address(address)
    return any(
        host in ip_network(peer["ip_block"]["cidr"])
        and not any(host in ip_network(hole) for hole in peer["ip_block"].get("except_", ()))
        for peer in peers
    )


def test_a_namespace_is_closed_both_ways() -> None:
    assert network.DENY_ALL == {"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}


def test_the_ingress_controller_reaches_the_routed_port_and_prometheus_the_metrics_port() -> None:
    rules = cast(list[Any], network.ingress(full(), PLATFORM))

    assert [
        (
            rule["from_"][0]["namespace_selector"]["match_labels"]["kubernetes.io/metadata.name"],
            rule["ports"][0]["port"],
        )
        for rule in rules
    ] == [
        ("ingress-nginx", 8080),
        ("monitoring", 9090),
    ]


def test_nobody_reaches_a_workload_without_route_and_metrics() -> None:
    assert network.ingress(least(), PLATFORM) == []


def test_a_source_is_these_pods_of_that_namespace_not_either() -> None:
    (rule, _) = cast(list[Any], network.ingress(full(), PLATFORM))

    (peer,) = rule["from_"]
    assert set(peer) == {"namespace_selector", "pod_selector"}


def test_everything_may_ask_dns() -> None:
    (dns,) = cast(list[Any], network.policy(least(), PLATFORM)["egress"])

    assert {(port["protocol"], port["port"]) for port in dns["ports"]} == {("UDP", 53), ("TCP", 53)}


def test_what_is_declared_is_reached_and_nothing_else() -> None:
    rules = cast(list[Any], network.policy(full(), PLATFORM)["egress"])

    assert [[port["port"] for port in rule["ports"]] for rule in rules] == [
        [53, 53],
        [5432],
        [587],
        [443],
        [4317],
    ]


def test_a_private_edge_stays_inside() -> None:
    peers = cast(list[Any], network.destinations(Edge(ports=(5432,), to="private")))

    assert admits(peers, "10.20.3.4")
    assert not admits(peers, "192.0.2.1")


def test_an_internet_edge_reaches_neither_the_network_nor_the_metadata_service() -> None:
    peers = cast(list[Any], network.destinations(Edge(ports=(443,), to="internet")))

    assert admits(peers, "192.0.2.1")
    assert not admits(peers, "10.20.3.4")
    assert not admits(peers, "169.254.169.254")


def test_the_clouds_api_is_reached_but_never_the_metadata_service() -> None:
    (rule,) = cast(list[Any], network.cloud_api(None))
    peers = rule["to"]

    assert admits(peers, "192.0.2.1")
    assert admits(peers, "10.20.3.4")
    assert not admits(peers, "169.254.169.254")


def test_a_pod_gets_its_own_credentials_at_one_address_on_one_port_where_the_cloud_gives_them_there() -> None:
    api, credentials = cast(list[Any], network.cloud_api("169.254.170.23"))

    assert not admits(api["to"], "169.254.170.23")
    assert credentials == {
        "to": [{"ip_block": {"cidr": "169.254.170.23/32"}}],
        "ports": [{"protocol": "TCP", "port": 80}],
    }


def test_only_a_workload_with_a_bucket_asks_for_credentials() -> None:
    reached = replace(PLATFORM, cluster=cluster("169.254.170.23"))

    assert "169.254.170.23" in str(network.policy(full(), reached))
    assert "169.254.170.23" not in str(network.policy(least(), reached))


def test_an_edge_inside_the_namespace_names_pods() -> None:
    assert network.destinations(Edge(ports=(6379,), to="namespace")) == [{"pod_selector": {}}]


def test_an_edge_to_blocks_reaches_exactly_those() -> None:
    assert network.destinations(Edge(ports=(443,), to="cidrs", cidrs=("192.0.2.0/24",))) == [
        {"ip_block": {"cidr": "192.0.2.0/24"}}
    ]
