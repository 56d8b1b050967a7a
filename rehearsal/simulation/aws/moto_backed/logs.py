"""CloudWatch log groups on moto."""

from collections.abc import Mapping

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.logs import GROUP
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.kinds import Call, Properties


def group(aws: Services, call: Call) -> Made:
    """The group. moto takes any key, so KMS is asked for it first, as CloudWatch asks it."""
    name, key = named(call), call.inputs.get("kmsKeyId")
    if key:
        aws("kms").describe_key(KeyId=key)
    wanted = {"kmsKeyId": "kmsKeyId", "logGroupClass": "logGroupClass"}
    tags = {"tags": all_tags(call)} if all_tags(call) else {}
    aws("logs").create_log_group(logGroupName=name, **given(call.inputs, wanted), **tags)
    try:
        retention(aws, call, name)
    except Exception:
        aws("logs").delete_log_group(logGroupName=name)
        raise
    found = aws("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    arn = next(one["arn"] for one in found if one["logGroupName"] == name)
    # CloudWatch ends it in :*, the provider does not.
    return Made(name, {"arn": arn.removesuffix(":*")})


def retention(aws: Services, call: Call, name: str) -> Properties:
    """How long events are kept; 0 is for ever, which the API says by having no policy."""
    days = call.inputs.get("retentionInDays", 0)
    if days:
        aws("logs").put_retention_policy(logGroupName=name, retentionInDays=days)
    elif call.id:
        aws("logs").delete_retention_policy(logGroupName=name)
    return {}


BACKINGS: Mapping[str, Backing] = {
    GROUP: Backing(
        "CreateLogGroup, PutRetentionPolicy", group, lambda aws, call: aws("logs").delete_log_group(logGroupName=call.id),
        lambda aws, call: retention(aws, call, call.id),
    ),
}  # fmt: skip
