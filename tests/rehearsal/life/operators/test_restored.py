"""What of an object comes back."""

from typing import Any

import pytest

from rehearsal.life.operators.restored import PRIORITIES, anew

OF = {"velero.io/restore-name": "one"}


def made(kind: str, spec: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    old = {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": {"name": "web", "namespace": "here", "uid": "1", "resourceVersion": "2", **metadata},
        "spec": spec,
        "status": {"phase": "Old"},
    }
    return anew(old, OF, {})


def test_what_the_other_cluster_wrote_on_it_is_left_there() -> None:
    found = made(
        "Deployment", {"replicas": 2}, labels={"app": "web"}, annotations={"a": "b"}, managedFields=[{}]
    )

    assert found["metadata"] == {
        "name": "web", "namespace": "here", "annotations": {"a": "b"}, "labels": {"app": "web", **OF},
    }  # fmt: skip
    assert "status" not in found


def test_a_claim_asks_for_a_volume_of_its_own() -> None:
    marks = {
        "pv.kubernetes.io/bind-completed": "yes",
        "volume.kubernetes.io/selected-node": "n1",
        "kept": "yes",
    }

    found = made(
        "PersistentVolumeClaim", {"volumeName": "pvc-1", "storageClassName": "fast"}, annotations=marks
    )

    assert found["spec"] == {"storageClassName": "fast"}
    assert found["metadata"]["annotations"] == {"kept": "yes"}


@pytest.mark.parametrize(("address", "kept"), [("10.0.0.7", {}), ("None", {"clusterIP": "None"})])
def test_a_service_has_an_address_of_the_new_cluster_or_none_as_before(
    address: str, kept: dict[str, str]
) -> None:
    spec = {"clusterIP": address, "healthCheckNodePort": 31000, "ports": [{"port": 80, "nodePort": 30080}]}

    assert made("Service", spec)["spec"] == {**kept, "ports": [{"port": 80}]}


def test_a_job_and_a_pod_lose_what_only_the_old_cluster_knew() -> None:
    labels = {"controller-uid": "1", "batch.kubernetes.io/controller-uid": "1", "job-name": "web"}
    template = {"metadata": {"labels": dict(labels)}}
    job = made("Job", {"selector": {"matchLabels": labels}, "template": template}, labels=dict(labels))
    token = {"name": "kube-api-access-x1"}
    container = {
        "name": "main",
        "volumeMounts": [{**token, "mountPath": "/var"}, {"name": "a", "mountPath": "/a"}],
    }
    pod = made("Pod", {"nodeName": "n1", "volumes": [token, {"name": "a"}], "containers": [container]})

    assert job["spec"] == {"template": {"metadata": {"labels": {"job-name": "web"}}}}
    assert job["metadata"]["labels"] == {"job-name": "web", **OF}
    assert "nodeName" not in pod["spec"]
    assert pod["spec"]["volumes"] == [{"name": "a"}]
    assert [mount["name"] for mount in pod["spec"]["containers"][0]["volumeMounts"]] == ["a"]


def test_a_namespace_keeps_its_labels_and_may_have_another_name() -> None:
    old: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": "here",
            "labels": {"kubernetes.io/metadata.name": "here", "level": "restricted"},
        },
        "spec": {"finalizers": ["kubernetes"]},
    }
    found = anew(old, {}, {"here": "there"})

    assert found["metadata"] == {"name": "there", "labels": {"level": "restricted"}}
    assert "spec" not in found
    assert old["metadata"]["name"] == "here", "the backup is as it was"


def test_namespaces_come_first_and_claims_before_what_uses_them() -> None:
    assert (
        PRIORITIES.index("namespaces") < PRIORITIES.index("persistentvolumeclaims") < PRIORITIES.index("pods")
    )
