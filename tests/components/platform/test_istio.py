"""Istio's control plane."""

from components.platform.istio import NAMESPACE, STRICT, base_values, istiod_values
from tests.components.platform.given import settings


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


def test_a_proxy_starts_before_its_application_and_lets_jobs_end() -> None:
    chosen = istiod_values(settings())

    assert chosen["env"] == {"ENABLE_NATIVE_SIDECARS": "true"}
    assert chosen["meshConfig"]["defaultConfig"]["holdApplicationUntilProxyStarts"]


def test_the_mesh_speaks_mutual_tls_or_not_at_all() -> None:
    assert STRICT == {"mtls": {"mode": "STRICT"}}


def test_the_account_that_serves_only_meshes_over_several_clusters_is_not_made() -> None:
    assert base_values()["global"] == {"istioNamespace": NAMESPACE, "enableReaderRBAC": False}


def test_values_stand_at_the_top_and_not_where_the_charts_keep_their_own_defaults() -> None:
    for values in (base_values(), istiod_values(settings())):
        assert "_internal_defaults_do_not_set" not in values
        assert "pilot" not in values
