"""Storage classes and volumes."""

from dataclasses import replace
from typing import Any

import pytest

from rehearsal.life.cluster import read, write
from rehearsal.life.storage import CLASSES, DEFAULT, due, source, storage_class, volume
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import Living, deployment, soon

CLAIM = {
    "kind": "PersistentVolumeClaim",
    "metadata": {
        "name": "data", "namespace": "here", "uid": "12345678-0000-0000-0000-000000000000",
        "annotations": {"volume.kubernetes.io/storage-provisioner": "ebs.csi.aws.com"},
    },
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    "status": {"phase": "Pending"},
}  # fmt: skip


def test_each_cloud_has_at_most_one_default_class_and_amazon_has_none() -> None:
    defaults = {cloud: [made.name for made in classes if made.default] for cloud, classes in CLASSES.items()}

    assert defaults == {"eks": [], "gke": ["standard-rwo"], "aks": ["default"], "existing": ["standard"]}
    assert storage_class(CLASSES["aks"][0])["metadata"]["annotations"] == {DEFAULT: "true"}


def test_a_claim_is_due_its_volume_once_kubernetes_has_asked_somebody() -> None:
    asked = {**CLAIM, "metadata": {**CLAIM["metadata"], "annotations": {}}}  # type: ignore[dict-item]

    assert due(CLAIM) == "ebs.csi.aws.com"
    assert due(asked) == ""
    assert due({**CLAIM, "status": {"phase": "Bound"}}) == ""


def test_a_zonal_volume_can_be_used_in_its_zone_only() -> None:
    class_ = {"metadata": {"name": "gp3"}, "provisioner": "ebs.csi.aws.com"}

    there, everywhere = volume(CLAIM, class_, "eu-central-1a"), volume(CLAIM, class_, "")

    (term,) = there["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"]
    assert term["matchExpressions"][0]["values"] == ["eu-central-1a"]
    assert "nodeAffinity" not in everywhere["spec"]


def test_a_provisioner_that_is_no_driver_keeps_volumes_in_a_folder() -> None:
    sources = [
        source(name, "1-2") for name in ("kubernetes.io/aws-ebs", "ebs.csi.aws.com", "rancher.io/local-path")
    ]

    assert [list(one) for one in sources] == [["csi"], ["csi"], ["hostPath"]]
    assert sources[0] == sources[1] == {"csi": {"driver": "ebs.csi.aws.com", "volumeHandle": "vol-12"}}


@pytest.mark.engine
@pytest.mark.parametrize(("cloud", "named"), [("existing", "fast"), ("gke", "standard")])
def test_volumes_of_an_existing_cluster_are_of_the_class_that_a_claim_names(
    cloud: str, named: str, living: Living
) -> None:
    home = living.namespace(f"volumes-{cloud}")
    before = read(living.folder)
    assert before is not None
    write(living.folder, replace(before, cloud=cloud))
    claim = {
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": home},
        "spec": {
            "accessModes": ["ReadWriteOnce"], "storageClassName": named, "resources": {"requests": {"storage": "1Gi"}},
        },
    }  # fmt: skip
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    living.put(claim, deployment(home, "user", 1, volumes=volumes))

    bound = soon(lambda: living.client.get(Ref.of(claim))["status"].get("phase") == "Bound")

    write(living.folder, before)
    assert bound


@pytest.mark.engine
def test_a_claim_waits_for_its_pod_gets_a_volume_in_that_zone_grows_and_goes_with_it(living: Living) -> None:
    home = living.namespace("volumes")
    claim = {
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": home},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    }  # fmt: skip
    soon(lambda: living.client.find(Ref("storage.k8s.io/v1", "StorageClass", "standard-rwo")))
    living.put(claim)
    ref = Ref("v1", "PersistentVolumeClaim", "data", home)

    def phase() -> Any:
        return living.client.get(ref)["status"].get("phase")

    assert phase() == "Pending"
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    living.put(deployment(home, "user", 1, volumes=volumes))
    assert soon(lambda: phase() == "Bound")
    bound = living.client.get(ref)["spec"]
    made = living.client.get(Ref("v1", "PersistentVolume", bound["volumeName"]))
    (pod,) = soon(lambda: living.client.list("v1", "Pod", home, fields="status.phase=Running"))
    node = living.client.get(Ref("v1", "Node", pod["spec"]["nodeName"]))
    (rule,) = made["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"][0]["matchExpressions"]
    assert bound["storageClassName"] == "standard-rwo"
    assert rule["values"] == [node["metadata"]["labels"]["topology.kubernetes.io/zone"]]

    claim["spec"]["resources"]["requests"]["storage"] = "2Gi"  # type: ignore[index]
    living.put(claim)
    assert soon(lambda: living.client.get(ref)["status"]["capacity"]["storage"] == "2Gi")

    living.client.delete(Ref("apps/v1", "Deployment", "user", home))
    living.client.delete(ref)
    assert soon(lambda: living.client.find(Ref("v1", "PersistentVolume", bound["volumeName"])) is None)
