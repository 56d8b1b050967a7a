"""Prometheus, Alertmanager and the exporters."""

from typing import Any

import pytest

from components.platform.kube_prometheus_stack.values import NODE_EXPORTER, retention_size, values
from settings.types import quantity
from tests.components.platform.given import TRAITS, settings


def chosen(**monitoring: Any) -> dict[str, Any]:
    return values(settings(monitoring=monitoring), TRAITS, "main")


def test_two_replicas_of_each_keep_their_data_on_volumes_of_the_clusters_class() -> None:
    stack = chosen(replicas=2, storage="50Gi")

    for spec, key, size in (
        (stack["prometheus"]["prometheusSpec"], "storageSpec", "50Gi"),
        (stack["alertmanager"]["alertmanagerSpec"], "storage", "2Gi"),
    ):
        claim = spec[key]["volumeClaimTemplate"]["spec"]
        assert spec["replicas"] == 2
        assert claim["storageClassName"] == "fast"
        assert claim["resources"] == {"requests": {"storage": size}}
    assert stack["prometheus"]["podDisruptionBudget"]["enabled"]
    assert stack["alertmanager"]["podDisruptionBudget"]["enabled"]


def test_a_single_replica_can_be_drained() -> None:
    stack = chosen(replicas=1)

    assert not stack["prometheus"]["podDisruptionBudget"]["enabled"]
    assert not stack["alertmanager"]["podDisruptionBudget"]["enabled"]


@pytest.mark.parametrize(
    ("storage", "expected"), [("50Gi", "40960MiB"), ("1Ti", "838860MiB"), ("1500Mi", "1200MiB")]
)
def test_prometheus_stops_before_its_volume_is_full(storage: str, expected: str) -> None:
    assert retention_size(storage) == expected
    assert quantity(expected.removesuffix("B")) < quantity(storage)


def test_retention_is_the_settings() -> None:
    assert chosen(retention_days=7)["prometheus"]["prometheusSpec"]["retention"] == "7d"


def test_monitors_and_rules_of_every_namespace_are_seen() -> None:
    spec = chosen()["prometheus"]["prometheusSpec"]

    for kind in ("rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"):
        assert spec[f"{kind}SelectorNilUsesHelmValues"] is False


def test_what_the_cloud_hides_is_neither_scraped_nor_alerted_on() -> None:
    stack = chosen()

    assert stack["kubeScheduler"] == {"enabled": False}
    assert stack["kubeEtcd"] == {"enabled": False}
    assert stack["defaultRules"]["rules"] == {
        "kubeSchedulerAlerting": False,
        "kubeSchedulerRecording": False,
        "etcd": False,
    }
    assert "kubeControllerManager" not in stack, "this cloud shows it"


def test_alerts_of_two_clusters_are_told_apart() -> None:
    assert chosen()["prometheus"]["prometheusSpec"]["externalLabels"] == {"cluster": "main"}


def test_nobody_is_paged_before_the_stack_says_who() -> None:
    assert chosen()["alertmanager"]["config"]["route"]["receiver"] == "null"


def test_the_one_pod_that_needs_the_node_has_a_namespace_of_its_own() -> None:
    assert chosen()["prometheus-node-exporter"]["namespaceOverride"] == NODE_EXPORTER


def test_counting_secrets_is_not_worth_the_right_to_read_them() -> None:
    assert chosen()["kube-state-metrics"]["collectorsExclude"] == ["secrets"]


def test_both_replicas_are_not_in_one_zone() -> None:
    spec = chosen()["prometheus"]["prometheusSpec"]

    assert spec["topologySpreadConstraints"][0]["topologyKey"] == "topology.kubernetes.io/zone"
    assert spec["topologySpreadConstraints"][0]["labelSelector"] == {
        "matchLabels": {
            "app.kubernetes.io/name": "prometheus",
            "prometheus": "kube-prometheus-stack-prometheus",
        }
    }
