"""Gateway API: its kinds, the listener for plain HTTP, and the filters."""

from typing import Any

import pytest

from components.contracts import Cluster, Gateway, Ingress
from components.platform.gateway_api import (
    BODY_LIMIT,
    RATE_LIMIT,
    GatewayApi,
    GatewayKinds,
    filters,
    kinds_file,
    shared,
)
from components.platform.ground import Ground
from components.platform.network import Around
from components.workload.route import limits
from facts import charts
from rehearsal.recorded import RELEASE, Recording
from settings.charts import ChartSource
from settings.platform.ingress import Ingress as Chosen
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.graph import Graph

GATEWAY = Gateway("gw.edge.svc.cluster.local", "edge", "platform", "http", {"istio": "ingressgateway"}, "gw")
CONFIG_FILE = "kubernetes:yaml/v2:ConfigFile"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"


def recording(**changes: Any) -> Recording:
    chosen = settings(ingress={"kind": "gateway"}, **changes)
    return on_a_cluster(lambda cluster: create_platform(chosen, cluster))


def test_the_kinds_are_their_projects_own_release_at_one_version() -> None:
    assert kinds_file(Chosen(kind="gateway"), ChartSource()) == charts.GATEWAY_API
    assert charts.GATEWAY_API_VERSION in charts.GATEWAY_API


def test_the_kinds_are_found_beside_the_charts_or_where_the_stack_says() -> None:
    folder = ChartSource(folder="./charts")

    assert (
        kinds_file(Chosen(kind="gateway"), folder)
        == f"./charts/gateway-api-{charts.GATEWAY_API_VERSION}.yaml"
    )
    assert kinds_file(Chosen(kind="gateway", kinds="./kinds.yaml"), folder) == "./kinds.yaml"


def test_the_kinds_come_before_all_that_looks_for_them() -> None:
    made = recording()
    graph, file = Graph(made), made.one(CONFIG_FILE)

    assert len(made.of(DEFINITION)) == 10
    for name in ("istiod", "cert-manager"):
        assert graph.waits(made.one(RELEASE, f"main-{name}"), file), name
    assert graph.waits(made.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "main-gateway"), file)


def test_kinds_that_the_cluster_has_are_not_made_again() -> None:
    chosen = settings(ingress={"kind": "gateway", "kinds": "existing"})
    made: list[GatewayKinds] = []

    def on(cluster: Cluster) -> None:
        made.append(GatewayKinds("main-kinds", Ground(cluster, chosen, Around(cluster.traits))))

    assert on_a_cluster(on).of(CONFIG_FILE) == []
    assert made[0].ready == ()


def test_everyones_routes_may_attach_to_plain_http_and_it_has_one_listener() -> None:
    body = shared("istio", GATEWAY)

    assert body["addresses"] == [{"type": "Hostname", "value": "gw.edge.svc.cluster.local"}]
    (listener,) = body["listeners"]
    assert (listener["port"], listener["protocol"], listener["name"]) == (80, "HTTP", "http")
    assert listener["allowedRoutes"] == {"namespaces": {"from": "All"}}


def test_limits_are_off_until_a_host_turns_them_on_and_the_rate_comes_first() -> None:
    body = filters(GATEWAY)
    added = [patch["patch"]["value"] for patch in body["configPatches"]]

    assert body["workloadSelector"] == {"labels": {"istio": "ingressgateway"}}
    assert [one["name"] for one in added] == [RATE_LIMIT, BODY_LIMIT]
    assert all(one["disabled"] for one in added)


def test_the_filters_are_those_that_routes_turn_on() -> None:
    assert (RATE_LIMIT, BODY_LIMIT) == (limits.RATE, limits.BODY)


def test_cert_manager_is_told_of_gateways_and_proves_hosts_through_the_shared_one() -> None:
    made = recording()
    values = made.one(RELEASE, "main-cert-manager").inputs["values"]
    gateway = made.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "main-gateway").inputs["metadata"]

    assert values["config"]["gatewayAPI"] == {"enabled": True}
    for issuer in made.of("kubernetes:cert-manager.io/v1:ClusterIssuer"):
        (solver,) = issuer.inputs["spec"]["acme"]["solvers"]
        (parent,) = solver["http01"]["gatewayHTTPRoute"]["parentRefs"]
        assert {key: parent[key] for key in ("name", "namespace")} == {
            key: gateway[key] for key in ("name", "namespace")
        }


def test_ingress_nginx_is_not_installed_beside_it() -> None:
    assert "main-ingress-nginx" not in {one.name for one in recording().of(RELEASE)}


def test_a_way_in_of_ingresses_is_none_for_gateways() -> None:
    nginx = Ingress("nginx", "edge", {}, {}, None)

    def on(cluster: Cluster) -> None:
        GatewayApi("main-gateway-api", Ground(cluster, settings(), Around(cluster.traits)), nginx, ())

    with pytest.raises(ValueError, match="expected a way in with a gateway, got one of Ingresses"):
        on_a_cluster(on)
