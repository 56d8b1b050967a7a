"""RDS: instances of PostgreSQL, and what they need around them."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import ACCOUNT, Cloud

INSTANCE = "aws:rds/instance:Instance"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
KEY = "aws:kms/key:Key"
SOUND: dict[str, Any] = {
    "identifier": "shop",
    "instanceClass": "db.m7g.large",
    "engine": "postgres",
    "engineVersion": "16",
    "allocatedStorage": 50,
    "maxAllocatedStorage": 200,
    "backupRetentionPeriod": 14,
    "username": "application",
    "password": "Placeholder1",
    "skipFinalSnapshot": True,
}
REPLICA: dict[str, Any] = {
    "identifier": "shop-replica",
    "instanceClass": "db.m7g.large",
    "skipFinalSnapshot": True,
}


def test_an_instance_is_reached_by_a_name_of_its_region(cloud: Cloud) -> None:
    made = cloud.create(INSTANCE, **SOUND)

    assert made["arn"] == "arn:aws:rds:eu-central-1:123456789012:db:shop"
    assert made["address"].startswith("shop.")
    assert made["address"].endswith(".eu-central-1.rds.amazonaws.com")
    assert made["endpoint"] == f"{made['address']}:5432"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"identifier": "1shop"}, "'1shop' is not 1 to 63 lower-case letters"),
        ({"identifier": "shop--two"}, "'shop--two' is not 1 to 63"),
        ({"instanceClass": "m7g.large"}, "'m7g.large' is not a class such as db.m7g.large"),
        ({"engine": "postgresql"}, "'postgresql' is not one of postgres"),
        ({"username": "admin"}, "'admin' is a reserved word and cannot be used"),
        ({"password": "Short1"}, "a password has 8 to 128 characters"),
        ({"password": "Place/holder"}, "a password has 8 to 128 characters"),
        ({"dbName": "shop-db"}, "'shop-db' is not 1 to 63 letters, digits and _"),
        ({"backupRetentionPeriod": 36}, "36 is not within 0 to 35"),
        ({"allocatedStorage": 10}, "10 is not within 20 to 65536"),
        ({"maxAllocatedStorage": 51}, "51 is not a tenth above 50"),
        ({"monitoringInterval": 7}, "7 is not one of 0, 1, 5"),
        ({"monitoringInterval": 60}, "enhanced monitoring needs a role"),
        ({"monitoringInterval": 60, "monitoringRoleArn": "nobodys"}, "the role 'nobodys' does not exist"),
        ({"storageEncrypted": False, "kmsKeyId": "key"}, "a key is given for storage that is not encrypted"),
        ({"skipFinalSnapshot": False}, "the final snapshot has no name"),
        (
            {"kmsKeyId": "nobodys"},
            "KMSKeyNotAccessibleFault: kmsKeyId: there is no key 'nobodys' in eu-central-1",
        ),
        (
            {"dbSubnetGroupName": "none"},
            "DBSubnetGroupNotFoundFault: there is no SubnetGroup 'none' in eu-central-1",
        ),
        ({"parameterGroupName": "none"}, "DBParameterGroupNotFound: there is no ParameterGroup 'none'"),
        ({"vpcSecurityGroupIds": ["sg-0"]}, "vpcSecurityGroupIds: 'sg-0' does not exist"),
        ({"username": None}, "an instance that is no replica needs username"),
        (
            {"replicateSourceDb": "none"},
            "DBInstanceNotFound: replicateSourceDb: the instance 'none' does not exist",
        ),
    ],
)
def test_an_instance_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(INSTANCE, **{**SOUND, **inputs})


def test_no_refusal_repeats_the_password(cloud: Cloud) -> None:
    assert "Sh0rt" not in cloud.refusal(INSTANCE, **{**SOUND, "password": "Sh0rt"})


def test_a_name_is_used_once_in_a_region(cloud: Cloud) -> None:
    cloud.create(INSTANCE, **SOUND)

    assert cloud.refusal(INSTANCE, **SOUND) == "DBInstanceAlreadyExists: the instance 'shop' already exists"
    assert Cloud("eu-west-1", world=cloud.world).create(INSTANCE, **SOUND)["region"] == "eu-west-1"


def test_a_protected_instance_stays(cloud: Cloud) -> None:
    kept = cloud.create(INSTANCE, **SOUND, deletionProtection=True)

    with pytest.raises(Refused, match="Cannot delete protected DB Instance"):
        cloud.delete(INSTANCE, kept)


def test_of_a_replica_there_is_no_last_snapshot(cloud: Cloud) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    last = {"skipFinalSnapshot": False, "finalSnapshotIdentifier": "shop-final"}
    kept = cloud.create(INSTANCE, **{**REPLICA, **last}, replicateSourceDb=source["arn"])

    with pytest.raises(Refused, match="can not be specified when deleting a replica instance"):
        cloud.delete(INSTANCE, kept)


def test_the_parameters_are_those_of_the_instances_major(cloud: Cloud) -> None:
    cloud.create(PARAMETERS, name="older", family="postgres15")

    assert cloud.refusal(INSTANCE, **SOUND, parameterGroupName="older") == (
        "InvalidParameterCombination: the parameter group 'older' of postgres15 is not of the family postgres16"
    )


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"family": "postgres"}, "'postgres' is not a family such as postgres16"),
        (
            {"name": None, "namePrefix": "Shop-"},
            "'Shop-' is not lower-case letters, digits and single hyphens",
        ),
    ],
)
def test_parameters_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(PARAMETERS, **{"name": "shop", "family": "postgres16", **inputs})


def test_subnets_are_of_one_network_and_of_two_zones(cloud: Cloud) -> None:
    one, other = cloud.vpc(), cloud.vpc("10.1.0.0/16")
    first = cloud.subnet(one)
    strange = cloud.subnet(other, "10.1.0.0/24", "b")
    beside = cloud.subnet(one, "10.0.1.0/24", "a")

    assert "the subnets are not in one VPC" in cloud.refusal(
        SUBNETS, name="a", subnetIds=[first["id"], strange["id"]]
    )
    assert cloud.refusal(SUBNETS, name="a", subnetIds=[first["id"], beside["id"]]) == (
        "DBSubnetGroupDoesNotCoverEnoughAZs: the subnets do not cover at least two availability zones"
    )


def test_the_firewall_is_of_the_subnets_network(cloud: Cloud) -> None:
    one, other = cloud.vpc(), cloud.vpc("10.1.0.0/16")
    subnets = [cloud.subnet(one, f"10.0.{n}.0/24", zone)["id"] for n, zone in enumerate("ab")]
    cloud.create(SUBNETS, name="shop", subnetIds=subnets)
    strange = cloud.create(GROUP, name="strange", vpcId=other["id"])
    refusal = cloud.refusal(INSTANCE, **SOUND, dbSubnetGroupName="shop", vpcSecurityGroupIds=[strange["id"]])

    assert "are in different VPCs" in refusal


def test_a_replica_has_the_engine_and_the_size_of_what_it_follows(cloud: Cloud) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    there = Cloud("eu-west-1", world=cloud.world)
    made = there.create(INSTANCE, **REPLICA, replicateSourceDb=source["arn"])

    assert (made["engine"], made["engineVersion"], made["allocatedStorage"]) == ("postgres", "16", 50)
    assert made["arn"].startswith(f"arn:aws:rds:eu-west-1:{ACCOUNT}")


def test_a_replica_follows_only_what_has_backups(cloud: Cloud) -> None:
    source = cloud.create(INSTANCE, **{**SOUND, "backupRetentionPeriod": 0})

    assert "automated backups are not enabled" in cloud.refusal(
        INSTANCE, **REPLICA, replicateSourceDb=source["arn"]
    )


def test_a_replica_has_a_key_of_its_own_region(cloud: Cloud) -> None:
    key = cloud.create(KEY)
    source = cloud.create(INSTANCE, **SOUND, storageEncrypted=True, kmsKeyId=key["arn"])
    there, follows = Cloud("eu-west-1", world=cloud.world), {"replicateSourceDb": source["arn"]}

    assert "needs a key of that region" in there.refusal(INSTANCE, **REPLICA, **follows)
    assert "there is no key" in there.refusal(INSTANCE, **REPLICA, **follows, kmsKeyId=key["arn"])


def test_a_replica_that_is_promoted_keeps_what_it_had(cloud: Cloud) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    made = cloud.create(INSTANCE, **REPLICA, replicateSourceDb=source["arn"])
    promoted = cloud.update(INSTANCE, made, **REPLICA, multiAz=True)

    assert (promoted["engine"], promoted["allocatedStorage"], promoted["multiAz"]) == (
        "postgres",
        50,
        True,
    )
    assert "replicateSourceDb" not in promoted
