"""RDS: instances of PostgreSQL, their parameter groups and their subnet groups.

Limits: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html and
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html. Replacement follows the ForceNew marks of
terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.aws.account import account, arn, digest, dns_suffix, region, unique_id
from rehearsal.simulation.aws.iam import ROLE
from rehearsal.simulation.aws.kms import KEY
from rehearsal.simulation.aws.resource import Reference, aws, lookup, named, one_of, unique
from rehearsal.simulation.aws.security_groups import GROUP
from rehearsal.simulation.aws.vpc import SUBNET
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, words
from rehearsal.simulation.world import Entity

INSTANCE = "aws:rds/instance:Instance"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
WRONG = "InvalidParameterValue"
PATTERNS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "identifier": (
        re.compile(r"(?=.{1,63}\Z)[a-z](-?[a-z0-9])*"),
        "1 to 63 lower-case letters, digits and single hyphens",
    ),
    "finalSnapshotIdentifier": (
        re.compile(r"(?=.{1,255}\Z)[A-Za-z](-?[A-Za-z0-9])*"),
        "1 to 255 letters, digits and single hyphens",
    ),
    "dbName": (re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}"), "1 to 63 letters, digits and _, no digit first"),
    "username": (re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}"), "1 to 63 letters, digits and _, no digit first"),
    "instanceClass": (re.compile(r"db\.[a-z0-9]+\.[a-z0-9]+"), "a class such as db.m7g.large"),
}
KEPT = words("admin rdsadmin rdsrepladmin rds_superuser rds_replication rdstopmgr")
"""Names of users that RDS keeps for itself."""
BOUNDS = {
    "backupRetentionPeriod": (0, 35),
    "allocatedStorage": (20, 65536),
    "maxAllocatedStorage": (22, 65536),
    "port": (1150, 65535),
}
CHOICES: Mapping[str, tuple[Any, ...]] = {
    "engine": ("postgres", "mysql", "mariadb"),
    "storageType": ("gp2", "gp3", "io1", "io2", "standard"),
    "monitoringInterval": (0, 1, 5, 10, 15, 30, 60),
    "enabledCloudwatchLogsExports": ("postgresql", "upgrade", "iam-db-auth-error"),
    "caCertIdentifier": ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"),
    "performanceInsightsRetentionPeriod": (7, 731, *range(31, 731, 31)),
    "engineLifecycleSupport": (
        "open-source-rds-extended-support",
        "open-source-rds-extended-support-disabled",
    ),
}


def check(inputs: Properties) -> Iterator[Failure]:
    """What an instance's inputs alone show. No message repeats the password."""
    for path, (pattern, expected) in PATTERNS.items():
        for text in texts(inputs, path):
            if not pattern.fullmatch(text):
                yield Failure(path, f"{WRONG}: {text!r} is not {expected}")
    for path, (least, most) in BOUNDS.items():
        number = inputs.get(path)
        if isinstance(number, (int, float)) and not least <= number <= most:
            yield Failure(path, f"{WRONG}: {number:g} is not within {least} to {most}")
    for path, choices in CHOICES.items():
        yield from one_of(inputs, path, choices, WRONG)
    for name in texts(inputs, "username"):
        if name in KEPT:
            yield Failure("username", f"{WRONG}: {name!r} is a reserved word and cannot be used")
    for password in texts(inputs, "password"):
        if not 8 <= len(password) <= 128 or set("/'\"@ ") & set(password):
            yield Failure(
                "password", f"{WRONG}: a password has 8 to 128 characters, none of them /, ', \", @ or space"
            )
    yield from _combined(inputs)


def _combined(inputs: Properties) -> Iterator[Failure]:
    wrong = "InvalidParameterCombination"
    if inputs.get("monitoringInterval") and inputs.get("monitoringRoleArn") is None:
        yield Failure("monitoringRoleArn", f"{wrong}: enhanced monitoring needs a role")
    if inputs.get("storageEncrypted") is False and inputs.get("kmsKeyId") is not None:
        yield Failure("kmsKeyId", f"{wrong}: a key is given for storage that is not encrypted")
    if inputs.get("skipFinalSnapshot") is False and inputs.get("finalSnapshotIdentifier") is None:
        yield Failure("finalSnapshotIdentifier", f"{wrong}: the final snapshot has no name")
    at_first, at_most = inputs.get("allocatedStorage"), inputs.get("maxAllocatedStorage")
    if not isinstance(at_first, (int, float)) or not isinstance(at_most, (int, float)):
        return
    if at_most < 1.1 * at_first:
        yield Failure("maxAllocatedStorage", f"{wrong}: {at_most:g} is not a tenth above {at_first:g}")


def identifier(call: Call) -> str:
    """The instance's name."""
    return named(call, "identifierPrefix", "identifier")


def refuse(call: Call) -> None:
    """The name is free, and what the instance stands on is there, in its region and its network."""
    where, name = region(call), identifier(call)
    unique(
        call,
        INSTANCE,
        "DBInstanceAlreadyExists",
        f"the instance {name!r} already exists",
        identifier=name,
        region=where,
    )
    source = replicated(call)
    needed = ("engine", "username", "password", "allocatedStorage")
    if (
        not call.id
        and source is None
        and (missing := [path for path in needed if call.inputs.get(path) is None])
    ):
        raise Refused(
            "InvalidParameterCombination", f"an instance that is no replica needs {', '.join(missing)}"
        )
    for key in texts(call.inputs, "kmsKeyId"):
        if f":{where}:" not in key or lookup(call, KEY, key, "arn") is None:
            raise Refused("KMSKeyNotAccessibleFault", f"kmsKeyId: there is no key {key!r} in {where}")
    _networked(call, where)
    _configured(call, where, source)


def replicated(call: Call) -> Entity | None:
    """What a replica follows. It has backups of its own, and a replica elsewhere that is encrypted has a key there."""
    wanted = call.inputs.get("replicateSourceDb")
    if not isinstance(wanted, str):
        return None
    by = "arn" if wanted.startswith("arn:") else "identifier"
    source = lookup(call, INSTANCE, wanted, by)
    if source is None:
        raise Refused("DBInstanceNotFound", f"replicateSourceDb: the instance {wanted!r} does not exist")
    if not source.inputs.get("backupRetentionPeriod"):
        raise Refused("InvalidDBInstanceState", f"automated backups are not enabled for {wanted!r}")
    elsewhere = source.outputs.get("region") != region(call)
    if elsewhere and source.inputs.get("storageEncrypted") and call.inputs.get("kmsKeyId") is None:
        raise Refused(
            "InvalidParameterCombination",
            f"an encrypted replica in {region(call)} needs a key of that region",
        )
    return source


def _networked(call: Call, where: str) -> None:
    group = _here(call, SUBNETS, call.inputs.get("dbSubnetGroupName"), where, "DBSubnetGroupNotFoundFault")
    for id_ in texts(call.inputs, "vpcSecurityGroupIds"):
        firewall = lookup(call, GROUP, id_)
        if firewall is None:
            raise Refused("InvalidParameterValue", f"vpcSecurityGroupIds: {id_!r} does not exist")
        if group and firewall.outputs.get("vpcId") != group.outputs.get("vpcId"):
            text = f"the security group {id_} and the subnet group {group.id} are in different VPCs"
            raise Refused("InvalidVPCNetworkStateFault", text)


def _configured(call: Call, where: str, source: Entity | None) -> None:
    name = call.inputs.get("parameterGroupName")
    group = _here(call, PARAMETERS, name, where, "DBParameterGroupNotFound")
    before = source.outputs if source else call.olds
    engine, version = (call.inputs.get(key) or before.get(key) for key in ("engine", "engineVersion"))
    family = f"{engine}{str(version).partition('.')[0]}"
    if group and version and group.outputs.get("family") != family:
        text = f"the parameter group {name!r} of {group.outputs.get('family')} is not of the family {family}"
        raise Refused("InvalidParameterCombination", text)


def _here(call: Call, type_: str, name: Any, where: str, code: str) -> Entity | None:
    """A group by its name in the call's region; None where none is named."""
    if not isinstance(name, str):
        return None
    found = call.world.find(type_, account(call.provider), name=name, region=where)
    if found is None:
        raise Refused(code, f"there is no {type_.rsplit(':', 1)[-1]} {name!r} in {where}")
    return found


def answer(call: Call, id_: str) -> Properties:
    """The instance with its address, and what a replica has of its source."""
    where, name, port = region(call), identifier(call), call.inputs.get("port") or 5432
    source = replicated(call)
    kept = source.outputs if source else call.olds
    own = ("engine", "engineVersion", "username", "dbName", "allocatedStorage")
    address = f"{name}.{digest(call, 'account', 12)}.{where}.rds.{dns_suffix(where)}"
    return {
        **{key: kept[key] for key in own if kept.get(key) is not None and call.inputs.get(key) is None},
        "arn": arn(call, "rds", f"db:{name}"),
        "identifier": name,
        "resourceId": id_,
        "address": address,
        "endpoint": f"{address}:{int(port)}",
        "port": port,
        "status": "available",
    }


def delete(call: Call) -> None:
    """A protected instance stays, and of a replica there is no last snapshot."""
    wrong = "InvalidParameterCombination"
    if call.inputs.get("deletionProtection") is True:
        text = "Cannot delete protected DB Instance, please disable deletion protection and try again."
        raise Refused(wrong, text)
    if call.inputs.get("replicateSourceDb") and call.inputs.get("skipFinalSnapshot") is not True:
        text = "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance"
        raise Refused(wrong, text)


def parameters_check(inputs: Properties) -> Iterator[Failure]:
    """Names, and a family of PostgreSQL, MySQL or MariaDB."""
    for text in texts(inputs, "family"):
        if not re.fullmatch(r"(postgres\d+|(mysql|mariadb)\d+\.\d+)", text):
            yield Failure("family", f"{WRONG}: {text!r} is not a family such as postgres16")
    for text in texts(inputs, "namePrefix"):
        if not re.fullmatch(r"[a-z](-?[a-z0-9])*-?", text) or len(text) > 229:
            yield Failure(
                "namePrefix", f"{WRONG}: {text!r} is not lower-case letters, digits and single hyphens"
            )


def subnets_refuse(call: Call) -> None:
    """At least two zones of one network."""
    found = [one for id_ in texts(call.inputs, "subnetIds") if (one := lookup(call, SUBNET, id_))]
    if len({one.outputs.get("vpcId") for one in found}) > 1:
        raise Refused("InvalidSubnet", "subnetIds: the subnets are not in one VPC")
    if found and len({one.outputs.get("availabilityZone") for one in found}) < 2:
        text = "the subnets do not cover at least two availability zones"
        raise Refused("DBSubnetGroupDoesNotCoverEnoughAZs", text)


def subnets_answer(call: Call, id_: str) -> Properties:
    """The group, in the network of its subnets."""
    one = next(
        (found for text in texts(call.inputs, "subnetIds") if (found := lookup(call, SUBNET, text))), None
    )
    return {
        "arn": arn(call, "rds", f"subgrp:{id_}"),
        "name": id_,
        "vpcId": one.outputs.get("vpcId") if one else "",
    }


KINDS: Mapping[str, Kind] = {
    INSTANCE: aws(
        lambda call: unique_id(call, "db-"), answer, check=check, refuse=refuse, delete=delete, required=("instanceClass",),
        references=(Reference("monitoringRoleArn", ROLE, "InvalidParameterValue", "arn"),),
        replaces=("dbName", "username", "kmsKeyId", "storageEncrypted", "engine", "availabilityZone", "characterSetName"),
    ),
    PARAMETERS: aws(
        named, lambda call, id_: {"arn": arn(call, "rds", f"pg:{id_}"), "name": id_}, check=parameters_check,
        required=("family",), replaces=("name", "namePrefix", "family", "description"), autoname="name",
    ),
    SUBNETS: aws(
        named, subnets_answer, refuse=subnets_refuse, required=("subnetIds",), autoname="name",
        references=(Reference("subnetIds", SUBNET, "InvalidSubnet"),), replaces=("name", "namePrefix"),
    ),
}  # fmt: skip
