"""Repositories of images in ECR, here and in other regions."""

import json
from functools import cache
from typing import Any

from components.cluster.ecr import lifecycle
from components.data.images import create_images
from settings.data.images import Images
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, needs
from tests.components.cluster.pairs import clusters, seen
from tests.recorded import Recording, deploy

REPOSITORY = "aws:ecr/repository:Repository"
RULES = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
WANTED = {"cluster": "main", "repositories": ["team/api", "team/web"], "copies": ["other"]}


@cache
def made(*, copies: bool = True, protect: bool = True) -> Recording:
    def build() -> None:
        settings = Images.model_validate({**WANTED, "copies": WANTED["copies"] if copies else []})
        Seen(create_images(settings, clusters("eks", copies=False, protect=protect)))

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_tags_cannot_be_moved_and_images_are_scanned_as_they_come_in_every_region() -> None:
    assert len(made().of(REPOSITORY)) == 4
    for one in made().of(REPOSITORY):
        assert one.inputs["imageTagMutability"] == "IMMUTABLE"
        assert one.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
        assert one.inputs["encryptionConfigurations"] == [{"encryptionType": "AES256"}]


def test_untagged_images_go_in_every_region() -> None:
    (rule,) = json.loads(lifecycle(14))["rules"]

    assert rule["selection"] == {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 14,
    }
    assert len(made().of("aws:ecr/lifecyclePolicy:LifecyclePolicy")) == 4


def test_what_is_pushed_here_is_brought_into_the_repositories_that_are_there_already() -> None:
    found = made().one(RULES)
    (rule,) = found.inputs["replicationConfiguration"]["rules"]

    assert rule["destinations"] == [{"region": "us-west-2", "registryId": "123456789012"}]
    assert [one["filter"] for one in rule["repositoryFilters"]] == WANTED["repositories"]
    assert {f"{REPOSITORY} other-images-{name}" for name in WANTED["repositories"]} <= needs(made(), found)


def test_the_second_cluster_may_become_the_first_one_and_keep_its_repositories() -> None:
    def build() -> None:
        settings = Images.model_validate({**WANTED, "cluster": "other", "copies": []})
        create_images(settings, clusters("eks", copies=False))

    after = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    kept = {one.urn: one.inputs for one in made().of(REPOSITORY) if one.name.startswith("other-")}
    assert kept == {one.urn: one.inputs for one in after.of(REPOSITORY)}


def test_without_copies_the_accounts_own_rules_are_left_alone() -> None:
    assert made(copies=False).of(RULES) == []
    assert len(made(copies=False).of(REPOSITORY)) == 2


def test_an_image_has_an_address_in_each_region() -> None:
    addresses: Any = seen(made())

    assert addresses["team/api"] == {
        region: f"123456789012.dkr.ecr.{region}.amazonaws.com/team/api"
        for region in ("us-east-1", "us-west-2")
    }


def test_a_protected_repository_stays_and_an_unprotected_one_goes_with_its_images() -> None:
    for protect in (True, False):
        for one in made(protect=protect).of(REPOSITORY):
            assert one.protect is protect
            assert one.inputs["forceDelete"] is not protect
