"""What runs the pods of a workload, and the Service before them."""

from typing import Any

from components.workload import running
from tests.components.workload.sample import both, made
from tests.components.workload.specs import full, least, plain, stateful
from tests.graph import Graph

DEPLOYMENT, STATEFUL_SET = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"
CONFIG_MAP, SERVICE = "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Service"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"


def stateful_set(**changes: Any) -> dict[str, Any]:
    return dict(plain(running.stateful_set(stateful(**changes), {"app": "app"}, {}, "fast")))


def test_the_autoscaler_owns_the_replicas_unless_their_number_is_fixed() -> None:
    fixed = {"min": 2, "max": 2}

    assert "replicas" not in running.deployment(least(), {})
    assert running.deployment(least(scale=fixed), {})["replicas"] == 2
    assert "replicas" not in stateful_set()
    assert stateful_set(scale=fixed)["replicas"] == 2


def test_a_fixed_number_has_a_budget_and_no_autoscaler() -> None:
    recording = made([least(scale={"min": 2, "max": 2})])

    assert not recording.of(SCALER)
    assert recording.one(BUDGET, "main-app").inputs["spec"]["maxUnavailable"] == 1


def test_a_rollout_moves_as_its_spec_says() -> None:
    spec = least(rollout={"max_surge": 2, "max_unavailable": 1})

    assert plain(running.deployment(spec, {}))["strategy"]["rolling_update"] == {
        "max_surge": 2,
        "max_unavailable": 1,
    }


def test_each_replica_of_a_stateful_workload_has_a_volume_of_the_clusters_class() -> None:
    (claim,) = stateful_set()["volume_claim_templates"]

    assert claim["metadata"]["name"] == "data"
    assert claim["spec"] == {
        "access_modes": ["ReadWriteOnce"],
        "storage_class_name": "fast",
        "resources": {"requests": {"storage": "5Gi"}},
    }


def test_a_claim_may_name_a_class_of_its_own() -> None:
    claims = {"data": {"path": "/data", "size": "5Gi", "storage_class": "archive"}}
    (claim,) = stateful_set(claims=claims)["volume_claim_templates"]

    assert claim["spec"]["storage_class_name"] == "archive"


def test_volumes_outlive_what_uses_them() -> None:
    assert stateful_set()["persistent_volume_claim_retention_policy"] == {
        "when_deleted": "Retain",
        "when_scaled": "Retain",
    }


def test_a_version_that_never_got_ready_is_mended_by_the_next_one() -> None:
    assert stateful_set()["pod_management_policy"] == "Parallel"
    assert stateful_set()["update_strategy"] == {"type": "RollingUpdate"}


def test_replicas_of_a_stateful_workload_are_found_by_name() -> None:
    headless = plain(running.service(stateful(), "app"))

    assert headless["cluster_ip"] == "None"
    assert "publish_not_ready_addresses" not in headless
    assert stateful_set()["service_name"] == "app"
    assert "cluster_ip" not in running.service(least(), "app")


def test_a_service_has_every_port_by_name() -> None:
    assert [
        (port["name"], port["port"], port["target_port"])
        for port in plain(running.service(full(), "app"))["ports"]
    ] == [("http", 8080, "http"), ("health", 9090, "health")]


def test_a_stateful_workload_is_no_deployment() -> None:
    assert [one.name for one in both().of(STATEFUL_SET)] == ["main-store"]
    assert [one.name for one in both().of(DEPLOYMENT)] == ["main-app"]
    assert both().one(SCALER, "main-store").inputs["spec"]["scaleTargetRef"]["kind"] == "StatefulSet"
    assert both().one(SERVICE, "main-store").inputs["spec"]["clusterIP"] == "None"


def test_a_change_of_a_file_rolls_the_pods_over() -> None:
    files = both().one(CONFIG_MAP, "main-app.files")
    pod = both().one(DEPLOYMENT, "main-app").inputs["spec"]["template"]["spec"]
    (volume,) = [one for one in pod["volumes"] if "configMap" in one]

    assert sorted(files.inputs["data"].values()) == ["mode: off", "mode: on"]
    assert files.inputs["immutable"] is True
    assert "name" not in files.inputs["metadata"]
    assert volume["configMap"]["name"] == files.outputs["metadata"]["name"]


def test_without_files_there_is_no_config_map_of_them() -> None:
    assert not [one for one in both().of(CONFIG_MAP) if one.name == "main-store.files"]


def test_pods_come_after_the_priority_class_that_they_name() -> None:
    graph = Graph(both())
    (high,) = [
        one
        for one in both().of("kubernetes:scheduling.k8s.io/v1:PriorityClass")
        if one.inputs["metadata"]["name"] == "application-high"
    ]
    pods = both().one(DEPLOYMENT, "main-app")

    assert pods.inputs["spec"]["template"]["spec"]["priorityClassName"] == "application-high"
    assert graph.waits(pods, high)


def test_pods_come_after_the_rights_that_they_have() -> None:
    graph = Graph(both())
    binding = both().one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "main-app")

    assert graph.waits(both().one(DEPLOYMENT, "main-app"), binding)
