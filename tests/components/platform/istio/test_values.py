"""Istio's kinds, node agent and control plane."""

from dataclasses import replace
from ipaddress import ip_address, ip_network

from components.platform.istio.values import (
    NAMESPACE,
    TRACER,
    base_values,
    cni_values,
    istiod_values,
    mesh_config,
)
from settings.platform.telemetry import Telemetry
from tests.components.platform.given import TRAITS, settings


def test_a_redundant_control_plane_scales_from_two() -> None:
    redundant = istiod_values(settings(high_availability=True))

    assert redundant["autoscaleEnabled"]
    assert (redundant["autoscaleMin"], redundant["autoscaleMax"]) == (2, 5)
    assert "replicaCount" not in redundant, "the autoscaler owns the number"


def test_a_small_control_plane_is_one_replica_without_an_autoscaler() -> None:
    small = istiod_values(settings(high_availability=False))

    assert not small["autoscaleEnabled"]
    assert small["replicaCount"] == 1


def test_control_plane_and_proxies_meet_the_restricted_pod_security_level() -> None:
    chosen = istiod_values(settings())

    assert chosen["seccompProfile"] == {"type": "RuntimeDefault"}
    assert chosen["global"]["proxy"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert chosen["cni"] == {"enabled": True}, "without it every pod would need NET_ADMIN"


def test_keys_of_tokens_are_fetched_from_the_internet_alone() -> None:
    closed = [
        ip_network(block)
        for block in istiod_values(settings())["env"]["BLOCKED_CIDRS_IN_JWKS_URIS"].split(",")
    ]

    def blocked(address: str) -> bool:
        return any(ip_address(address) in block for block in closed)

    assert all(map(blocked, ("10.1.2.3", "192.168.0.1", "169.254.169.254", "127.0.0.1", "168.63.129.16")))
    assert not blocked("192.0.2.1")


def test_a_proxy_starts_before_its_application_and_lets_jobs_end() -> None:
    chosen = istiod_values(settings())

    assert chosen["env"]["ENABLE_NATIVE_SIDECARS"] == "true"
    assert chosen["meshConfig"]["defaultConfig"]["holdApplicationUntilProxyStarts"]


def test_nobody_leaves_the_mesh_for_what_is_not_declared() -> None:
    assert mesh_config(Telemetry())["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}


def test_answers_do_not_tell_what_serves_them() -> None:
    headers = mesh_config(Telemetry())["defaultConfig"]["proxyHeaders"]

    assert headers == {"server": {"disabled": True}, "envoyDebugHeaders": {"disabled": True}}


def test_the_collector_is_known_to_the_mesh_where_there_is_one() -> None:
    host = "otel.observability.svc.cluster.local"

    assert mesh_config(Telemetry())["extensionProviders"] == []
    assert mesh_config(Telemetry(install="existing", host=host))["extensionProviders"] == [
        {"name": TRACER, "opentelemetry": {"service": host, "port": 4317}}
    ]


def test_the_account_that_serves_only_meshes_over_several_clusters_is_not_made() -> None:
    assert base_values()["global"] == {"istioNamespace": NAMESPACE, "enableReaderRBAC": False}


def test_the_node_agent_installs_where_the_cluster_keeps_its_plugins() -> None:
    elsewhere = replace(TRAITS, cni_binaries="/somewhere/else")

    assert cni_values(TRAITS)["cniBinDir"] == "/opt/cni/bin"
    assert cni_values(elsewhere)["cniBinDir"] == "/somewhere/else"


def test_a_quota_admits_the_node_agents_critical_pods_outside_kube_system() -> None:
    assert cni_values(TRAITS)["resourceQuotas"] == {"enabled": True}


def test_values_stand_at_the_top_and_not_where_the_charts_keep_their_own_defaults() -> None:
    for values in (base_values(), cni_values(TRAITS), istiod_values(settings())):
        assert "_internal_defaults_do_not_set" not in values
        assert "pilot" not in values
