"""RDS on moto: what reaches it, and what it refuses in its own words."""

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Kind
from tests.rehearsal.simulation.aws.cloud import Cloud
from tests.rehearsal.simulation.aws.test_rds import INSTANCE, PARAMETERS, REPLICA, SOUND, SUBNETS


def test_a_name_that_is_taken(cloud: Cloud) -> None:
    cloud.create(INSTANCE, **SOUND)

    assert cloud.refusal(INSTANCE, **SOUND) == "DBInstanceAlreadyExists: DB instance already exists"


def test_subnets_that_do_not_exist(cloud: Cloud) -> None:
    assert cloud.refusal(SUBNETS, name="shop", subnetIds=["subnet-0"]).startswith(
        "InvalidSubnetID.NotFound: "
    )


def test_an_instance_reaches_moto_with_its_parameters_and_goes_again(cloud: Cloud, moto: Moto) -> None:
    client = moto.client("rds", cloud.account, cloud.region)
    parameters = cloud.create(
        PARAMETERS, name="shop", family="postgres16", parameters=[{"name": "rds.force_ssl", "value": "1"}]
    )
    made = cloud.create(INSTANCE, **SOUND, parameterGroupName="shop", multiAz=True)
    cloud.update(INSTANCE, made, **{**SOUND, "parameterGroupName": "shop", "instanceClass": "db.m7g.xlarge"})
    (found,) = client.describe_db_instances()["DBInstances"]

    assert (found["DBInstanceClass"], found["MultiAZ"], found["AllocatedStorage"]) == (
        "db.m7g.xlarge",
        True,
        50,
    )
    cloud.delete(INSTANCE, made)
    cloud.delete(PARAMETERS, parameters)
    assert client.describe_db_instances()["DBInstances"] == []


def test_a_replica_of_another_region_is_promoted(cloud: Cloud, kinds: dict[str, Kind], moto: Moto) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    there = Cloud("eu-west-1", kinds=kinds, account=cloud.account, world=cloud.world)
    network = there.vpc()
    subnets = [there.subnet(network, f"10.0.{n}.0/24", zone)["id"] for n, zone in enumerate("ab")]
    group = there.create(SUBNETS, name="there", subnetIds=subnets)
    placed = {"dbSubnetGroupName": group["name"], "backupRetentionPeriod": 14}
    made = there.create(INSTANCE, **REPLICA, **placed, replicateSourceDb=source["arn"])
    client = moto.client("rds", cloud.account, "eu-west-1")
    (found,) = client.describe_db_instances()["DBInstances"]

    assert (found["DBInstanceIdentifier"], found["DBSubnetGroup"]["DBSubnetGroupName"]) == (
        "shop-replica",
        "there",
    )
    promoted = there.update(INSTANCE, made, **REPLICA, **placed)
    there.delete(INSTANCE, promoted)
    assert client.describe_db_instances()["DBInstances"] == []


def test_a_replica_of_another_region_goes_before_it_is_promoted(
    cloud: Cloud, kinds: dict[str, Kind], moto: Moto
) -> None:
    source = cloud.create(INSTANCE, **SOUND)
    there = Cloud("eu-west-1", kinds=kinds, account=cloud.account, world=cloud.world)
    made = there.create(INSTANCE, **REPLICA, replicateSourceDb=source["arn"])

    there.delete(INSTANCE, made)

    assert moto.client("rds", cloud.account, "eu-west-1").describe_db_instances()["DBInstances"] == []
