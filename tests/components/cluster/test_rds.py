"""Managed PostgreSQL beside an EKS cluster: who reaches it, what is kept of it, and where its password is."""

from functools import cache
from typing import Any

import pulumi
import pytest

from components.cluster import create_cluster
from components.cluster.rds import identifier
from components.contracts import Cluster
from components.data.logins import Logins
from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.kinds import changed
from settings.data.databases import Database
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, needs, settings
from tests.recorded import Recorded, Recording, deploy

INSTANCE = "aws:rds/instance:Instance"
SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
KEY = "aws:kms/key:Key"
PASSWORD = "random:index/randomPassword:RandomPassword"
OWN, OTHER = "main-database-shop", "there-database-shop"
SHOP = {"cluster": "main", "secret": "shop/url", "replica": "there", "replica_secret": "shop/url"}


def beside(name: str, **changes: Any) -> Cluster:
    """One of the two clusters."""
    elsewhere = {"region": "us-east-1", "network": {"cidr": "10.30.0.0/16"}} if name == "there" else {}
    return create_cluster(name, settings(**elsewhere, **changes))


@cache
def both(*, protect: bool = True, promoted: bool = False, preview: bool = False) -> Recording:
    """A database beside one cluster, and its replica beside another, which may be promoted."""
    database = Database.model_validate({**SHOP, "promoted": ["there"] if promoted else []})

    def build() -> None:
        main, there = (beside(name, protect=protect).database for name in ("main", "there"))
        assert main
        assert there
        login = Logins()("shop")
        followed = main.primary("shop", database, "staging/shop/url", login)
        if promoted:
            there.primary("shop", database, "staging/shop/url", login)
        else:
            there.replica("shop", database, "staging/shop/url", login, followed)

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging", preview=preview)


@cache
def given_up() -> Recording:
    """What is left of both where the first cluster has left the stack, and the promoted database is its first."""
    database = Database.model_validate({"cluster": "there", "secret": "shop/url", "promoted": ["there"]})

    def build() -> None:
        there = beside("there", protect=True).database
        assert there
        there.primary("shop", database, "staging/shop/url", Logins()("shop"))

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def one(type_: str, name: str = OWN, **how: bool) -> Recorded:
    return both(**how).one(type_, name)


def test_a_cluster_without_a_database_has_nothing_of_one() -> None:
    recording = deploy(lambda: create_cluster("main", settings()), NO_DEFAULT_PROVIDERS, stack="staging")

    assert not [
        r for r in recording.resources if "database" in r.name or r.type.startswith(("aws:rds", "random"))
    ]


def test_it_is_behind_the_firewall_of_its_cluster_and_has_no_public_address() -> None:
    assert one(INSTANCE).inputs["vpcSecurityGroupIds"] == [one(GROUP, "main-databases").id]
    assert one(INSTANCE).inputs["publiclyAccessible"] is False


def test_it_is_in_its_clusters_subnets_with_a_standby() -> None:
    group = one("aws:rds/subnetGroup:SubnetGroup", "main-databases")

    assert one(INSTANCE).inputs["dbSubnetGroupName"] == group.outputs["name"]
    assert one(INSTANCE).inputs["multiAz"] is True


def test_it_is_encrypted_on_its_disk_with_a_key_of_its_region_and_on_its_way() -> None:
    parameters = {
        each["name"]: each["value"]
        for each in one("aws:rds/parameterGroup:ParameterGroup").inputs["parameters"]
    }
    inputs = one(INSTANCE).inputs

    assert (inputs["storageEncrypted"], inputs["kmsKeyId"]) == (
        True,
        one(KEY, "main-databases").outputs["arn"],
    )
    assert parameters["rds.force_ssl"] == "1"


def test_any_moment_of_the_days_asked_for_can_be_restored() -> None:
    assert one(INSTANCE).inputs["backupRetentionPeriod"] == 14
    assert one(INSTANCE).inputs["copyTagsToSnapshot"] is True


def test_its_disk_grows_up_to_four_times_of_it() -> None:
    assert (one(INSTANCE).inputs["allocatedStorage"], one(INSTANCE).inputs["maxAllocatedStorage"]) == (
        50,
        200,
    )


@pytest.mark.parametrize("name", [OWN, OTHER])
def test_what_is_protected_is_so_by_pulumi_and_by_amazon(name: str) -> None:
    kept, staging = one(INSTANCE, name), one(INSTANCE, name, protect=False)

    assert (kept.protect, kept.inputs["deletionProtection"]) == (True, True)
    assert (staging.protect, staging.inputs["deletionProtection"]) == (False, False)


def test_what_is_protected_leaves_a_snapshot_but_for_a_replica_of_which_there_is_none() -> None:
    kept, staging = one(INSTANCE).inputs, one(INSTANCE, protect=False).inputs

    assert (kept["skipFinalSnapshot"], kept["finalSnapshotIdentifier"]) == (
        False,
        f"{kept['identifier']}-final",
    )
    for without in (staging, one(INSTANCE, OTHER).inputs):
        assert (without["skipFinalSnapshot"], without.get("finalSnapshotIdentifier")) == (True, None)


def test_what_is_asked_for_is_done_at_once_and_not_on_a_sunday() -> None:
    assert one(INSTANCE).inputs["applyImmediately"] is True
    assert one(INSTANCE).inputs["allowMajorVersionUpgrade"] is True


def test_a_name_in_the_secret_store_is_free_again_at_once_where_nothing_is_protected() -> None:
    assert one(SECRET, protect=False).inputs["recoveryWindowInDays"] == 0
    assert one(SECRET).inputs["recoveryWindowInDays"] == 30


def test_it_is_watched_and_its_logs_are_kept_for_some_days_under_its_key() -> None:
    inputs = one(INSTANCE).inputs
    group = one("aws:cloudwatch/logGroup:LogGroup", f"{OWN}-postgresql").inputs

    assert inputs["enabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    assert (inputs["monitoringInterval"], inputs["performanceInsightsEnabled"]) == (60, True)
    assert group["name"] == "/aws/rds/instance/groundwork-staging-main-shop/postgresql"
    assert (group["retentionInDays"], group["kmsKeyId"]) == (90, one(KEY, "main-databases").outputs["arn"])
    watched = "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-databases-monitoring"
    assert {f"aws:cloudwatch/logGroup:LogGroup {OWN}-upgrade", watched} <= needs(both(), one(INSTANCE))


def test_the_connection_string_is_in_the_store_of_each_region() -> None:
    password = one(PASSWORD, "databases-shop").outputs["result"]
    for name, region in ((OWN, "eu-west-1"), (OTHER, "us-east-1")):
        instance = one(INSTANCE, name)

        assert one(SECRET, name).inputs["name"] == "staging/shop/url"
        assert f":{region}:" in one(SECRET, name).outputs["arn"]
        assert one(VERSION, name).inputs["secretString"] == (
            f"postgresql://application:{password}@{instance.outputs['address']}:5432/application?sslmode=require"
        )


def test_nobody_who_looks_sees_the_password() -> None:
    password = one(PASSWORD, "databases-shop").outputs["result"]

    assert len(password) == 32
    assert one(INSTANCE).visible["password"] == "[secret]"
    assert one(VERSION).visible["secretString"] == "[secret]"
    assert not [r for r in both().resources if password in str(r.visible)]
    assert {"result", "bcryptHash"} <= set(one(PASSWORD, "databases-shop").secret_outputs)


def test_a_replica_follows_with_a_key_a_network_and_a_store_of_its_own_region() -> None:
    replica = one(INSTANCE, OTHER)

    assert replica.inputs["replicateSourceDb"] == one(INSTANCE).outputs["arn"]
    assert replica.inputs["kmsKeyId"] == one(KEY, "there-databases").outputs["arn"]
    assert ":us-east-1:" in replica.inputs["kmsKeyId"]
    assert replica.inputs["vpcSecurityGroupIds"] == [one(GROUP, "there-databases").id]
    assert replica.inputs["multiAz"] is False
    assert not {"password", "username", "engine", "allocatedStorage"} & {
        k for k, v in replica.inputs.items() if v
    }


def test_a_replica_that_is_promoted_follows_nobody_and_has_a_standby_and_the_password() -> None:
    promoted = one(INSTANCE, OTHER, promoted=True).inputs

    assert promoted.get("replicateSourceDb") is None
    assert promoted["multiAz"] is True
    assert promoted["password"] == one(PASSWORD, "databases-shop", promoted=True).outputs["result"]


def test_a_promoted_one_is_never_told_what_would_make_another_of_it() -> None:
    before, after = one(INSTANCE, OTHER), one(INSTANCE, OTHER, promoted=True)

    replaced = changed(before.inputs, after.inputs, KINDS[INSTANCE].replaces)
    assert set(replaced) <= set(after.ignore_changes)
    assert one(INSTANCE).ignore_changes == ()
    assert one(SECRET, OTHER).inputs == one(SECRET, OTHER, promoted=True).inputs


def test_once_the_first_cluster_is_given_up_nothing_of_the_promoted_one_changes() -> None:
    beside = both(promoted=True)
    for made in given_up().resources:
        if made.custom and not made.type.startswith("pulumi:"):
            assert made.urn in beside.by_urn(), "it has been made before"
    left = given_up().one(INSTANCE, OTHER).inputs
    assert {**left, "password": ""} == {**one(INSTANCE, OTHER, promoted=True).inputs, "password": ""}


def test_a_first_preview_knows_what_it_can() -> None:
    assert one(INSTANCE, preview=True).inputs["identifier"] == "groundwork-staging-main-shop"


def test_databases_of_one_cluster_share_what_is_around_them() -> None:
    def build() -> None:
        cluster, logins = create_cluster("main", settings()), Logins()
        assert cluster.database
        for name in ("shop", "bills"):
            database = Database.model_validate({"cluster": "main", "secret": f"{name}/url"})
            cluster.database.primary(name, database, f"staging/{name}/url", logins(name))

    recording = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    assert len(recording.of(INSTANCE)) == 2
    assert len([r for r in recording.of(KEY) if r.name == "main-databases"]) == 1


def test_a_name_that_amazon_would_refuse_is_told_before_anything_is_made() -> None:
    assert identifier("Groundwork-staging.eu-main", "shop") == "groundwork-staging-eu-main-shop"
    with pytest.raises(pulumi.RunError) as error:
        identifier("groundwork-" + "s" * 50, "shop")

    assert str(error.value) == (
        f"expected a database name of at most 63 characters on AWS, got 'groundwork-{'s' * 50}-shop', which has 66: shorten the "
        "database's, the cluster's or the stack's name"
    )
