"""What managed databases are charged for."""

from typing import Any

from rehearsal.costs.aws import items as on_aws
from rehearsal.costs.azure import items as on_azure
from rehearsal.costs.gcp import items as on_gcp
from rehearsal.costs.table import prices
from tests.rehearsal.costs.bills import amounts, one, part

INSTANCE = "aws:rds/instance:Instance"


def rds(**changes: Any) -> Any:
    return one(
        INSTANCE,
        "shop",
        {
            "instanceClass": "db.m7g.large",
            "multiAz": True,
            "allocatedStorage": 50,
            "maxAllocatedStorage": 200,
            **changes,
        },
    )


def test_an_instance_with_a_standby_costs_twice_and_its_disk_grows() -> None:
    secret = one("aws:secretsmanager/secret:Secret", "shop")

    assert amounts(on_aws(part(rds(), secret))) == {
        "database/db.m7g.large": (2, 2),
        "database-disk/gp3": (100, 400),
        "secret": (1, 1),
    }


def test_a_replica_has_no_standby() -> None:
    assert amounts(on_aws(part(rds(multiAz=False))))["database-disk/gp3"] == (50, 200)


def test_a_cloud_sql_instance_is_charged_by_its_vcpus_its_memory_and_its_disk() -> None:
    settings = {
        "tier": "db-custom-2-8192",
        "availabilityType": "REGIONAL",
        "diskSize": 50,
        "diskAutoresizeLimit": 200,
    }
    instance = one("gcp:sql/databaseInstance:DatabaseInstance", "shop", {"settings": settings})
    rule = {"target": "projects/tp/regions/europe-west4/serviceAttachments/a"}
    endpoint = one("gcp:compute/forwardingRule:ForwardingRule", "shop", rule)
    version = one("gcp:secretmanager/secretVersion:SecretVersion", "shop")

    assert amounts(on_gcp(part(instance, endpoint, version))) == {
        "database/vcpu": (4, 4),
        "database/memory": (16, 16),
        "database-disk/ssd": (100, 400),
        "endpoint": (1, 1),
        "secret": (1, 1),
    }


def test_a_machine_of_another_kind_is_named_and_not_guessed() -> None:
    instance = one(
        "gcp:sql/databaseInstance:DatabaseInstance", "shop", {"settings": {"tier": "db-perf-optimized-N-2"}}
    )
    found = amounts(on_gcp(part(instance)))

    assert "database/db-perf-optimized-N-2" in found
    assert "database/db-perf-optimized-N-2" not in prices()["gcp"].prices


def test_a_flexible_server_costs_twice_with_its_standby_and_is_reached_by_an_endpoint() -> None:
    server = one(
        "azure-native:dbforpostgresql:Server",
        "shop",
        {
            "sku": {"name": "Standard_D2ds_v5"},
            "highAvailability": {"mode": "ZoneRedundant"},
            "storage": {"storageSizeGB": 64},
        },
    )
    endpoint = one("azure-native:network:PrivateEndpoint", "shop")

    assert amounts(on_azure(part(server, endpoint))) == {
        "database/Standard_D2ds_v5": (2, 2),
        "database-disk/ssd": (128, 128),
        "endpoint": (1, 1),
    }
