"""Who may reach a workload, and whom it may reach."""

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any, cast

import pytest

from components import policies
from components.contracts import (
    Cluster,
    ClusterTraits,
    ControlPlane,
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
from components.workload.candidate import candidate_of
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


def named(peer: Any) -> str:
    """Who a peer is: a namespace, with the workload where it is one's pods."""
    if "ip_block" in peer:
        return str(peer["ip_block"]["cidr"])
    home = peer["namespace_selector"]["match_labels"]["kubernetes.io/metadata.name"]
    pods = peer["pod_selector"].get("match_expressions")
    return f"{home}/{pods[0]['values'][0]}" if pods else str(home)


def test_whoever_is_declared_reaches_its_own_ports() -> None:
    rules = cast(list[Any], network.ingress(full(), PLATFORM))

    assert [
        ([named(peer) for peer in rule["from_"]], [port["port"] for port in rule["ports"]]) for rule in rules
    ] == [
        (["ingress-nginx"], [8080]),
        (["shop/web"], [8080]),
        (["192.0.2.0/24"], [9090]),
        (["monitoring"], [9090]),
    ]


def test_a_caller_that_names_no_port_has_them_all() -> None:
    spec = least(reached_by=[{"namespace": "shop", "name": "web"}])
    (rule,) = cast(list[Any], network.ingress(spec, PLATFORM))

    assert [port["port"] for port in rule["ports"]] == [8080, 9090]


def test_a_workload_is_all_of_its_versions_and_nobody_of_a_longer_name() -> None:
    peer = cast(Any, network.pods_of("shop", "web"))

    assert peer["namespace_selector"]["match_labels"] == {"kubernetes.io/metadata.name": "shop"}
    (requirement,) = peer["pod_selector"]["match_expressions"]
    assert requirement == {"key": "app", "operator": "In", "values": ["web", "web-candidate"]}


def test_an_edge_to_a_workload_leads_to_its_pods_alone() -> None:
    edge = Edge(ports=(8443,), to="workload", workload="bank/billing")
    (rule,) = cast(list[Any], network.egress([edge]))

    assert rule["to"] == [network.pods_of("bank", "billing")]
    assert [port["port"] for port in rule["ports"]] == [8443]


def test_the_kubernetes_api_is_reached_by_who_calls_it() -> None:
    def reaches_api(**changes: Any) -> bool:
        (ports,) = cast(Any, network.api_server(ControlPlane(api_ports=(6443,)))["ports"])
        platform = replace(
            PLATFORM,
            cluster=replace(
                PLATFORM.cluster,
                traits=replace(PLATFORM.cluster.traits, control_plane=ControlPlane(api_ports=(6443,))),
            ),
        )
        rules = cast(list[Any], network.policy(least(**changes), platform)["egress"])
        return any(rule["ports"] == [ports] for rule in rules)

    reading = {"resources": ["configmaps"], "verbs": ["get"]}
    assert reaches_api(token=True)
    assert reaches_api(access=[reading])
    assert not reaches_api()


def test_the_kubernetes_api_is_named_where_rules_can_name_it() -> None:
    (peer,) = cast(Any, network.api_server(ControlPlane(api=("10.0.0.0/28",)))["to"])

    assert peer == {"ip_block": {"cidr": "10.0.0.0/28"}}
    assert "to" not in network.api_server(ControlPlane())


@pytest.mark.parametrize(("host", "port"), [("login.example.com", 443), ("login.example.com:8443", 8443)])
def test_istiod_fetches_keys_from_the_internet_and_nowhere_else(host: str, port: int) -> None:
    body = cast(Any, network.keys(MESH.control_plane, f"https://{host}/keys.json"))
    (rule,) = body["egress"]

    assert body["pod_selector"] == {"match_labels": {"app": "istiod"}}
    assert body["policy_types"] == ["Egress"], "what it accepts is the platform's to say"
    assert [one["port"] for one in rule["ports"]] == [port]
    assert admits(rule["to"], "192.0.2.1")
    assert not admits(rule["to"], "10.20.3.4")
    assert not admits(rule["to"], "169.254.169.254")


def test_nobody_reaches_a_workload_without_route_and_metrics() -> None:
    assert network.ingress(least(), PLATFORM) == []


def test_a_source_is_these_pods_of_that_namespace_not_either() -> None:
    rule, *_ = cast(list[Any], network.ingress(full(), PLATFORM))

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
        [8443],
        [443],
        [443],  # the Kubernetes API, for its pods hold a token
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


def test_the_backups_bucket_opens_nothing_to_the_workload_itself() -> None:
    reached = replace(PLATFORM, cluster=cluster("169.254.170.23"))
    both = network.policy(full(), reached)["egress"]
    backup = network.policy(full(buckets={"backup": {"expire_days": 30}}), reached)["egress"]

    opened = policies.cloud_api("169.254.170.23")
    assert [rule in both for rule in opened] == [True, True]
    assert [rule in backup for rule in opened] == [False, False]


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
    *_, scrape = cast(list[Any], network.ingress(full(), PLATFORM, MESH))

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


@pytest.mark.parametrize(
    ("buckets", "kept"), [({"dumps": {}}, set()), ({"dumps": {"env": "DUMPS"}, "own": {}}, {"dumps", "own"})]
)
def test_a_candidate_is_let_out_as_the_workload_is(buckets: dict[str, Any], kept: set[str]) -> None:
    dumped = {"url": "DATABASE_URL", "bucket": "dumps"}
    given = {"reaches": {"postgres": {"ports": [5432]}}, "secrets": {"DATABASE_URL": "team/database#url"}}
    spec = least(
        **given, buckets=buckets, backup=dumped, candidate={"image": "registry.example.com/app:2.0.0"}
    )
    tried = candidate_of(spec)

    assert tried
    assert set(tried.buckets) == kept
    assert network.policy(tried, PLATFORM)["egress"] == network.policy(spec, PLATFORM)["egress"]
