"""ECR repositories and the policies on them."""

import json
from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import Cloud

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"


def document(**more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_repository_has_the_address_to_push_to(cloud: Cloud) -> None:
    made = cloud.create(REPOSITORY, name="team/app")

    assert made["repositoryUrl"] == "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app"
    assert (made["registryId"], made["imageTagMutability"]) == ("123456789012", "MUTABLE")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "Team"}, "'Team' is not 2 to 256 small letters and digits"),
        ({"name": "a//b"}, "'a//b' is not 2 to 256"),
        ({"imageTagMutability": "NEVER"}, "'NEVER' is not one of MUTABLE, IMMUTABLE"),
        ({"encryptionConfigurations": [{"encryptionType": "DES"}]}, "'DES' is not one of AES256, KMS"),
    ],
)
def test_a_repository_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(REPOSITORY, **{"name": "team/app", **inputs})


def test_a_name_is_used_once(cloud: Cloud) -> None:
    cloud.create(REPOSITORY, name="team/app")

    assert cloud.refusal(REPOSITORY, name="team/app") == (
        "RepositoryAlreadyExistsException: the repository 'team/app' already exists"
    )


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("{", "InvalidParameterException: the lifecycle policy is not JSON"),
        ("[]", "the lifecycle policy has no list of rules"),
        ('{"rules": [1]}', "the lifecycle policy has no list of rules"),
        (
            '{"rules": [{"rulePriority": 1}, {"rulePriority": 1}]}',
            "two lifecycle rules have the same rulePriority",
        ),
    ],
)
def test_a_lifecycle_that_amazon_refuses(cloud: Cloud, policy: str, text: str) -> None:
    cloud.create(REPOSITORY, name="team/app")

    assert text in cloud.refusal(LIFECYCLE, repository="team/app", policy=policy)


def test_policies_need_their_repository_and_name_no_resource(cloud: Cloud) -> None:
    missing = "RepositoryNotFoundException: repository: the repository 'none' does not exist"
    cloud.create(REPOSITORY, name="team/app")

    assert cloud.refusal(POLICY, repository="none", policy=document()) == missing
    assert cloud.refusal(LIFECYCLE, repository="none", policy='{"rules": []}') == missing
    assert "MalformedPolicyDocument" in cloud.refusal(
        POLICY, repository="team/app", policy=document(Resource="*")
    )
    assert cloud.create(POLICY, repository="team/app", policy=document())["registryId"] == "123456789012"


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(REPOSITORY, name=UNKNOWN) == []
    assert cloud.wrong(LIFECYCLE, repository=UNKNOWN, policy=UNKNOWN) == []


RULES = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


def replicated(region: str = "eu-west-1", **rule: Any) -> dict[str, Any]:
    destination = {"region": region, "registryId": "123456789012"}
    return {"rules": [{"destinations": [destination], **rule}]}


def test_images_are_replicated_to_another_region(cloud: Cloud) -> None:
    filters = [{"filter": "team/", "filterType": "PREFIX_MATCH"}]
    made = cloud.create(RULES, replicationConfiguration=replicated(repositoryFilters=filters))

    assert made["registryId"] == "123456789012"


@pytest.mark.parametrize(
    ("configuration", "text"),
    [
        (replicated("eu-central-1"), "Replication destination cannot be the same as the source registry"),
        (
            replicated(repositoryFilters=[{"filter": "a", "filterType": "GLOB"}]),
            "'GLOB' is not one of PREFIX_MATCH",
        ),
        (replicated(destinations=[{"region": "eu-west-1", "registryId": "ours"}]), "'ours' is no registry"),
        ({"rules": replicated()["rules"] * 11}, "11 rules, 10 are allowed"),
        (
            replicated(destinations=[{"region": "eu-west-1", "registryId": "1" * 12}] * 26),
            "more than 25 destinations",
        ),
    ],
)
def test_a_replication_that_amazon_refuses(cloud: Cloud, configuration: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(RULES, replicationConfiguration=configuration)


def test_a_registry_has_one_configuration(cloud: Cloud) -> None:
    made = cloud.create(RULES, replicationConfiguration=replicated())

    assert cloud.refusal(RULES, replicationConfiguration=replicated()) == (
        "ReplicationConfigurationExists: the registry 123456789012 in eu-central-1 has a replication configuration already, "
        "which this would replace"
    )
    assert (
        cloud.update(RULES, made, replicationConfiguration=replicated("eu-west-3"))["registryId"]
        == "123456789012"
    )
