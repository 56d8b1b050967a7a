"""What copies in other regions are charged for."""

from rehearsal.costs.copies import aws, azure, gcp
from tests.rehearsal.costs.bills import amounts, one, part


def test_a_replica_of_a_key_and_of_a_secret_costs_as_the_first_one() -> None:
    replica = one("aws:kms/replicaKey:ReplicaKey", "replica")
    copied = one(
        "aws:secretsmanager/secret:Secret", "copied", {"replicas": [{"region": "a"}, {"region": "b"}]}
    )
    single = one("aws:secretsmanager/secret:Secret", "single")

    assert amounts(aws(part(replica, copied, single))) == {"key": (1, 1), "secret": (2, 2)}


def test_a_secret_that_somebody_fills_in_costs_a_version_in_each_region() -> None:
    places = {"replication": {"userManaged": {"replicas": [{"location": "a"}, {"location": "b"}]}}}
    empty = one("gcp:secretmanager/secret:Secret", "empty", places, id_="empty")
    written = one("gcp:secretmanager/secret:Secret", "written", places, id_="written")
    version = one("gcp:secretmanager/secretVersion:SecretVersion", "version", {"secret": "written"})

    assert amounts(gcp(part(empty, written, version))) == {"secret": (2, 2)}


def test_a_registry_costs_as_much_again_for_each_replica() -> None:
    registry = one("azure-native:containerregistry:Registry", "images", {"sku": {"name": "Premium"}})
    replica = one("azure-native:containerregistry:Replication", "replica")

    assert [(item.key, item.low) for item in azure(part(registry, replica))] == [
        ("registry/Premium", 1),
        ("registry/Premium", 1),
    ]
