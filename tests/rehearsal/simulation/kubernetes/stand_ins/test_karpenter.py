"""What scales nodes: Karpenter and the cluster autoscaler."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def test_karpenter_runs_neither_on_its_own_nodes_nor_twice_on_one() -> None:
    found = pods(objects("karpenter")["Deployment/karpenter"])
    [term] = found["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
        "nodeSelectorTerms"
    ]
    [apart] = found["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]

    assert term["matchExpressions"] == [{"key": "karpenter.sh/nodepool", "operator": "DoesNotExist"}]
    assert apart["topologyKey"] == "kubernetes.io/hostname"
    assert found["priorityClassName"] == "system-cluster-critical"
    assert (
        found["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]["app.kubernetes.io/name"]
        == "karpenter"
    )


def test_karpenter_follows_its_values() -> None:
    values = {
        "replicas": 3,
        "controller": {"resources": {"limits": {"memory": "1Gi"}}},
        "serviceMonitor": {"enabled": True},
    }
    made = objects("karpenter", values)

    assert made["Deployment/karpenter"]["spec"]["replicas"] == 3
    assert pods(made["Deployment/karpenter"])["containers"][0]["resources"] == {"limits": {"memory": "1Gi"}}
    assert made["PodDisruptionBudget/karpenter"]["spec"]["maxUnavailable"] == 1
    assert "ServiceMonitor/karpenter" in made


def test_the_cluster_autoscaler_has_the_clouds_name_in_its_own() -> None:
    values = {"autoDiscovery": {"clusterName": "main"}}
    made = objects("cluster-autoscaler", values)

    name = "cluster-autoscaler-aws-cluster-autoscaler"
    assert (
        made[f"Deployment/{name}"]["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"]
        == "aws-cluster-autoscaler"
    )
    assert pods(made[f"Deployment/{name}"])["serviceAccountName"] == name
    assert made[f"PodDisruptionBudget/{name}"]["spec"]["maxUnavailable"] == 1
    assert "Deployment/own" in objects("cluster-autoscaler", {**values, "fullnameOverride": "own"})


def test_the_cluster_autoscaler_needs_to_know_its_cluster() -> None:
    assert not any(name.startswith("Deployment/") for name in objects("cluster-autoscaler"))


def test_the_cluster_autoscalers_pod_labels_are_in_its_selector() -> None:
    made = objects("cluster-autoscaler", {"autoscalingGroups": [{"name": "a"}], "podLabels": {"x": "y"}})

    [found] = [one for one in made.values() if one["kind"] == "Deployment"]
    assert found["spec"]["selector"]["matchLabels"]["x"] == "y"


def test_the_cluster_autoscalers_budget_and_monitor_follow_the_values() -> None:
    values = {
        "podDisruptionBudget": {"minAvailable": 1},
        "serviceMonitor": {"enabled": True, "namespace": "seen"},
    }
    made = objects("cluster-autoscaler", values)

    name = "cluster-autoscaler-aws-cluster-autoscaler"
    assert made[f"PodDisruptionBudget/{name}"]["spec"] == {
        "minAvailable": 1, "selector": made[f"PodDisruptionBudget/{name}"]["spec"]["selector"],
    }  # fmt: skip
    assert made[f"ServiceMonitor/{name}"]["metadata"]["namespace"] == "seen"
