"""CloudWatch Logs: log groups.

Limits: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html (the retention
periods) and https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (the key policy).
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import arn, dns_suffix, region
from rehearsal.simulation.aws.kms import KEY
from rehearsal.simulation.aws.policies import allows
from rehearsal.simulation.aws.resource import aws, lookup, named, one_of, unique
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

GROUP = "aws:cloudwatch/logGroup:LogGroup"
RETENTION = (
    0,
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""Days that CloudWatch can keep log events; 0 keeps them for ever."""


def check(inputs: Properties) -> Iterator[Failure]:
    """Names, retention and class."""
    name = inputs.get("name")
    if isinstance(name, str) and not re.fullmatch(r"[A-Za-z0-9._/#\-]{1,512}", name):
        yield Failure(
            "name", f"InvalidParameterException: {name!r} is not 1 to 512 letters, digits and ._/#-"
        )
    yield from one_of(inputs, "retentionInDays", RETENTION, "InvalidParameterException")
    yield from one_of(
        inputs, "logGroupClass", ("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"), "InvalidParameterException"
    )


def refuse(call: Call) -> None:
    """The name is free in the region, and the key lets CloudWatch use it."""
    name, where = named(call), region(call)
    unique(
        call,
        GROUP,
        "ResourceAlreadyExistsException",
        f"the log group {name!r} already exists",
        name=name,
        region=where,
    )
    key_arn = call.inputs.get("kmsKeyId")
    if not isinstance(key_arn, str):
        return
    key = lookup(call, KEY, key_arn, "arn")
    services = (f"logs.{where}.{dns_suffix(where)}", f"logs.{dns_suffix(where)}")
    if key is None:
        raise Refused("InvalidParameterException", f"kmsKeyId: the key {key_arn!r} does not exist")
    if not any(allows(key.outputs.get("policy"), "Service", service, "kms:Encrypt") for service in services):
        message = f"the policy of the key {key_arn} does not allow {services[0]} to use it, so the log group {name!r} cannot"
        raise Refused("InvalidParameterException", message)


def answer(call: Call, id_: str) -> Properties:
    """The log group; without a retention it keeps everything."""
    return {
        "arn": arn(call, "logs", f"log-group:{id_}"),
        "name": id_,
        "retentionInDays": call.inputs.get("retentionInDays", 0),
    }


KINDS: Mapping[str, Kind] = {
    GROUP: aws(
        named,
        answer,
        check=check,
        refuse=refuse,
        autoname="name",
        replaces=("name", "namePrefix", "logGroupClass"),
    ),
}
