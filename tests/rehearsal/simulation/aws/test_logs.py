"""Log groups."""

import json
from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud, policy

GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROOT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
    "Action": "kms:*",
    "Resource": "*",
}


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"retentionInDays": 31}, "InvalidParameterException: 31 is not one of 0, 1, 3, 5, 7"),
        ({"name": "with space"}, "is not 1 to 512 letters"),
        ({"logGroupClass": "FIRST"}, "'FIRST' is not one of STANDARD"),
        ({"kmsKeyId": "arn:aws:kms:none"}, "the key 'arn:aws:kms:none' does not exist"),
    ],
)
def test_a_log_group_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(GROUP, **{"name": "/aws/eks/main", **inputs})


def test_a_name_is_used_once_in_a_region(cloud: Cloud) -> None:
    cloud.create(GROUP, name="logs")

    assert "ResourceAlreadyExistsException" in cloud.refusal(GROUP, name="logs")
    assert (
        cloud.create(GROUP, name="logs-2", region="us-east-1")["arn"]
        == "arn:aws:logs:us-east-1:123456789012:log-group:logs-2"
    )


def test_the_key_must_let_cloudwatch_use_it(cloud: Cloud) -> None:
    service = json.loads(
        policy(Action="kms:Encrypt*", Principal={"Service": "logs.eu-central-1.amazonaws.com"})
    )["Statement"][0]
    shut = cloud.create("aws:kms/key:Key")
    open_ = cloud.create(
        "aws:kms/key:Key", policy=json.dumps({"Version": "2012-10-17", "Statement": [ROOT, service]})
    )

    text = cloud.refusal(GROUP, name="logs", kmsKeyId=shut["arn"])
    assert "does not allow logs.eu-central-1.amazonaws.com to use it" in text
    assert cloud.create(GROUP, name="logs", kmsKeyId=open_["arn"])["retentionInDays"] == 0
