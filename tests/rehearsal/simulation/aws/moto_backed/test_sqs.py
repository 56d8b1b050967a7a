"""SQS on moto: what it refuses, in its own words."""

import json

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.aws.moto_backed.sqs import attributes
from tests.rehearsal.simulation.aws.cloud import Cloud, policy

QUEUE = "aws:sqs/queue:Queue"
MISSING = "AWS.SimpleQueueService.NonExistentQueue: "


def test_a_name_that_is_taken(cloud: Cloud) -> None:
    cloud.create(QUEUE, name="jobs", messageRetentionSeconds=300)

    assert cloud.refusal(QUEUE, name="jobs", messageRetentionSeconds=600).startswith("QueueAlreadyExists: ")


def test_dead_letters_go_to_a_queue_that_exists(cloud: Cloud) -> None:
    nowhere = f"arn:aws:sqs:eu-central-1:{cloud.account}:none"
    redrive = json.dumps({"deadLetterTargetArn": nowhere, "maxReceiveCount": 3})

    assert (
        cloud.refusal(QUEUE, name="jobs", redrivePolicy=redrive)
        == f"{MISSING}Could not find DLQ for {nowhere}"
    )


def test_policies_of_a_queue_that_does_not_exist_or_malformed_ones(cloud: Cloud) -> None:
    nobodys = f"https://sqs.eu-central-1.amazonaws.com/{cloud.account}/none"
    malformed = policy(Principal="*", Condition={"ArnEqualz": {"aws:SourceArn": "arn:aws:s3:::x"}})

    assert cloud.refusal(
        "aws:sqs/queuePolicy:QueuePolicy", queueUrl=nobodys, policy=policy(Principal="*")
    ) == (f"{MISSING}The specified queue does not exist.")
    assert cloud.refusal(QUEUE, name="jobs", policy=malformed) == (
        "InvalidInputs: policy: MalformedPolicyDocument: Syntax errors in policy."
    )


def test_attributes_are_texts_and_follow_updates(cloud: Cloud, moto: Moto) -> None:
    queue = cloud.create(QUEUE, name="jobs", delaySeconds=5)
    cloud.update(QUEUE, queue, name="jobs", delaySeconds=10)
    sqs = moto.client("sqs", cloud.account, cloud.region)
    url = sqs.get_queue_url(QueueName="jobs")["QueueUrl"]

    assert attributes({"delaySeconds": 5, "sqsManagedSseEnabled": True}) == {
        "DelaySeconds": "5",
        "SqsManagedSseEnabled": "true",
    }
    assert (
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["DelaySeconds"] == "10"
    )
