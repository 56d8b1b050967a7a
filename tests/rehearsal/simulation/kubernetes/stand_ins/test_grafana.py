"""Grafana and Alloy: their names, storage and kinds of workload."""

import pytest

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def test_grafana_keeps_its_data_on_a_claim_where_it_is_told_to() -> None:
    values = {"persistence": {"enabled": True, "size": "5Gi", "storageClassName": "fast"}}
    made = objects("grafana", values)

    claim = made["PersistentVolumeClaim/grafana"]["spec"]
    assert claim["resources"] == {"requests": {"storage": "5Gi"}}
    assert claim["storageClassName"] == "fast"
    assert pods(made["Deployment/grafana"])["volumes"] == [
        {"name": "storage", "persistentVolumeClaim": {"claimName": "grafana"}}
    ]
    assert "PersistentVolumeClaim/grafana" not in objects("grafana")
    given = objects("grafana", {"persistence": {"enabled": True, "existingClaim": "given"}})
    assert "PersistentVolumeClaim/grafana" not in given
    assert pods(given["Deployment/grafana"])["volumes"][0]["persistentVolumeClaim"] == {"claimName": "given"}


def test_the_stacks_grafana_is_called_after_the_stack_and_has_its_sidecars() -> None:
    made = objects("kube-prometheus-stack", {"grafana": {"podDisruptionBudget": {"maxUnavailable": 1}}})
    found = pods(made["Deployment/kube-prometheus-stack-grafana"])

    assert [one["name"] for one in found["containers"]] == [
        "grafana",
        "grafana-sc-dashboard",
        "grafana-sc-datasources",
    ]
    assert made["Service/kube-prometheus-stack-grafana"]["spec"]["ports"][0]["port"] == 80
    assert (
        made["ServiceMonitor/kube-prometheus-stack-grafana"]["metadata"]["labels"]["release"]
        == "kube-prometheus-stack"
    )
    assert "PodDisruptionBudget/kube-prometheus-stack-grafana" in made


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("daemonset", "DaemonSet"), ("deployment", "Deployment"), ("statefulset", "StatefulSet")],
)
def test_alloy_is_the_workload_that_its_controller_says(type_: str, kind: str) -> None:
    assert f"{kind}/alloy" in objects("alloy", {"controller": {"type": type_}})


def test_alloy_reads_the_hosts_logs_only_where_it_is_told_to() -> None:
    plain = pods(objects("alloy")["DaemonSet/alloy"])
    mounted = pods(objects("alloy", {"alloy": {"mounts": {"varlog": True}}})["DaemonSet/alloy"])

    assert "volumes" not in plain
    assert mounted["volumes"] == [{"name": "varlog", "hostPath": {"path": "/var/log"}}]


def test_alloy_with_an_autoscaler_has_no_number_of_its_own() -> None:
    horizontal = {"enabled": True, "minReplicas": 2, "maxReplicas": 4}
    made = objects(
        "alloy",
        {
            "controller": {"type": "statefulset", "autoscaling": {"horizontal": horizontal}},
            "serviceMonitor": {"enabled": True},
        },
    )

    assert "replicas" not in made["StatefulSet/alloy"]["spec"]
    assert made["HorizontalPodAutoscaler/alloy"]["spec"]["scaleTargetRef"]["kind"] == "StatefulSet"
    assert "ServiceMonitor/alloy" in made
