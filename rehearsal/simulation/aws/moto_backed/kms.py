"""KMS on moto: keys, their replicas in other regions, and aliases."""

from collections.abc import Mapping

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.kms import ALIAS, KEY, REPLICA
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.kinds import Call, Properties


def key(aws: Services, call: Call) -> Made:
    """The key, enabled and rotated as asked."""
    wanted = {
        "Description": "description",
        "KeyUsage": "keyUsage",
        "KeySpec": "customerMasterKeySpec",
        "MultiRegion": "multiRegion",
    }
    policy = {"Policy": text(call.inputs["policy"])} if call.inputs.get("policy") else {}
    tags = [{"TagKey": name, "TagValue": str(value)} for name, value in all_tags(call).items()]
    made = aws("kms").create_key(**given(call.inputs, wanted), **policy, Tags=tags)["KeyMetadata"]
    states(aws, call, made["KeyId"])
    return Made(made["KeyId"], {"arn": made["Arn"], "keyId": made["KeyId"]})


def states(aws: Services, call: Call, id_: str) -> None:
    """Whether the key can be used, and is rotated."""
    kms, inputs = aws("kms"), call.inputs
    if inputs.get("enableKeyRotation") is True:
        kms.enable_key_rotation(KeyId=id_, **given(inputs, {"RotationPeriodInDays": "rotationPeriodInDays"}))
    elif (
        inputs.get("enableKeyRotation") is False
        and inputs.get("customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    ):
        kms.disable_key_rotation(KeyId=id_)
    if inputs.get("isEnabled") is False:
        kms.disable_key(KeyId=id_)
    elif call.id:
        kms.enable_key(KeyId=id_)


def key_update(aws: Services, call: Call) -> Properties:
    """Policy, description and state."""
    if call.inputs.get("policy"):
        aws("kms").put_key_policy(KeyId=call.id, PolicyName="default", Policy=text(call.inputs["policy"]))
    if call.inputs.get("description") is not None:
        aws("kms").update_key_description(KeyId=call.id, Description=call.inputs["description"])
    states(aws, call, call.id)
    return {}


def key_delete(aws: Services, call: Call) -> None:
    """A key is not deleted but scheduled to be, and cannot be used until then."""
    days = call.inputs.get("deletionWindowInDays", 30)
    aws("kms").schedule_key_deletion(KeyId=call.id, PendingWindowInDays=days)


def replica(aws: Services, call: Call) -> Made:
    """A replica, which KMS is asked for where the primary key is."""
    primary = str(call.inputs["primaryKeyArn"])
    region = primary.split(":")[3] if primary.count(":") > 3 else aws.region
    made = aws.at(region)("kms").replicate_key(
        KeyId=primary.rpartition("/")[2],
        ReplicaRegion=aws.region,
        **given(call.inputs, {"Description": "description"}),
    )["ReplicaKeyMetadata"]
    replica_update(aws, call, made["KeyId"])
    return Made(made["Arn"], {"arn": made["Arn"], "keyId": made["KeyId"]})


def replica_update(aws: Services, call: Call, id_: str = "") -> Properties:
    """Its policy, which is the replica's own."""
    if call.inputs.get("policy"):
        wanted = {"KeyId": id_ or call.id.rpartition("/")[2], "PolicyName": "default"}
        aws("kms").put_key_policy(**wanted, Policy=text(call.inputs["policy"]))
    return {}


def replica_delete(aws: Services, call: Call) -> None:
    """A replica is scheduled to be deleted, as a key is."""
    days = call.inputs.get("deletionWindowInDays", 30)
    aws("kms").schedule_key_deletion(KeyId=call.id.rpartition("/")[2], PendingWindowInDays=days)


def alias(aws: Services, call: Call) -> Made:
    """The alias of a key, by its id or ARN."""
    aws("kms").create_alias(AliasName=call.inputs["name"], TargetKeyId=key_id(call))
    return Made(call.inputs["name"])


def key_id(call: Call) -> str:
    """The id at the end of a key's ARN, which is what moto takes."""
    return str(call.inputs["targetKeyId"]).rpartition("/")[2]


def alias_update(aws: Services, call: Call) -> Properties:
    """Another key."""
    aws("kms").update_alias(AliasName=call.id, TargetKeyId=key_id(call))
    return {}


BACKINGS: Mapping[str, Backing] = {
    KEY: Backing(
        "CreateKey, PutKeyPolicy, EnableKeyRotation, ScheduleKeyDeletion", key, key_delete, key_update,
        trials={"policy": tried_resource_policy},
    ),
    REPLICA: Backing(
        "ReplicateKey, PutKeyPolicy, ScheduleKeyDeletion", replica, replica_delete, replica_update,
        trials={"policy": tried_resource_policy},
    ),
    ALIAS: Backing("CreateAlias, UpdateAlias", alias, lambda aws, call: aws("kms").delete_alias(AliasName=call.id), alias_update),
}  # fmt: skip
