"""Patches of objects that somebody else made."""

from tests.rehearsal.simulation.kubernetes.cluster import Cluster

NAMESPACE_PATCH = "kubernetes:core/v1:NamespacePatch"
ACCOUNT_PATCH = "kubernetes:core/v1:ServiceAccountPatch"


def test_what_every_cluster_has_can_be_patched(cluster: Cluster) -> None:
    cluster.namespace("team")

    assert cluster.make(NAMESPACE_PATCH, "default")["id"] == "default"
    assert cluster.make(ACCOUNT_PATCH, "default", "team")["id"] == "team/default"
    assert (
        cluster.make("kubernetes:apps/v1:DeploymentPatch", "coredns", "kube-system")["id"]
        == "kube-system/coredns"
    )


def test_what_the_program_made_can_be_patched(cluster: Cluster) -> None:
    cluster.namespace("team")

    assert cluster.make(NAMESPACE_PATCH, "team")["id"] == "team"


def test_what_does_not_exist_cannot(cluster: Cluster) -> None:
    assert cluster.refused(NAMESPACE_PATCH, "team") == (
        'NotFound: Namespace "team" not found; a patch changes an object that exists'
    )


def test_a_patch_names_its_object(cluster: Cluster) -> None:
    assert "a patch names the object it changes" in cluster.refusal(NAMESPACE_PATCH, metadata={"labels": {}})
