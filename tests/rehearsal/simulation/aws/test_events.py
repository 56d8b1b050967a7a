"""EventBridge rules and targets."""

import json
from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.aws.cloud import Cloud

RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"
PATTERN = json.dumps({"source": ["aws.ec2"]})
QUEUE = "arn:aws:sqs:eu-central-1:123456789012:jobs"


def test_a_rule_is_named_after_its_bus(cloud: Cloud) -> None:
    plain = cloud.create(RULE, name="spot", eventPattern=PATTERN)
    elsewhere = cloud.create(RULE, name="spot", eventPattern=PATTERN, eventBusName="orders")

    assert (plain["id"], plain["eventBusName"], plain["state"]) == ("spot", "default", "ENABLED")
    assert (elsewhere["id"], elsewhere["name"]) == ("orders/spot", "spot")
    assert elsewhere["arn"] == "arn:aws:events:eu-central-1:123456789012:rule/orders/spot"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "a b"}, "name: ValidationException: 'a b' is not 1 to 64 letters"),
        ({"eventPattern": None}, "a rule needs eventPattern or scheduleExpression"),
        ({"eventPattern": "[]"}, "InvalidEventPatternException: '[]' is not a JSON object"),
        ({"eventPattern": "{"}, "InvalidEventPatternException: '{' is not a JSON object"),
        (
            {"scheduleExpression": "rate(1 hours)"},
            "'rate(1 hours)' is neither rate(5 minutes) nor cron(0 12 * * ? *)",
        ),
        ({"state": "ON"}, "'ON' is not one of ENABLED, DISABLED"),
    ],
)
def test_a_rule_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(RULE, **{"name": "spot", "eventPattern": PATTERN, **inputs})


@pytest.mark.parametrize("schedule", ["rate(1 hour)", "rate(5 minutes)", "cron(0 12 * * ? *)", UNKNOWN])
def test_schedules_that_amazon_takes(cloud: Cloud, schedule: object) -> None:
    assert cloud.wrong(RULE, name="nightly", scheduleExpression=schedule) == []


def test_a_name_is_used_once_on_a_bus(cloud: Cloud) -> None:
    cloud.create(RULE, name="spot", eventPattern=PATTERN)

    assert cloud.refusal(RULE, name="spot", eventPattern=PATTERN) == (
        "ResourceAlreadyExistsException: the rule 'spot' already exists on the event bus default"
    )


def test_a_target_needs_its_rule_and_an_arn(cloud: Cloud) -> None:
    cloud.create(RULE, name="spot", eventPattern=PATTERN)

    assert "ResourceNotFoundException: rule: the rule 'none' does not exist" in cloud.refusal(
        TARGET, rule="none", arn=QUEUE
    )
    assert "ValidationException: 'jobs' is not an ARN" in cloud.refusal(TARGET, rule="spot", arn="jobs")
    assert "'a b' is not 1 to 64 letters" in cloud.refusal(TARGET, rule="spot", arn=QUEUE, targetId="a b")


def test_a_rule_has_five_targets_at_most_and_stays_while_it_has_one(cloud: Cloud) -> None:
    rule = cloud.create(RULE, name="spot", eventPattern=PATTERN)
    made = [cloud.create(TARGET, rule="spot", arn=QUEUE, targetId=f"queue-{n}") for n in range(5)]

    assert "LimitExceededException: the rule 'spot' already has five targets" in cloud.refusal(
        TARGET, rule="spot", arn=QUEUE
    )
    with pytest.raises(
        Refused, match=r"ValidationException: Rule can't be deleted since it has targets \(5\)"
    ):
        cloud.delete(RULE, rule)
    for target in made:
        cloud.delete(TARGET, target)
    cloud.delete(RULE, rule)
    assert len(cloud.world) == 0
