"""EventBridge on moto: rules and targets."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.events import RULE, TARGET, bus, on_bus, target_id
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, capitals, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.kinds import Call, Properties, Refused

TARGET_PARTS = {"Arn": "arn", "RoleArn": "roleArn", "Input": "input", "InputPath": "inputPath"}


def put_rule(aws: Services, call: Call, name: str) -> str:
    """The rule's ARN; the same call makes and changes it."""
    wanted = {"EventPattern": "eventPattern", "ScheduleExpression": "scheduleExpression", "Description": "description",
              "RoleArn": "roleArn", "State": "state"}  # fmt: skip
    made = aws("events").put_rule(Name=name, EventBusName=bus(call.inputs), **given(call.inputs, wanted))
    if tag_list(call):
        aws("events").tag_resource(ResourceARN=made["RuleArn"], Tags=tag_list(call))
    return str(made["RuleArn"])


def rule(aws: Services, call: Call) -> Made:
    """The rule. PutRule writes over one of the same name, which the type's own knowledge refuses."""
    arn = put_rule(aws, call, named(call))
    return Made(on_bus(call.inputs, named(call)), {"arn": arn})


def rule_update(aws: Services, call: Call) -> Properties:
    """The same call again."""
    put_rule(aws, call, call.id.rpartition("/")[2])
    return {}


def rule_delete(aws: Services, call: Call) -> None:
    """The rule; while it has targets, it stays."""
    aws("events").delete_rule(Name=call.id.rpartition("/")[2], EventBusName=bus(call.inputs))


def target(aws: Services, call: Call) -> Properties:
    """The target in its rule."""
    entry: dict[str, Any] = {"Id": target_id(call), **given(call.inputs, TARGET_PARTS)}
    for name, api in (
        ("sqsTarget", "SqsParameters"),
        ("deadLetterConfig", "DeadLetterConfig"),
        ("retryPolicy", "RetryPolicy"),
    ):
        if call.inputs.get(name):
            entry[api] = capitals(call.inputs[name])
    asked = {"Rule": call.inputs["rule"], "EventBusName": bus(call.inputs)}
    answer = aws("events").put_targets(**asked, Targets=[entry])
    for failed in answer.get("FailedEntries") or ():
        raise Refused(failed["ErrorCode"], failed["ErrorMessage"])
    return {}


def target_create(aws: Services, call: Call) -> Made:
    """The same call as the update."""
    target(aws, call)
    return Made(f"{on_bus(call.inputs, str(call.inputs['rule']))}-{target_id(call)}")


def target_delete(aws: Services, call: Call) -> None:
    """By its name in the rule."""
    name = str(call.olds.get("targetId") or target_id(call))
    aws("events").remove_targets(Rule=call.inputs["rule"], EventBusName=bus(call.inputs), Ids=[name])


BACKINGS: Mapping[str, Backing] = {
    RULE: Backing("PutRule", rule, rule_delete, rule_update, guards=frozenset({TARGET})),
    TARGET: Backing("PutTargets", target_create, target_delete, target),
}
