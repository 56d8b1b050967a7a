"""KMS: keys, their replicas in other regions, and aliases.

Limits: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (7 to 30 days) and
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (the lockout check). Replacement follows
the ForceNew marks of terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import account, arn, digest, region, uuid
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.policies import allows, document
from rehearsal.simulation.aws.resource import aws, lookup, one_of, unique
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
REPLICA = "aws:kms/replicaKey:ReplicaKey"
USAGES = ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")


def key_check(inputs: Properties) -> Iterator[Failure]:
    """The policy is sound, and the windows are within their limits."""
    yield from document("policy", inputs.get("policy"), "key")
    yield from one_of(inputs, "keyUsage", USAGES, "ValidationException")
    for name, low, high in (("deletionWindowInDays", 7, 30), ("rotationPeriodInDays", 90, 2560)):
        days = inputs.get(name)
        if isinstance(days, int) and not low <= days <= high:
            yield Failure(name, f"ValidationException: {days} days are not within {low} to {high}")


def key_refuse(call: Call) -> None:
    """The account keeps the right to change the key's policy, or nobody could ever again."""
    policy = call.inputs.get("policy")
    root = f"arn:aws:iam::{account(call.provider)}:root"
    if policy is None or policy is UNKNOWN or call.inputs.get("bypassPolicyLockoutSafetyCheck") is True:
        return
    partitioned = arn(call, "iam", "root", regional=False)
    if not any(
        allows(policy, "AWS", who, "kms:PutKeyPolicy") for who in (root, partitioned, account(call.provider))
    ):
        message = f"the new key policy would not let the account change it; allow kms:* to {partitioned}"
        raise Refused("MalformedPolicyDocumentException", message)


def key_answer(call: Call, id_: str) -> Properties:
    """The key; without a policy of its own it gets the one that trusts the account."""
    default = {"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
               "Principal": {"AWS": arn(call, "iam", "root", regional=False)}}  # fmt: skip
    policy = call.inputs.get("policy") or {
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [default],
    }
    return {
        "arn": arn(call, "kms", f"key/{id_}"),
        "keyId": id_,
        "policy": text(policy),
        "isEnabled": call.inputs.get("isEnabled", True),
        "keyUsage": call.inputs.get("keyUsage", "ENCRYPT_DECRYPT"),
        "customerMasterKeySpec": call.inputs.get("customerMasterKeySpec", "SYMMETRIC_DEFAULT"),
    }


def key_id(call: Call) -> str:
    """An id, which tells a key of several regions by its beginning."""
    return f"mrk-{digest(call, 'key', 32)}" if call.inputs.get("multiRegion") is True else uuid(call, "key")


def replica_refuse(call: Call) -> None:
    """The primary key is one of several regions, and in another one."""
    wanted = str(call.inputs.get("primaryKeyArn"))
    primary = lookup(call, KEY, wanted, "arn")
    if primary is None:
        raise Refused("NotFoundException", f"primaryKeyArn: the key {wanted!r} does not exist")
    if primary.inputs.get("multiRegion") is not True:
        raise Refused(
            "UnsupportedOperationException", f"primaryKeyArn: {wanted} is not a multi-Region primary key"
        )
    if primary.outputs.get("region") == region(call):
        message = f"the replica of {wanted} must be in another region than {region(call)}"
        raise Refused("InvalidArnException", f"primaryKeyArn: {message}")
    key_refuse(call)


def replica_arn(call: Call) -> str:
    """The primary's, in this region. It is the replica's id here; the provider's is the primary's, the same in every region."""
    return arn(call, "kms", f"key/{str(call.inputs.get('primaryKeyArn')).rpartition('/')[2]}")


def replica_answer(call: Call, id_: str) -> Properties:
    """The replica, with what it shares with its primary."""
    answered = key_answer(call, id_.rpartition("/")[2])
    shared = {key: answered[key] for key in ("keyId", "keyUsage", "policy")}
    return {**shared, "arn": id_, "keySpec": "SYMMETRIC_DEFAULT", "enabled": call.inputs.get("enabled", True)}


def alias_check(inputs: Properties) -> Iterator[Failure]:
    """An alias is alias/something, and alias/aws/ belongs to AWS."""
    name = inputs.get("name")
    if isinstance(name, str) and (
        not re.fullmatch(r"alias/[A-Za-z0-9/_\-]{1,250}", name) or name.startswith("alias/aws/")
    ):
        yield Failure(
            "name",
            f"InvalidAliasNameException: {name!r} is not alias/ and 1 to 250 letters, digits and /_- (alias/aws/ is reserved)",
        )


def target(call: Call) -> str | None:
    """The ARN of the key that the alias names by id or ARN, None when there is none."""
    wanted = str(call.inputs.get("targetKeyId"))
    key = lookup(call, KEY, wanted) or lookup(call, KEY, wanted, "arn")
    return str(key.outputs["arn"]) if key else None


def alias_refuse(call: Call) -> None:
    """The key exists and the alias is free."""
    if target(call) is None:
        raise Refused(
            "NotFoundException", f"targetKeyId: the key {call.inputs.get('targetKeyId')!r} does not exist"
        )
    name = call.inputs.get("name")
    unique(
        call,
        ALIAS,
        "AlreadyExistsException",
        f"the alias {name!r} already exists",
        arn=arn(call, "kms", str(name)),
    )


KINDS: Mapping[str, Kind] = {
    KEY: aws(
        key_id, key_answer, check=key_check, refuse=key_refuse,
        replaces=("customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId"),
    ),
    REPLICA: aws(
        replica_arn, replica_answer, check=key_check, refuse=replica_refuse, required=("primaryKeyArn",),
        replaces=("primaryKeyArn",),
    ),
    ALIAS: aws(
        lambda call: str(call.inputs.get("name")),
        lambda call, id_: {"arn": arn(call, "kms", id_), "targetKeyArn": target(call)},
        check=alias_check, refuse=alias_refuse, required=("name", "targetKeyId"), replaces=("name", "namePrefix"),
    ),
}  # fmt: skip
