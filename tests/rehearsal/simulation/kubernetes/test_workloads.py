"""Controllers, scaling and disruption."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.kubernetes.cluster import DEPLOYMENT, Cluster, deployment, pod

STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
PDB = "kubernetes:policy/v1:PodDisruptionBudget"
PVC = "kubernetes:core/v1:PersistentVolumeClaim"
TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (None, "Required value: spec"),
        ({"selector": {"matchLabels": {"app": "a"}}}, "spec.template: Required value: a pod template"),
        (deployment(selector={}), "spec.selector: Required value"),
        (
            deployment(selector={"matchLabels": {"app": "b"}}),
            "the selector {'app': 'b'} does not match the template's labels",
        ),
        (deployment(replicas=-1), "spec.replicas: Invalid value: -1 is below 0"),
        (deployment(replica=1), 'unknown field "spec.replica"'),
        (deployment(pod(restartPolicy="Never")), "Unsupported value: 'Never', a Deployment restarts Always"),
        (
            deployment(strategy={"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "0%"}}),
            "may not be 0 when maxSurge is 0",
        ),
        (
            deployment(strategy={"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}),
            "may not be specified when type is Recreate",
        ),
        (deployment(pod(containers=[])), "a pod has at least one container"),
    ],
)
def test_a_deployment_that_is_refused(cluster: Cluster, spec: Any, text: str) -> None:
    assert text in cluster.refused(DEPLOYMENT, spec=spec)


def test_jobs_end(cluster: Cluster) -> None:
    template = {"template": {"spec": pod()}}

    assert "Required value: OnFailure or Never for a Job (None given)" in cluster.refused(JOB, spec=template)
    cron = {"schedule": "@daily", "jobTemplate": {"spec": template}}
    assert "for a CronJob" in cluster.refused(CRON_JOB, spec=cron)
    assert (
        cluster.make(JOB, spec={"template": {"spec": pod(restartPolicy="Never")}})["status"]["succeeded"] == 1
    )


def test_claims_of_a_stateful_set_are_checked(cluster: Cluster) -> None:
    claim = {
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {}}},
    }

    text = cluster.refused(STATEFUL_SET, spec=deployment(serviceName="a", volumeClaimTemplates=[claim]))
    assert "spec.volumeClaimTemplates.spec.resources.requests.storage: Required value: storage" in text


def test_a_stateful_sets_pods_mount_its_claims_and_no_others(cluster: Cluster) -> None:
    spec = deployment(
        serviceName="a",
        volumeClaimTemplates=[
            {
                "metadata": {"name": "data"},
                "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
            }
        ],
    )
    (container,) = spec["template"]["spec"]["containers"]
    container["volumeMounts"] = [{"name": "data", "mountPath": "/data"}]

    assert cluster.make(STATEFUL_SET, spec=spec)
    container["volumeMounts"] = [{"name": "logs", "mountPath": "/logs"}]
    assert "Not found: the pod has no volume 'logs'" in cluster.refused(STATEFUL_SET, spec=spec)


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({"scaleTargetRef": TARGET}, "Required value: maxReplicas"),
        (
            {"scaleTargetRef": TARGET, "minReplicas": 5, "maxReplicas": 3},
            "minReplicas 5 and maxReplicas 3, expected 1 <= min <= max",
        ),
        (
            {"scaleTargetRef": {"name": "a"}, "maxReplicas": 3},
            "Required value: kind and name of what to scale",
        ),
        (
            {"scaleTargetRef": TARGET, "maxReplicas": 3, "metrics": [{"type": "Resource"}]},
            "Required value: resource (type is 'Resource')",
        ),
        ({"scaleTargetRef": TARGET, "maxReplicas": 3, "metrics": [{}]}, "Required value: type"),
    ],
)
def test_an_autoscaler_that_is_refused(cluster: Cluster, spec: dict[str, Any], text: str) -> None:
    assert text in cluster.refused(HPA, spec=spec)


def test_a_budget_says_one_thing(cluster: Cluster) -> None:
    assert "cannot be both set" in cluster.refused(PDB, spec={"minAvailable": 1, "maxUnavailable": 1})
    assert cluster.make(PDB, spec={"minAvailable": 1})["status"]["disruptionsAllowed"] == 1


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({}, "at least 1 access mode is required"),
        (
            {"accessModes": ["Sometimes"], "resources": {"requests": {"storage": "1Gi"}}},
            "Unsupported value: 'Sometimes'",
        ),
        (
            {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "big"}}},
            "'big' is not a quantity",
        ),
    ],
)
def test_a_claim_that_is_refused(cluster: Cluster, spec: dict[str, Any], text: str) -> None:
    assert text in cluster.refused(PVC, spec=spec)


def test_unknown_values_are_never_wrong(cluster: Cluster) -> None:
    for type_ in (DEPLOYMENT, HPA, PDB, CRON_JOB, PVC):
        assert cluster.wrong(type_, metadata={"name": "a"}, spec=UNKNOWN) == []
    template = {"selector": UNKNOWN, "template": UNKNOWN}
    assert cluster.wrong(DEPLOYMENT, metadata={"name": "a"}, spec=template) == []
