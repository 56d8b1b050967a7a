"""The container registry of Azure, and its replicas."""

from functools import cache
from typing import Any

from components.data.images import create_images
from settings.data.images import Images
from tests.components.cluster.aks_deployments import roles
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.components.cluster.pairs import clusters, seen
from tests.recorded import Recording, deploy

REGISTRY = "azure-native:containerregistry:Registry"
REPLICA = "azure-native:containerregistry:Replication"
CLUSTER = "azure-native:containerservice:ManagedCluster"
PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


@cache
def made(*copies: str, protect: bool = True) -> Recording:
    def build() -> None:
        settings = Images(cluster="main", repositories=("team/api", "web"), copies=copies)
        Seen(create_images(settings, clusters("aks", copies=False, protect=protect)))

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def registry() -> Any:
    return made("other").one(REGISTRY)


def test_nobody_gets_in_with_a_password_or_without_a_name() -> None:
    assert registry().inputs["adminUserEnabled"] is False
    assert registry().inputs["anonymousPullEnabled"] is False


def test_images_are_in_the_zones_of_every_region_and_untagged_ones_go() -> None:
    replica = made("other").one(REPLICA).inputs

    assert registry().inputs["sku"] == {"name": "Premium"}
    assert registry().inputs["zoneRedundancy"] == replica["zoneRedundancy"] == "Enabled"
    assert (replica["location"], replica["registryName"]) == ("westus2", registry().outputs["name"])
    assert registry().inputs["policies"]["retentionPolicy"] == {"days": 14, "status": "enabled"}


def test_without_copies_there_is_no_replica() -> None:
    assert made().of(REPLICA) == []


def test_the_nodes_of_both_clusters_may_pull_from_it_and_do_nothing_else() -> None:
    recording = made("other")
    for cluster in recording.of(CLUSTER):
        nodes = cluster.outputs["identityProfile"]["kubeletidentity"]["objectId"]
        assert roles(recording, nodes) == {(PULL, registry().id)}


def test_an_image_has_one_address_for_every_region() -> None:
    address = f"{registry().outputs['loginServer']}/team/api"

    assert seen(made("other"))["team/api"] == {"eastus": address, "westus2": address}


def test_a_registry_is_protected_as_its_cluster_is() -> None:
    assert registry().protect
    assert not made(protect=False).one(REGISTRY).protect


def test_images_stay_in_the_cloud_when_their_cluster_leaves_the_stack_unless_nothing_is_protected() -> None:
    assert (registry().protect, registry().retain_on_delete) == (True, True)
    assert not made("other", protect=False).one(REGISTRY).retain_on_delete
