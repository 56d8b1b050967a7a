"""SQS: queues and their policies.

Limits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html. Replacement
follows the ForceNew marks of terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import account, arn, dns_suffix, region
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.policies import document
from rehearsal.simulation.aws.resource import Reference, aws, named, unique
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties

QUEUE = "aws:sqs/queue:Queue"
RANGES = {
    "messageRetentionSeconds": (60, 1209600), "visibilityTimeoutSeconds": (0, 43200),
    "delaySeconds": (0, 900), "receiveWaitTimeSeconds": (0, 20), "kmsDataKeyReusePeriodSeconds": (60, 86400),
}  # fmt: skip


def check(inputs: Properties) -> Iterator[Failure]:
    """Names, periods and the policy."""
    name = inputs.get("name")
    if isinstance(name, str) and not re.fullmatch(r"[A-Za-z0-9_\-]{1,80}|[A-Za-z0-9_\-]{1,75}\.fifo", name):
        yield Failure(
            "name",
            f"InvalidParameterValue: {name!r} is not 1 to 80 letters, digits and _- (.fifo for FIFO queues)",
        )
    if isinstance(name, str) and name.endswith(".fifo") != bool(inputs.get("fifoQueue", False)):
        yield Failure(
            "fifoQueue",
            f"InvalidParameterValue: a FIFO queue, and no other, has a name that ends in .fifo ({name!r} given)",
        )
    for key, (low, high) in RANGES.items():
        seconds = inputs.get(key)
        if isinstance(seconds, int) and not low <= seconds <= high:
            yield Failure(key, f"InvalidAttributeValue: {seconds} seconds are not within {low} to {high}")
    yield from document("policy", inputs.get("policy"), "resource")


def refuse(call: Call) -> None:
    """A queue's name is unique in an account and region."""
    name = named(call)
    unique(
        call,
        QUEUE,
        "QueueAlreadyExists",
        f"the queue {name!r} already exists",
        name=name,
        region=region(call),
    )


def url(call: Call) -> str:
    """The queue's URL, which is also its id."""
    return f"https://sqs.{region(call)}.{dns_suffix(region(call))}/{account(call.provider)}/{named(call)}"


KINDS: Mapping[str, Kind] = {
    QUEUE: aws(
        url, lambda call, id_: {"arn": arn(call, "sqs", named(call)), "url": id_, "name": named(call)},
        check=check, refuse=refuse, autoname="name", replaces=("name", "namePrefix", "fifoQueue"),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": aws(
        lambda call: str(call.inputs.get("queueUrl")), lambda call, id_: {"policy": text(call.inputs.get("policy"))},
        references=(Reference("queueUrl", QUEUE, "QueueDoesNotExist"),), required=("policy", "queueUrl"), replaces=("queueUrl",),
        check=lambda inputs: document("policy", inputs.get("policy"), "resource"),
    ),
}  # fmt: skip
