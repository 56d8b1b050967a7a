"""What managed databases are charged for, cloud by cloud. A standby in another zone costs as much again, its disk too."""

import re
from collections.abc import Iterator, Mapping

from rehearsal.costs.items import Item, Part
from rehearsal.recorded import Recorded
from rehearsal.simulation.kinds import value_at

CUSTOM = re.compile(r"db-custom-(\d+)-(\d+)")
MIB = 1024


def rds(part: Part) -> Iterator[Item]:
    """Instances of RDS and their disks, which grow up to the maximum that is said; and secrets, each by the month."""
    for one in part.of("aws:rds/instance:Instance"):
        copies = 2 if one.inputs.get("multiAz") else 1
        class_ = one.inputs["instanceClass"]
        yield Item("databases", f"{one.name}: RDS {class_}", f"database/{class_}", copies, copies)
        first = _number(one, "allocatedStorage")
        most = max(first, _number(one, "maxAllocatedStorage"))
        yield Item("databases", f"{one.name}: gp3, GiB", "database-disk/gp3", copies * first, copies * most)
    if secrets := len(part.of("aws:secretsmanager/secret:Secret")):
        yield Item("secrets", "Secrets Manager", "secret", secrets, secrets)


def cloud_sql(part: Part) -> Iterator[Item]:
    """Instances of Cloud SQL by vCPU and memory, their disks, and the endpoints by which they are reached."""
    for one in part.of("gcp:sql/databaseInstance:DatabaseInstance"):
        copies = 2 if value_at(one.inputs, "settings.availabilityType") == "REGIONAL" else 1
        tier = str(value_at(one.inputs, "settings.tier"))
        if machine := CUSTOM.fullmatch(tier):
            cores, memory = copies * int(machine[1]), copies * int(machine[2]) / MIB
            yield Item("databases", f"{one.name}: Cloud SQL, vCPU", "database/vcpu", cores, cores)
            yield Item(
                "databases", f"{one.name}: Cloud SQL, GiB of memory", "database/memory", memory, memory
            )
        else:
            yield Item("databases", f"{one.name}: Cloud SQL {tier}", f"database/{tier}", copies, copies)
        first = _number(one, "settings.diskSize")
        most = max(first, _number(one, "settings.diskAutoresizeLimit"))
        yield Item("databases", f"{one.name}: SSD, GiB", "database-disk/ssd", copies * first, copies * most)
    endpoints = [
        one
        for one in part.of("gcp:compute/forwardingRule:ForwardingRule")
        if "/serviceAttachments/" in str(one.inputs.get("target"))
    ]
    if endpoints:
        yield Item("endpoints", "Private Service Connect", "endpoint", len(endpoints), len(endpoints))
    if secrets := len(part.of("gcp:secretmanager/secretVersion:SecretVersion")):
        yield Item("secrets", "versions in Secret Manager", "secret", secrets, secrets)


def flexible_server(part: Part) -> Iterator[Item]:
    """Flexible Servers and their disks, which grow without a bound, and the endpoints by which they are reached."""
    for one in part.of("azure-native:dbforpostgresql:Server"):
        standby = value_at(one.inputs, "highAvailability.mode") in {"ZoneRedundant", "SameZone"}
        copies = 2 if standby else 1
        size = value_at(one.inputs, "sku.name")
        yield Item("databases", f"{one.name}: Flexible Server {size}", f"database/{size}", copies, copies)
        first = copies * _number(one, "storage.storageSizeGB")
        yield Item("databases", f"{one.name}: SSD at first, GiB", "database-disk/ssd", first, first)
    if endpoints := len(part.of("azure-native:network:PrivateEndpoint")):
        yield Item("endpoints", "private endpoints", "endpoint", endpoints, endpoints)


def _number(one: Recorded, path: str) -> int:
    """A number among the inputs, or among what the cloud says of a replica that has it from its primary."""
    sides: tuple[Mapping[str, object], ...] = (one.inputs, one.outputs)
    return next((int(found) for side in sides if (found := value_at(side, path)) is not None), 0)
