"""kube-prometheus-stack: what others name of it, and what its custom resources say."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods

CHART = "kube-prometheus-stack"


def test_prometheus_and_alertmanager_are_custom_resources_with_services_that_lead_to_their_pods() -> None:
    made = objects(CHART)

    assert made[f"Service/{CHART}-prometheus"]["spec"]["selector"] == {
        "app.kubernetes.io/name": "prometheus",
        "operator.prometheus.io/name": f"{CHART}-prometheus",
    }
    assert made[f"Service/{CHART}-alertmanager"]["spec"]["selector"] == {
        "app.kubernetes.io/name": "alertmanager",
        "alertmanager": f"{CHART}-alertmanager",
    }
    assert made[f"Prometheus/{CHART}-prometheus"]["spec"]["serviceAccountName"] == f"{CHART}-prometheus"
    assert f"Alertmanager/{CHART}-alertmanager" in made


def test_a_custom_resources_spec_is_what_the_program_says_without_what_only_the_chart_reads() -> None:
    storage = {"volumeClaimTemplate": {"spec": {"storageClassName": "fast"}}}
    values = {
        "prometheus": {
            "prometheusSpec": {
                "replicas": 2, "retention": "30d", "storageSpec": storage, "ruleSelectorNilUsesHelmValues": False,
                "additionalScrapeConfigs": [],
            }
        }
    }  # fmt: skip
    spec = objects(CHART, values)[f"Prometheus/{CHART}-prometheus"]["spec"]

    assert spec["replicas"] == 2
    assert spec["retention"] == "30d"
    assert spec["storage"] == storage
    assert not spec.keys() & {"storageSpec", "ruleSelectorNilUsesHelmValues", "additionalScrapeConfigs"}


def test_node_exporter_may_live_in_a_namespace_of_its_own() -> None:
    made = objects(
        CHART,
        {"prometheus-node-exporter": {"namespaceOverride": "node-exporter", "priorityClassName": "platform"}},
    )
    found = made[f"DaemonSet/{CHART}-prometheus-node-exporter"]

    for kind in ("DaemonSet", "Service", "ServiceAccount", "ServiceMonitor"):
        assert made[f"{kind}/{CHART}-prometheus-node-exporter"]["metadata"]["namespace"] == "node-exporter"
    assert pods(found)["hostNetwork"] is True
    assert pods(found)["priorityClassName"] == "platform"


def test_what_is_switched_off_is_not_there() -> None:
    off = {
        "grafana": {"enabled": False}, "alertmanager": {"enabled": False}, "nodeExporter": {"enabled": False},
        "kubeStateMetrics": {"enabled": False}, "kubeEtcd": {"enabled": False}, "prometheusOperator": {"enabled": False},
    }  # fmt: skip
    names = " ".join(objects(CHART, off))

    assert not any(
        word in names
        for word in ("grafana", "alertmanager", "node-exporter", "state-metrics", "etcd", "operator")
    )


def test_budgets_and_exporters_follow_the_values() -> None:
    made = objects(
        CHART,
        {
            "prometheus": {"podDisruptionBudget": {"enabled": True, "minAvailable": 1}},
            "kube-state-metrics": {"replicas": 2, "podDisruptionBudget": {"maxUnavailable": 1}},
        },
    )

    assert made[f"PodDisruptionBudget/{CHART}-prometheus"]["spec"]["minAvailable"] == 1
    assert made[f"Deployment/{CHART}-kube-state-metrics"]["spec"]["replicas"] == 2
    assert made[f"PodDisruptionBudget/{CHART}-kube-state-metrics"]["spec"]["maxUnavailable"] == 1


def test_a_long_release_name_is_cut_as_the_chart_cuts_it() -> None:
    assert "Prometheus/monitoring-of-everything-t-prometheus" in objects(
        CHART, release="monitoring-of-everything-there-is"
    )
