"""The queue on which AWS announces what happens to nodes."""

import json

from components.cluster.eks_interruptions import EVENTS
from tests.components.cluster.deployments import policy
from tests.recorded import Recording

QUEUE = "aws:sqs/queue:Queue"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"


def test_every_kind_of_interruption_arrives_on_the_queue(made: Recording) -> None:
    queue = made.one(QUEUE).outputs["arn"]
    patterns = {one.outputs["name"]: json.loads(one.inputs["eventPattern"]) for one in made.of(RULE)}

    assert {one.inputs["arn"] for one in made.of(TARGET)} == {queue}
    assert sorted(patterns[one.inputs["rule"]]["detail-type"][0] for one in made.of(TARGET)) == [
        "AWS Health Event",
        "EC2 Instance Rebalance Recommendation",
        "EC2 Instance State-change Notification",
        "EC2 Spot Instance Interruption Warning",
    ]
    assert len(EVENTS) == 4


def test_what_is_on_the_queue_is_encrypted_and_does_not_grow_old(made: Recording) -> None:
    queue = made.one(QUEUE).inputs

    assert queue["sqsManagedSseEnabled"] is True
    assert queue["messageRetentionSeconds"] == 300


def test_only_rules_of_this_account_and_region_may_send(made: Recording) -> None:
    events, _ = policy(made.one("aws:sqs/queuePolicy:QueuePolicy").inputs["policy"])

    assert events["Principal"] == {"Service": "events.amazonaws.com"}
    assert events["Action"] == "sqs:SendMessage"
    assert events["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/*"},
    }


def test_nobody_reads_or_writes_it_in_plain_text(made: Recording) -> None:
    _, plain = policy(made.one("aws:sqs/queuePolicy:QueuePolicy").inputs["policy"])

    assert plain["Effect"] == "Deny"
    assert plain["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_two_clusters_of_long_names_do_not_collide(made: Recording) -> None:
    assert "name" not in made.one(QUEUE).inputs
    assert all("name" not in one.inputs for one in made.of(RULE))
