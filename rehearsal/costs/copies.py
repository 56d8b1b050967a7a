"""What copies in other regions are charged for by the month. What they hold is charged by the GB, as the traffic to them is."""

from collections.abc import Iterator

from rehearsal.costs.items import Item, Part
from rehearsal.simulation.kinds import value_at


def aws(part: Part) -> Iterator[Item]:
    """Replicas of keys, each at a key's price, and of secrets."""
    if keys := len(part.of("aws:kms/replicaKey:ReplicaKey")):
        yield Item("keys", "replicas of other regions' KMS keys", "key", keys, keys)
    secrets = part.of("aws:secretsmanager/secret:Secret")
    if replicas := sum(len(one.inputs.get("replicas") or ()) for one in secrets):
        yield Item("secrets", "replicas in other regions", "secret", replicas, replicas)


def gcp(part: Part) -> Iterator[Item]:
    """Secrets that somebody fills in: a version in each region."""
    written = {one.inputs.get("secret") for one in part.of("gcp:secretmanager/secretVersion:SecretVersion")}
    empty = [one for one in part.of("gcp:secretmanager/secret:Secret") if one.id not in written]
    if places := sum(len(value_at(one.inputs, "replication.userManaged.replicas") or ()) for one in empty):
        yield Item("secrets", "to be filled in, in each of their regions", "secret", places, places)


def azure(part: Part) -> Iterator[Item]:
    """A registry, and as much again for each of its replicas."""
    for one in part.of("azure-native:containerregistry:Registry"):
        tier = value_at(one.inputs, "sku.name")
        yield Item("images", f"container registry, {tier}", f"registry/{tier}", 1, 1)
    if replicas := len(part.of("azure-native:containerregistry:Replication")):
        yield Item("images", "replicas of it", "registry/Premium", replicas, replicas)
