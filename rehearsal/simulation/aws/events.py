"""EventBridge: rules and their targets (pulumi-aws keeps them under their older name, CloudWatch events).

Limits: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html and API_Target.html. Replacement
follows the ForceNew marks of terraform-provider-aws 6.
"""

import json
import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import account, arn, digest, region
from rehearsal.simulation.aws.resource import aws, named, one_of, unique
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = re.compile(
    r"rate\(1 (minute|hour|day)\)|rate\((?!1 )\d+ (minutes|hours|days)\)|cron\(\S+( \S+){5}\)"
)
STATES = ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")


def bus(inputs: Properties) -> str:
    """The name of the event bus, `default` unless told otherwise."""
    return str(inputs.get("eventBusName") or "default")


def on_bus(inputs: Properties, name: str) -> str:
    """A rule as its id and its ARN name it: on its own on the default bus, behind the bus's name on another."""
    return name if bus(inputs) == "default" else f"{bus(inputs)}/{name}"


def rule_check(inputs: Properties) -> Iterator[Failure]:
    """A name, and a pattern or a schedule that can be read."""
    name = inputs.get("name")
    if isinstance(name, str) and not re.fullmatch(r"[.\-_A-Za-z0-9]{1,64}", name):
        yield Failure("name", f"ValidationException: {name!r} is not 1 to 64 letters, digits and .-_")
    if inputs.get("eventPattern") is None and inputs.get("scheduleExpression") is None:
        yield Failure("eventPattern", "ValidationException: a rule needs eventPattern or scheduleExpression")
    for pattern in texts(inputs, "eventPattern"):
        try:
            readable = isinstance(json.loads(pattern), dict)
        except ValueError:
            readable = False
        if not readable:
            yield Failure("eventPattern", f"InvalidEventPatternException: {pattern!r} is not a JSON object")
    for schedule in texts(inputs, "scheduleExpression"):
        if not SCHEDULE.fullmatch(schedule):
            reason = f"{schedule!r} is neither rate(5 minutes) nor cron(0 12 * * ? *)"
            yield Failure("scheduleExpression", f"ValidationException: {reason}")
    yield from one_of(inputs, "state", STATES, "ValidationException")


def rule_refuse(call: Call) -> None:
    """A name is used once on a bus."""
    name, where = named(call), bus(call.inputs)
    message = f"the rule {name!r} already exists on the event bus {where}"
    unique(
        call,
        RULE,
        "ResourceAlreadyExistsException",
        message,
        name=name,
        eventBusName=where,
        region=region(call),
    )


def rule_answer(call: Call, id_: str) -> Properties:
    """The rule under its physical name, enabled unless told otherwise."""
    return {
        "arn": arn(call, "events", f"rule/{id_}"),
        "name": id_.rpartition("/")[2],
        "eventBusName": bus(call.inputs),
        "state": call.inputs.get("state", "ENABLED"),
        "forceDestroy": call.inputs.get("forceDestroy", False),
    }


def rule_delete(call: Call) -> None:
    """A rule with targets stays."""
    targets = [
        target
        for target in call.world.of(TARGET, account(call.provider))
        if on_bus(target.inputs, str(target.inputs.get("rule"))) == call.id
    ]
    if targets:
        raise Refused("ValidationException", f"Rule can't be deleted since it has targets ({len(targets)})")


def target_id(call: Call) -> str:
    """The target's name in its rule; the provider makes one up when there is none."""
    return str(call.inputs.get("targetId") or f"terraform-{digest(call, 'target', 26)}")


def target_check(inputs: Properties) -> Iterator[Failure]:
    """A name, and an ARN."""
    name, target = inputs.get("targetId"), inputs.get("arn")
    if isinstance(name, str) and not re.fullmatch(r"[.\-_A-Za-z0-9]{1,64}", name):
        yield Failure("targetId", f"ValidationException: {name!r} is not 1 to 64 letters, digits and .-_")
    if isinstance(target, str) and not re.match(r"arn:aws[a-z\-]*:[a-z0-9\-]+:", target):
        yield Failure("arn", f"ValidationException: {target!r} is not an ARN")


def target_refuse(call: Call) -> None:
    """The rule exists, and has at most five targets."""
    rule = on_bus(call.inputs, str(call.inputs.get("rule")))
    if call.world.get(RULE, rule, account(call.provider)) is None:
        raise Refused("ResourceNotFoundException", f"rule: the rule {rule!r} does not exist")
    of_rule = [
        e
        for e in call.world.referrers(str(call.inputs.get("rule")), account(call.provider))
        if e.type == TARGET
    ]
    if (
        len({e.id for e in of_rule} - {call.id}) >= 5
    ):  # a quota: docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
        raise Refused("LimitExceededException", f"the rule {rule!r} already has five targets")


KINDS: Mapping[str, Kind] = {
    RULE: aws(
        lambda call: on_bus(call.inputs, named(call)), rule_answer, check=rule_check, refuse=rule_refuse, delete=rule_delete,
        autoname="name", replaces=("name", "namePrefix", "eventBusName"),
    ),
    TARGET: aws(
        lambda call: f"{on_bus(call.inputs, str(call.inputs.get('rule')))}-{target_id(call)}",
        lambda call, id_: {"targetId": target_id(call), "eventBusName": bus(call.inputs)},
        check=target_check, refuse=target_refuse, required=("arn", "rule"), replaces=("rule", "targetId", "eventBusName"),
    ),
}  # fmt: skip
