"""Istio on one cluster: what is installed, in which order, and what applications are handed."""

from functools import cache
from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.platform.foundation import Foundation
from components.platform.ground import Ground
from components.platform.istio import Istio, node_traffic, traffic
from components.platform.network import Around, policy
from rehearsal.recorded import RELEASE, Recorded, Recording
from tests.components.platform.given import TRAITS, on_a_cluster, settings
from tests.graph import Graph


def build(made: list[Istio], *, public: bool = False, **changes: Any) -> Recording:
    def on(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        bare = Ground(cluster, settings(**changes), Around(cluster.traits, None))
        ground = Foundation("main-foundation", bare, opts).ground
        made.append(Istio("main-istio", ground, opts=opts, public=public))

    return on_a_cluster(on)


@cache
def standard() -> tuple[Recording, Istio]:
    made: list[Istio] = []
    return build(made), made[0]


def release(name: str) -> Recorded:
    return standard()[0].one(RELEASE, f"main-{name}")


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("istiod", "istio-base"),
        ("istio-cni", "istio-base"),
        ("istio-ingressgateway", "istiod"),
        ("istio-ingressgateway", "istio-cni"),
        ("istio-egressgateway", "istiod"),
        ("istio-egressgateway", "istio-cni"),
    ],
)
def test_kinds_come_before_the_control_plane_and_that_before_the_gateways(later: str, earlier: str) -> None:
    assert Graph(standard()[0]).waits(release(later), release(earlier))


@pytest.mark.parametrize(("one", "other"), [("istiod", "istio-cni"), ("istio-cni", "istiod")])
def test_node_agent_and_control_plane_install_side_by_side(one: str, other: str) -> None:
    assert not Graph(standard()[0]).waits(release(one), release(other))


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("kubernetes:security.istio.io/v1:PeerAuthentication", "main-mesh-mtls"),
        ("kubernetes:telemetry.istio.io/v1:Telemetry", "main-mesh-telemetry"),
    ],
)
def test_what_holds_in_the_mesh_holds_before_the_first_gateway_runs(type_: str, name: str) -> None:
    rule = standard()[0].one(type_, name)

    assert rule.inputs["metadata"] == {"name": "default", "namespace": "istio-system"}
    assert Graph(standard()[0]).waits(release("istio-ingressgateway"), rule)


def test_only_the_node_agents_namespace_is_privileged() -> None:
    levels = {
        one.inputs["metadata"]["name"]: one.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for one in standard()[0].of("kubernetes:core/v1:Namespace")
        if one.inputs["metadata"]["name"].startswith("istio")
    }

    assert levels == {
        "istio-system": "restricted",
        "istio-cni": "privileged",
        "istio-ingress": "restricted",
        "istio-egress": "restricted",
    }


def test_applications_join_by_a_label_and_reach_the_control_plane_and_the_way_out() -> None:
    mesh = standard()[1].mesh

    assert mesh.labels == {"istio-injection": "enabled"}
    assert (mesh.control_plane.namespace, mesh.control_plane.port) == ("istio-system", 15012)
    assert mesh.egress is not None
    assert mesh.egress.gateway == "istio-egress/tls"
    assert mesh.egress.service == "istio-egressgateway.istio-egress.svc.cluster.local"
    assert mesh.ready is not None


def test_the_way_in_by_gateway_is_handed_over_with_how_hosts_are_proved_through_it() -> None:
    entry = standard()[1].entry

    assert entry.class_name == "istio"
    assert entry.gateway is not None
    (parent,) = entry.solver["gatewayHTTPRoute"]["parentRefs"]
    assert (parent["name"], parent["namespace"], parent["sectionName"]) == (
        entry.gateway.http,
        entry.gateway.namespace,
        entry.gateway.section,
    )


def test_the_load_balancer_is_there_only_where_the_world_comes_in_by_it() -> None:
    def service(*, public: bool) -> str:
        values = build([], public=public).one(RELEASE, "main-istio-ingressgateway").inputs["values"]
        return str(values["service"]["type"])

    assert (service(public=True), service(public=False)) == ("LoadBalancer", "ClusterIP")


def test_an_existing_mesh_is_joined_and_nothing_of_it_is_made() -> None:
    made: list[Istio] = []
    recording = build(
        made,
        istio={"install": "existing", "namespace": "mesh"},
        ingress={"install": "existing", "namespace": "edge", "kind": "gateway"},
    )

    assert [one.inputs["name"] for one in recording.of(RELEASE)] == ["prometheus-operator-crds"]
    assert made[0].mesh.control_plane.namespace == "mesh"
    assert made[0].mesh.egress is None
    assert made[0].entry.namespace == "edge"
    assert made[0].entry.ready is made[0].mesh.ready
    looked_up = [name for _, name in recording.looked_up]
    assert looked_up == [
        "mesh",
        "authorizationpolicies.security.istio.io",
        "envoyfilters.networking.istio.io",
    ]


def test_without_monitoring_nothing_of_its_kinds_is_made() -> None:
    assert standard()[0].of("kubernetes:monitoring.coreos.com/v1:PodMonitor")

    without = build([], monitoring=False)

    assert not [one for one in without.resources if "monitoring.coreos.com" in one.type]


def test_the_api_server_reaches_the_webhooks_and_every_pod_the_control_plane() -> None:
    (istiod,) = traffic()
    (agent,) = node_traffic()
    body: Any = policy(istiod, Around(TRAITS))

    assert [rule["ports"][0]["port"] for rule in body["ingress"]] == [15017, 15012]
    assert policy(agent, Around(TRAITS))["ingress"] == [], "nobody but Prometheus, and there is none here"
