"""CloudWatch log groups on moto: what it refuses, in its own words."""

from rehearsal.simulation.aws.moto_backed import Moto
from tests.rehearsal.simulation.aws.cloud import Cloud

GROUP = "aws:cloudwatch/logGroup:LogGroup"


def test_a_name_that_is_taken(cloud: Cloud) -> None:
    cloud.create(GROUP, name="/flows")

    assert cloud.refusal(GROUP, name="/flows") == (
        "ResourceAlreadyExistsException: The specified log group already exists"
    )


def test_a_key_that_does_not_exist(cloud: Cloud) -> None:
    key = f"arn:aws:kms:eu-central-1:{cloud.account}:key/11111111-1111-1111-1111-111111111111"

    assert (
        cloud.refusal(GROUP, name="/flows", kmsKeyId=key) == f"NotFoundException: Key '{key}' does not exist"
    )


def test_retention_follows_updates(cloud: Cloud, moto: Moto) -> None:
    logs = moto.client("logs", cloud.account, cloud.region)
    group = cloud.create(GROUP, name="/flows", retentionInDays=30)
    (before,) = logs.describe_log_groups()["logGroups"]
    cloud.update(GROUP, group, name="/flows")
    (after,) = logs.describe_log_groups()["logGroups"]

    assert (before["retentionInDays"], after.get("retentionInDays")) == (30, None)
    assert group["arn"] == before["arn"].removesuffix(":*")
