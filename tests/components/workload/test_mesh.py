"""A workload in the mesh: what it is let out to, and how its metrics are read."""

from typing import Any

import pytest

from components.contracts import Egress, Mesh, PodsAt
from components.policies import PRIVATE
from components.workload import mesh
from settings.workload import Edge
from tests.components.workload.specs import full, least

WAY_OUT = Egress("out.edge.svc.cluster.local", "edge/tls", PodsAt("edge", {"istio": "egressgateway"}, 443))
MESH = Mesh({}, PodsAt("istio-system", {"app": "istiod"}, 15012), WAY_OUT, None)


def reaching(**edges: Any) -> dict[str, dict[str, Any]]:
    return mesh.entries(least(reaches=edges), MESH, None)


def test_a_workload_that_declares_nothing_is_let_out_to_nothing() -> None:
    assert mesh.entries(least(), MESH, "169.254.170.23") == {}


def test_a_host_is_reached_by_the_name_in_tls_and_the_way_out_knows_it_too() -> None:
    (entry,) = reaching(api={"ports": [443], "to": "internet", "hosts": ["api.example.com"]}).values()

    assert entry["hosts"] == ["api.example.com"]
    assert entry["ports"] == [{"number": 443, "name": "tls-443", "protocol": "TLS"}]
    assert entry["resolution"] == "DNS"
    assert entry["exportTo"] == [".", "edge"]


def test_without_a_way_out_a_host_is_the_namespaces_own() -> None:
    spec = least(reaches={"api": {"ports": [443], "to": "internet", "hosts": ["api.example.com"]}})
    (entry,) = mesh.entries(spec, Mesh({}, MESH.control_plane, None, None), None).values()

    assert entry["exportTo"] == ["."]


def test_plain_http_goes_by_the_name_in_the_request() -> None:
    (entry,) = reaching(api={"ports": [80], "to": "internet", "hosts": ["api.example.com"]}).values()

    assert entry["ports"] == [{"number": 80, "name": "http-80", "protocol": "HTTP"}]


def test_private_networks_are_reached_by_address_and_passed_on_untouched() -> None:
    (entry,) = reaching(postgres={"ports": [5432]}).values()

    assert entry["addresses"] == list(PRIVATE)
    assert entry["resolution"] == "NONE"
    assert entry["ports"] == [{"number": 5432, "name": "tcp-5432", "protocol": "TCP"}]
    assert entry["exportTo"] == ["."]


def test_blocks_are_reached_and_nothing_beside_them() -> None:
    (entry,) = reaching(partner={"ports": [8443], "to": "cidrs", "cidrs": ["192.0.2.0/24"]}).values()

    assert entry["addresses"] == ["192.0.2.0/24"]


def test_the_internet_without_names_is_any_address_on_the_port_in_one_entry() -> None:
    found = reaching(
        mail={"ports": [587], "to": "internet"},
        other={"ports": [25, 443], "to": "internet", "hosts": ["x.example.com"]},
    )

    assert [port["number"] for port in found["app.anywhere"]["ports"]] == [25, 587]
    assert "addresses" not in found["app.anywhere"]
    assert found["app-other"]["hosts"] == ["x.example.com"]


def test_workloads_of_the_cluster_need_no_entry() -> None:
    assert reaching(cache={"ports": [6379], "to": "namespace"}) == {}
    assert reaching(billing={"ports": [8443], "to": "workload", "workload": "bank/billing"}) == {}


def test_a_bucket_needs_its_cloud_and_where_the_pod_gets_its_credentials() -> None:
    found = mesh.entries(full(), MESH, "169.254.170.23")

    assert 443 in [port["number"] for port in found["app.anywhere"]["ports"]]
    assert found["app.identity"]["addresses"] == ["169.254.170.23/32"]
    assert found["app.identity"]["ports"][0]["number"] == 80
    assert "app.identity" not in mesh.entries(full(), MESH, None)


def test_every_entry_has_a_host_of_its_own() -> None:
    hosts = [
        host for entry in mesh.entries(full(), MESH, "169.254.170.23").values() for host in entry["hosts"]
    ]

    assert len(hosts) == len(set(hosts)) > 2


@pytest.mark.parametrize(
    ("edge", "named", "numbered"),
    [
        (Edge(ports=(443, 80, 25), to="internet", hosts=("a.example.com",)), [443, 80], [25]),
        (Edge(ports=(443,), to="internet"), [], [443]),
        (Edge(ports=(5432,)), [], [5432]),
    ],
)
def test_names_are_seen_on_two_ports_only(edge: Edge, named: list[int], numbered: list[int]) -> None:
    assert mesh.by_name(edge) == named
    assert mesh.by_number(edge) == numbered


def test_only_names_reached_by_tls_go_through_the_way_out() -> None:
    spec = least(
        reaches={
            "one": {"ports": [443], "to": "internet", "hosts": ["a.example.com"]},
            "two": {"ports": [80], "to": "internet", "hosts": ["b.example.com"]},
        }
    )

    assert mesh.hosts([spec, spec]) == {"a.example.com"}


def test_a_host_is_led_to_the_way_out_and_from_there_to_itself() -> None:
    body = mesh.through("a.example.com", WAY_OUT)
    inside, outside = body["tls"]

    assert body["gateways"] == ["mesh", "edge/tls"]
    assert inside["route"][0]["destination"] == {"host": WAY_OUT.service, "port": {"number": 443}}
    assert outside["match"] == [{"gateways": ["edge/tls"], "port": 443, "sniHosts": ["a.example.com"]}]
    assert outside["route"][0]["destination"] == {"host": "a.example.com", "port": {"number": 443}}


CALLER = {"namespace": "shop", "name": "web", "methods": ["GET"]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {"http": None, "api": None, "probe": "http"}),
        (
            {"route": {"hosts": ["a.example.com"], "port": "api"}},
            {"http": None, "api": "http", "probe": "http"},
        ),
        ({"metrics": {"port": "api"}}, {"http": None, "api": "http", "probe": "http"}),
        ({"reached_by": [{**CALLER, "ports": ["api"]}]}, {"http": None, "api": "http", "probe": "http"}),
        ({"reached_by": [CALLER]}, {"http": None, "api": "http", "probe": "http"}),
        ({"reached_by": [{**CALLER, "methods": []}]}, {"http": None, "api": None, "probe": "http"}),
        ({"probes": {"port": "probe"}}, {"http": None, "api": None, "probe": None}),
    ],
)
def test_the_mesh_is_told_of_http_where_a_ports_name_does_not(
    changes: dict[str, Any], told: dict[str, str | None]
) -> None:
    ports = {"http": 8080, "api": 8081, "probe": 8082}
    probes = {"port": "probe", "liveness": "/live", "readiness": "/ready"}
    spec = least(**{"ports": ports, "probes": probes, **changes})

    assert {port: mesh.protocol(spec, port) for port in ports} == told


def test_outside_the_mesh_a_port_says_no_protocol() -> None:
    inside, outside = (mesh.service_port(full(), "health", meshed=one) for one in (True, False))

    assert inside == {**outside, "app_protocol": "http"}
    assert outside == {"name": "health", "port": 9090, "target_port": "health", "protocol": "TCP"}


def test_metrics_are_read_from_the_proxy_without_its_own() -> None:
    endpoint = mesh.merged({"port": "health", "path": "/metrics", "interval": "30s"})

    assert endpoint["path"] == "/stats/prometheus"
    assert endpoint["interval"] == "30s"
    assert endpoint["relabelings"][0]["replacement"] == "$1:15020"
    assert endpoint["metricRelabelings"][0]["action"] == "drop"


def test_an_edge_may_be_called_what_it_likes() -> None:
    found = reaching(anywhere={"ports": [5432]}, identity={"ports": [587], "to": "internet"})

    assert found["app-anywhere"]["addresses"] == list(PRIVATE)
    assert [port["number"] for port in found["app.anywhere"]["ports"]] == [587]
    assert len({entry["hosts"][0] for entry in found.values()}) == 2
