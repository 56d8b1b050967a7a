"""Who may reach a workload, and whom it may reach."""

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any, cast

from components import policies
from components.contracts import (
    Cluster,
    ClusterTraits,
    Egress,
    Ingress,
    Issuer,
    Mesh,
    Monitoring,
    Platform,
    PodsAt,
    TelemetryEndpoint,
)
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
        class_name="nginx",
        namespace="ingress-nginx",
        pod_labels={"role": "controller"},
        solver={},
        ready=NOTHING,
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
    (rule,) = cast(list[Any], policies.cloud_api(None))
    peers = rule["to"]

    assert admits(peers, "192.0.2.1")
    assert admits(peers, "10.20.3.4")
    assert not admits(peers, "169.254.169.254")


def test_a_pod_gets_its_own_credentials_at_one_address_on_one_port_where_the_cloud_gives_them_there() -> None:
    api, credentials = cast(list[Any], policies.cloud_api("169.254.170.23"))

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


PLANE = PodsAt("istio-system", {"app": "istiod"}, 15012)
WAY_OUT = Egress("out.edge.svc.cluster.local", "edge/tls", PodsAt("edge", {"istio": "egressgateway"}, 443))
MESH = Mesh({"istio-injection": "enabled"}, PLANE, WAY_OUT, NOTHING)


def reached(rules: list[Any]) -> set[tuple[str, int]]:
    """The namespaces and ports of the pods that rules reach."""
    return {
        (peer["namespace_selector"]["match_labels"]["kubernetes.io/metadata.name"], port["port"])
        for rule in rules
        for peer in rule["to"]
        if "namespace_selector" in peer
        for port in rule["ports"]
    }


def test_a_pod_of_the_mesh_reaches_its_control_plane_and_no_other_pod_does() -> None:
    inside = cast(list[Any], network.policy(least(), PLATFORM, MESH)["egress"])
    outside = cast(list[Any], network.policy(least(), PLATFORM)["egress"])

    assert ("istio-system", 15012) in reached(inside)
    assert ("istio-system", 15012) not in reached(outside)


def test_in_the_mesh_prometheus_reads_the_proxys_ports_and_not_the_applications() -> None:
    (_, scrape) = cast(list[Any], network.ingress(full(), PLATFORM, MESH))

    assert [port["port"] for port in scrape["ports"]] == [15020, 15090]


def test_a_proxy_is_scraped_even_where_its_application_shows_no_metrics() -> None:
    (scrape,) = cast(list[Any], network.ingress(least(), PLATFORM, MESH))

    assert [port["port"] for port in scrape["ports"]] == [15090]


def test_in_the_mesh_hosts_are_reached_through_the_way_out_and_the_internet_is_closed() -> None:
    edge = Edge(ports=(443,), to="internet", hosts=("api.example.com",))

    assert reached(cast(list[Any], network.egress([edge], MESH))) == {("edge", 443)}
    assert "ip_block" not in str(network.egress([edge], MESH))
    assert "0.0.0.0/0" in str(network.egress([edge])), "outside the mesh nothing sees names"


def test_two_edges_through_the_way_out_are_one_rule() -> None:
    edges = [Edge(ports=(443,), to="internet", hosts=(host,)) for host in ("a.example.com", "b.example.com")]

    assert len(network.egress(edges, MESH)) == 1


def test_ports_that_no_name_is_seen_on_stay_direct() -> None:
    edge = Edge(ports=(443, 587), to="internet", hosts=("mail.example.com",))
    direct, through = cast(list[Any], network.egress([edge], MESH))

    assert [port["port"] for port in direct["ports"]] == [587]
    assert reached([through]) == {("edge", 443)}


def test_a_proxy_sends_its_traces_even_where_its_application_sends_none() -> None:
    def collector(mesh: Mesh | None) -> bool:
        return "4317" in str(network.policy(least(), PLATFORM, mesh)["egress"])

    assert collector(MESH)
    assert not collector(None)


def test_a_challenge_s_pod_in_the_mesh_reaches_what_its_proxy_starts_by_and_outside_of_it_nothing() -> None:
    way_in, issuer = PLATFORM.ingress, Issuer("some", {"solver": "true"}, 8089, NOTHING)
    assert way_in
    alone, meshed = (cast(Any, network.challenges(way_in, issuer, mesh)) for mesh in (None, MESH))

    assert alone["egress"] == []
    assert reached(meshed["egress"]) >= {(MESH.control_plane.namespace, MESH.control_plane.port)}
    assert [port["port"] for port in meshed["ingress"][0]["ports"]] == [8089]
