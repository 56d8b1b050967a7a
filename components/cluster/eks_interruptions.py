"""What AWS announces of the nodes of a cluster, on a queue that Karpenter reads: it drains a node before AWS takes it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account, prefix
from components.cluster.iam import Statement, document

QUEUE_PREFIX = 54  # a queue's name has 80 characters, 26 of them the provider's suffix
RULE_PREFIX = 38  # a rule's has 64

EVENTS: Mapping[str, tuple[str, str]] = {
    "spot": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "state": ("aws.ec2", "EC2 Instance State-change Notification"),
    "health": ("aws.health", "AWS Health Event"),
}
"""Rule -> the events' source and type (karpenter.sh, "Disruption: Interruption")."""


@dataclass(frozen=True)
class Interruptions:
    """The queue, and what must exist before anything arrives on it."""

    queue: aws.sqs.Queue
    delivery: tuple[pulumi.Resource, ...]


def queue_policy(account: Account, queue_arn: pulumi.Input[str]) -> list[Statement]:
    """Let EventBridge rules of this account and region send, and refuse whatever is not TLS (Security Hub SQS.3)."""
    return [
        {
            "Sid": "Events",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue_arn,
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account.id},
                "ArnLike": {"aws:SourceArn": account.arn("events", "rule/*")},
            },
        },
        {
            "Sid": "OnlyTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]


def interruptions(name: str, account: Account, opts: pulumi.ResourceOptions) -> Interruptions:
    """Make the queue and a rule for each kind of event."""
    label = f"{name}-interruptions"
    queue = aws.sqs.Queue(
        label,
        name_prefix=prefix(label, QUEUE_PREFIX),
        # A warning is two minutes old at most when it matters (EC2 User Guide, "Spot Instance interruption notices").
        message_retention_seconds=300,
        # With SQS's own keys (Security Hub SQS.1): EventBridge needs no leave to use those.
        sqs_managed_sse_enabled=True,
        opts=opts,
    )
    policy = aws.sqs.QueuePolicy(
        label, queue_url=queue.url, policy=document(queue_policy(account, queue.arn)), opts=opts
    )
    targets = []
    for short, (source, kind) in EVENTS.items():
        rule = aws.cloudwatch.EventRule(
            f"{label}-{short}",
            name_prefix=prefix(f"{label}-{short}", RULE_PREFIX),
            event_pattern=json.dumps({"source": [source], "detail-type": [kind]}),
            opts=opts,
        )
        targets.append(
            aws.cloudwatch.EventTarget(f"{label}-{short}", rule=rule.name, arn=queue.arn, opts=opts)
        )
    return Interruptions(queue, (policy, *targets))
