"""The repository of images in Artifact Registry."""

from functools import cache
from typing import Any

import pulumi
import pytest

from components.cluster.artifact_registry import repository_id
from components.data.images import create_images
from settings.data.images import Images
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.components.cluster.pairs import clusters, seen
from tests.recorded import Recording, deploy

REPOSITORY = "gcp:artifactregistry/repository:Repository"


@cache
def made(*copies: str, protect: bool = True) -> Recording:
    def build() -> None:
        settings = Images(cluster="main", repositories=("team/api", "web"), copies=copies)
        Seen(create_images(settings, clusters("gke", copies=False, protect=protect)))

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def only(recording: Recording) -> Any:
    return recording.one(REPOSITORY)


def test_images_are_kept_over_the_regions_of_a_continent_so_that_a_copy_more_changes_nothing() -> None:
    assert only(made("other")).inputs["location"] == "us"
    assert only(made()).inputs == only(made("other")).inputs


def test_tags_cannot_be_moved_and_untagged_images_go() -> None:
    inputs = only(made()).inputs
    (policy,) = inputs["cleanupPolicies"]

    assert inputs["dockerConfig"] == {"immutableTags": True}
    assert (policy["action"], policy["condition"]) == (
        "DELETE",
        {"tagState": "UNTAGGED", "olderThan": "1209600s"},
    )
    assert inputs["cleanupPolicyDryRun"] is False


def test_an_image_has_one_address_for_every_region() -> None:
    address = "us-docker.pkg.dev/example-project/groundwork-staging-main-images/team/api"

    assert seen(made("other"))["team/api"] == {"us-central1": address, "us-east1": address}


def test_a_repository_is_protected_as_its_cluster_is() -> None:
    assert only(made()).protect
    assert not only(made(protect=False)).protect


def test_a_name_that_artifact_registry_does_not_take_is_refused() -> None:
    assert repository_id("staging", "main-images") == "groundwork-staging-main-images"
    with pytest.raises(
        pulumi.RunError, match="expected a name of at most 63 characters for the images' repository"
    ):
        repository_id("staging", "x" * 60)


def test_images_stay_in_the_cloud_when_their_cluster_leaves_the_stack_unless_nothing_is_protected() -> None:
    assert (only(made("other")).protect, only(made("other")).retain_on_delete) == (True, True)
    assert not only(made("other", protect=False)).retain_on_delete
