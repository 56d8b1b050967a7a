"""The ingress controller."""

from dataclasses import replace
from typing import Any

from components.platform.ingress_nginx import CLASS, POD_LABELS, config, values
from components.workload.route import SECURITY_HEADERS
from tests.components.platform.given import TRAITS, settings


def controller(**changes: Any) -> dict[str, Any]:
    part: dict[str, Any] = values(settings(**changes), TRAITS)["controller"]
    return part


def test_a_redundant_controller_has_a_replica_for_each_zone_and_grows_with_load() -> None:
    redundant = controller(high_availability=True)

    assert redundant["autoscaling"]["enabled"]
    assert redundant["autoscaling"]["minReplicas"] == 3
    assert redundant["autoscaling"]["minReplicas"] < redundant["autoscaling"]["maxReplicas"]
    assert redundant["minAvailable"] < redundant["autoscaling"]["minReplicas"], "a drain must be possible"
    assert "replicaCount" not in redundant, "the autoscaler owns the number"


def test_memory_does_not_scale_the_controller_for_nginx_never_gives_it_back() -> None:
    assert controller()["autoscaling"]["targetMemoryUtilizationPercentage"] == 0


def test_a_small_controller_is_one_replica_without_an_autoscaler() -> None:
    small = controller(high_availability=False)

    assert small["replicaCount"] == 1
    assert "autoscaling" not in small
    assert "minAvailable" not in small


def test_the_load_balancer_has_the_address_that_was_reserved_for_it() -> None:
    reserved = values(settings(), replace(TRAITS, address="192.0.2.1"))["controller"]["service"]

    assert reserved["loadBalancerIP"] == "192.0.2.1"
    assert "loadBalancerIP" not in values(settings(), TRAITS)["controller"]["service"]


def test_the_load_balancer_is_the_clouds_and_keeps_the_clients_address() -> None:
    assert controller()["service"] == {
        "annotations": {"example.com/load-balancer": "network"},
        "externalTrafficPolicy": "Local",
    }


def test_a_clients_own_forwarded_header_is_not_believed() -> None:
    assert config()["use-forwarded-headers"] == "false"


def test_only_current_tls_is_spoken_and_browsers_stay_with_it_for_a_year() -> None:
    assert config()["ssl-protocols"].split() == ["TLSv1.2", "TLSv1.3"]
    assert config()["hsts"] == "true"
    assert int(config()["hsts-max-age"]) == 365 * 24 * 3600


def test_whoever_exceeds_a_limit_is_told_so_and_not_that_the_service_is_down() -> None:
    assert {config()["limit-req-status-code"], config()["limit-conn-status-code"]} == {"429"}


def test_no_application_can_write_nginx_configuration() -> None:
    assert controller()["allowSnippetAnnotations"] is False
    assert config()["annotations-risk-level"] == "Medium"


def test_every_header_that_a_workload_sets_is_allowed_here() -> None:
    allowed = config()["global-allowed-response-headers"].split(",")

    assert set(SECURITY_HEADERS) <= set(allowed)
    assert "Strict-Transport-Security" not in allowed, (
        "the controller sends it for every host; twice would be ignored (RFC 6797)"
    )


def test_the_configuration_is_text_throughout() -> None:
    assert all(isinstance(value, str) for value in config().values()), "a ConfigMap holds nothing else"


def test_the_class_is_named_and_is_not_the_clusters_default() -> None:
    assert controller()["ingressClassResource"] == {"name": CLASS, "default": False}
    assert controller()["ingressClass"] == CLASS


def test_a_broken_ingress_is_refused_before_it_reaches_the_others() -> None:
    assert controller()["admissionWebhooks"]["enabled"]


def test_prometheus_scrapes_it_and_its_replicas_are_spread() -> None:
    assert controller()["metrics"] == {
        "enabled": True,
        "serviceMonitor": {"enabled": True, "honorLabels": True},
    }
    assert controller()["topologySpreadConstraints"][0]["labelSelector"] == {"matchLabels": POD_LABELS}
