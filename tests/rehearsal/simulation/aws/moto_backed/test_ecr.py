"""ECR on moto: what it refuses, in its own words."""

import json

from rehearsal.simulation.aws.moto_backed import Moto
from tests.rehearsal.simulation.aws.cloud import Cloud

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
PULL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}],
    }
)


def test_names_that_are_taken_or_missing(cloud: Cloud) -> None:
    cloud.create(REPOSITORY, name="team/app")
    where = f"the registry with id '{cloud.account}'"

    assert cloud.refusal(REPOSITORY, name="team/app") == (
        f"RepositoryAlreadyExistsException: The repository with name 'team/app' already exists in {where}"
    )
    assert cloud.refusal("aws:ecr/repositoryPolicy:RepositoryPolicy", repository="none", policy=PULL) == (
        f"RepositoryNotFoundException: The repository with name 'none' does not exist in {where}"
    )


def test_a_lifecycle_that_does_not_say_how_many(cloud: Cloud) -> None:
    cloud.create(REPOSITORY, name="team/app")
    selection = {"tagStatus": "untagged", "countType": "imageCountMoreThan"}
    rules = [{"rulePriority": 1, "action": {"type": "expire"}, "selection": selection}]
    text = cloud.refusal(LIFECYCLE, repository="team/app", policy=json.dumps({"rules": rules}))

    assert (
        'Lifecycle policy validation failure: object has missing required properties (["countNumber"])'
        in text
    )


def test_changes_reach_moto(cloud: Cloud, moto: Moto) -> None:
    made = cloud.create(REPOSITORY, name="team/app", encryptionConfigurations=[{"encryptionType": "KMS"}])
    scan = {"scanOnPush": True}
    cloud.update(
        REPOSITORY, made, name="team/app", imageTagMutability="IMMUTABLE", imageScanningConfiguration=scan
    )
    (found,) = moto.client("ecr", cloud.account, cloud.region).describe_repositories()["repositories"]

    assert (found["imageTagMutability"], found["imageScanningConfiguration"]) == ("IMMUTABLE", scan)
    assert found["encryptionConfiguration"]["encryptionType"] == "KMS"


def test_where_images_are_copied_to_reaches_moto_and_ends_with_the_program(cloud: Cloud, moto: Moto) -> None:
    def rules() -> list[object]:
        found = moto.client("ecr", cloud.account, cloud.region).describe_registry()[
            "replicationConfiguration"
        ]
        return list(found["rules"])

    wanted = {
        "destinations": [{"region": "eu-west-1", "registryId": cloud.account}],
        "repositoryFilters": [{"filter": "team/", "filterType": "PREFIX_MATCH"}],
    }
    type_ = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
    made = cloud.create(type_, replicationConfiguration={"rules": [wanted]})
    assert rules() == [wanted]
    cloud.delete(type_, made)
    assert rules() == []
