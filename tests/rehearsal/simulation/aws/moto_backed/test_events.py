"""EventBridge on moto: what it refuses, in its own words."""

import json

from rehearsal.simulation.aws.moto_backed import Moto
from tests.rehearsal.simulation.aws.cloud import Cloud

RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"
PATTERN = json.dumps({"source": ["aws.ec2"]})


def test_a_pattern_that_matches_nothing(cloud: Cloud) -> None:
    assert cloud.refusal(RULE, name="spot", eventPattern='{"source": "aws.ec2"}') == (
        "InvalidEventPatternException: Event pattern is not valid. Reason: 'source' must be an object or an array"
    )


def test_schedules_are_for_the_default_bus(cloud: Cloud) -> None:
    text = cloud.refusal(RULE, name="spot", scheduleExpression="rate(5 minutes)", eventBusName="other")

    assert text == "ValidationException: ScheduleExpression is supported only on the default event bus."


def test_a_target_of_a_rule_that_does_not_exist(cloud: Cloud) -> None:
    queue = f"arn:aws:sqs:eu-central-1:{cloud.account}:jobs"

    assert cloud.refusal(TARGET, rule="none", arn=queue) == (
        "ResourceNotFoundException: Rule none does not exist on EventBus default."
    )


def test_changes_reach_moto(cloud: Cloud, moto: Moto) -> None:
    rule = cloud.create(RULE, name="spot", eventPattern=PATTERN)
    target = cloud.create(
        TARGET, rule="spot", targetId="queue", arn=f"arn:aws:sqs:eu-central-1:{cloud.account}:jobs"
    )
    other = f"arn:aws:sqs:eu-central-1:{cloud.account}:others"
    cloud.update(TARGET, target, rule="spot", targetId="queue", arn=other)
    cloud.update(RULE, rule, name="spot", eventPattern=PATTERN, state="DISABLED", tags={"a": "b"})
    events = moto.client("events", cloud.account, cloud.region)

    assert events.describe_rule(Name="spot")["State"] == "DISABLED"
    assert [one["Arn"] for one in events.list_targets_by_rule(Rule="spot")["Targets"]] == [other]
