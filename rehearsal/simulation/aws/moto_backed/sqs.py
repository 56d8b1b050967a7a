"""SQS on moto: queues and their policies."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.sqs import QUEUE
from rehearsal.simulation.aws.sqs import url as own_url
from rehearsal.simulation.kinds import Call, Properties

ATTRIBUTES = {
    "VisibilityTimeout": "visibilityTimeoutSeconds", "MessageRetentionPeriod": "messageRetentionSeconds",
    "DelaySeconds": "delaySeconds", "ReceiveMessageWaitTimeSeconds": "receiveWaitTimeSeconds",
    "MaximumMessageSize": "maxMessageSize",
    "KmsMasterKeyId": "kmsMasterKeyId", "KmsDataKeyReusePeriodSeconds": "kmsDataKeyReusePeriodSeconds",
    "SqsManagedSseEnabled": "sqsManagedSseEnabled", "RedrivePolicy": "redrivePolicy", "FifoQueue": "fifoQueue",
    "ContentBasedDeduplication": "contentBasedDeduplication", "Policy": "policy",
}  # fmt: skip


def attributes(inputs: Properties) -> dict[str, str]:
    """A queue's attributes, which SQS takes as texts."""
    found = {api: inputs[name] for api, name in ATTRIBUTES.items() if inputs.get(name) is not None}
    return {key: written(value) for key, value in found.items()}


def written(value: Any) -> str:
    """One attribute as text."""
    return (
        str(value).lower()
        if isinstance(value, bool)
        else str(text(value) if isinstance(value, (dict, list)) else value)
    )


def queue(aws: Services, call: Call) -> Made:
    """The queue. Its URL is written as the provider returns it, moto's has another host."""
    # A FIFO queue has the attribute, no other queue may have it.
    found = {
        key: value for key, value in attributes(call.inputs).items() if (key, value) != ("FifoQueue", "false")
    }
    made = aws("sqs").create_queue(QueueName=named(call), Attributes=found, tags=all_tags(call))
    arn = aws("sqs").get_queue_attributes(QueueUrl=made["QueueUrl"], AttributeNames=["QueueArn"])[
        "Attributes"
    ]["QueueArn"]
    return Made(own_url(call), {"arn": arn})


def at(aws: Services, url: str) -> str:
    """Where moto has the queue of a URL."""
    return str(aws("sqs").get_queue_url(QueueName=url.rpartition("/")[2])["QueueUrl"])


def queue_update(aws: Services, call: Call) -> Properties:
    """Attributes."""
    fixed = {"FifoQueue"}
    found = {key: value for key, value in attributes(call.inputs).items() if key not in fixed}
    if found:
        aws("sqs").set_queue_attributes(QueueUrl=at(aws, call.id), Attributes=found)
    return {}


def policy(aws: Services, call: Call) -> Properties:
    """Who may do what with the queue."""
    url = call.inputs["queueUrl"]
    aws("sqs").set_queue_attributes(QueueUrl=at(aws, url), Attributes={"Policy": text(call.inputs["policy"])})
    return {}


def policy_create(aws: Services, call: Call) -> Made:
    """The same call as the update."""
    policy(aws, call)
    return Made(str(call.inputs["queueUrl"]))


BACKINGS: Mapping[str, Backing] = {
    QUEUE: Backing(
        "CreateQueue, SetQueueAttributes", queue,
        lambda aws, call: aws("sqs").delete_queue(QueueUrl=at(aws, call.id)), queue_update,
        trials={"policy": tried_resource_policy},
    ),
    "aws:sqs/queuePolicy:QueuePolicy": Backing(
        "SetQueueAttributes", policy_create,
        lambda aws, call: aws("sqs").set_queue_attributes(QueueUrl=at(aws, call.id), Attributes={"Policy": ""}), policy,
        trials={"policy": tried_resource_policy},
    ),
}  # fmt: skip
