"""Secrets Manager: secrets with their replicas, and their versions.

Limits: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html and API_DeleteSecret.html (a
recovery window of 7 to 30 days, or none). Replacement follows the ForceNew marks of terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.aws.account import account, arn, digest, region, uuid
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.kms import KEY, REPLICA
from rehearsal.simulation.aws.policies import document
from rehearsal.simulation.aws.resource import aws, exactly_one, lookup, named, unique
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
LARGEST = 65536


def check(inputs: Properties) -> Iterator[Failure]:
    """A name, a recovery window and a policy."""
    name, days = inputs.get("name"), inputs.get("recoveryWindowInDays")
    if isinstance(name, str) and not re.fullmatch(r"[A-Za-z0-9/_+=.@\-]{1,512}", name):
        yield Failure("name", f"ValidationException: {name!r} is not 1 to 512 letters, digits and /_+=.@-")
    if isinstance(days, int) and days != 0 and not 7 <= days <= 30:
        yield Failure(
            "recoveryWindowInDays", f"InvalidParameterException: {days} days are neither 0 nor within 7 to 30"
        )
    yield from document("policy", inputs.get("policy"), "resource")


def refuse(call: Call) -> None:
    """The name is free in the region, and the keys exist there and where the replicas are."""
    name = named(call)
    message = f"the secret {name!r} already exists"
    unique(call, SECRET, "ResourceExistsException", message, name=name, region=region(call))
    for key in texts(call.inputs, "kmsKeyId"):
        if not key.startswith("alias/") and not (lookup(call, KEY, key) or lookup(call, KEY, key, "arn")):
            raise Refused("InvalidParameterException", f"kmsKeyId: the key {key!r} does not exist")
    for replica in values(call.inputs, "replicas"):
        if isinstance(replica, Mapping):
            replica_refuse(call, replica)


def replica_refuse(call: Call, replica: Properties) -> None:
    """A replica is in another region, where its key is too."""
    there = replica.get("region")
    if there == region(call):
        raise Refused(
            "InvalidParameterException",
            f"replicas.region: Invalid replica region. {there} is the secret's own",
        )
    for key in texts(replica, "kmsKeyId"):
        found = lookup(call, KEY, key, "arn") or lookup(call, REPLICA, key, "arn")
        if not key.startswith("alias/") and (found is None or found.outputs.get("region") != there):
            raise Refused(
                "InvalidParameterException", f"replicas.kmsKeyId: the key {key!r} does not exist in {there}"
            )


def answer(call: Call, id_: str) -> Properties:
    """The secret; the provider keeps a deleted one for 30 days unless told otherwise."""
    return {
        "arn": id_,
        "name": named(call),
        "policy": text(call.inputs.get("policy")) or "",
        "recoveryWindowInDays": call.inputs.get("recoveryWindowInDays", 30),
        "forceOverwriteReplicaSecret": call.inputs.get("forceOverwriteReplicaSecret", False),
    }


def value_check(inputs: Properties) -> Iterator[Failure]:
    """One value of at most 64 KiB."""
    kinds = ("secretString", "secretBinary", "secretStringWo")
    yield from exactly_one(inputs, kinds, "a secret's version")
    for value in texts(inputs, "secretString"):
        if len(value.encode()) > LARGEST:
            yield Failure(
                "secretString",
                f"InvalidParameterException: {len(value.encode())} bytes, {LARGEST} are allowed",
            )


def secret_of(call: Call) -> Any:
    """The secret that a version names by its ARN or its name, None when there is none."""
    wanted = str(call.inputs.get("secretId"))
    return call.world.get(SECRET, wanted, account(call.provider)) or lookup(call, SECRET, wanted, "name")


def value_refuse(call: Call) -> None:
    """The secret exists."""
    if secret_of(call) is None:
        wanted = call.inputs.get("secretId")
        raise Refused("ResourceNotFoundException", f"secretId: the secret {wanted!r} does not exist")


def value_answer(call: Call, id_: str) -> Properties:
    """The version, which is the current one."""
    return {
        "arn": secret_of(call).id,
        "versionId": id_.rpartition("|")[2],
        "versionStages": call.inputs.get("versionStages", ["AWSCURRENT"]),
    }


KINDS: Mapping[str, Kind] = {
    SECRET: aws(
        lambda call: arn(call, "secretsmanager", f"secret:{named(call)}-{digest(call, 'secret', 6)}"), answer,
        check=check, refuse=refuse, autoname="name", replaces=("name", "namePrefix"),
    ),
    VERSION: aws(
        lambda call: f"{call.inputs.get('secretId')}|{uuid(call, 'version')}", value_answer, check=value_check,
        refuse=value_refuse, required=("secretId",), replaces=("secretId", "secretString", "secretBinary"),
    ),
}  # fmt: skip
