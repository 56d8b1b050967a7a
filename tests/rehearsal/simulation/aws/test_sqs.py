"""Queues."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud, policy

QUEUE = "aws:sqs/queue:Queue"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "with space"}, "is not 1 to 80 letters"),
        ({"name": "a.fifo"}, "a FIFO queue, and no other, has a name that ends in .fifo"),
        ({"fifoQueue": True}, "ends in .fifo"),
        ({"messageRetentionSeconds": 1}, "1 seconds are not within 60 to 1209600"),
        ({"policy": policy()}, "there is no Principal"),
    ],
)
def test_a_queue_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(QUEUE, **{"name": "events", **inputs})


def test_a_queue_is_known_by_its_url(cloud: Cloud) -> None:
    queue = cloud.create(QUEUE, name="events")

    assert queue["id"] == "https://sqs.eu-central-1.amazonaws.com/123456789012/events"
    assert "QueueAlreadyExists" in cloud.refusal(QUEUE, name="events")


def test_a_policy_needs_its_queue(cloud: Cloud) -> None:
    text = cloud.refusal(
        "aws:sqs/queuePolicy:QueuePolicy", queueUrl="https://none", policy=policy(Principal="*")
    )

    assert text.startswith("QueueDoesNotExist")
