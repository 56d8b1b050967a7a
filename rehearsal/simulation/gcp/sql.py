"""Cloud SQL for PostgreSQL: instances, and users and databases in them.

Rules: https://cloud.google.com/sql/docs/postgres/instance-settings, /editions-intro, /backup-recovery/backups and
/replication/cross-region-replicas. Replacement follows the ForceNew marks of terraform-provider-google 7.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.gcp.iam import IDENTITY
from rehearsal.simulation.gcp.inputs import invalid, names, one_of
from rehearsal.simulation.gcp.kms import KEY, KEY_MEMBER
from rehearsal.simulation.gcp.resource import (
    Reference,
    digest,
    gcp,
    lookup,
    number,
    placed,
    project,
    region,
    scope,
)
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused
from rehearsal.simulation.world import Entity

INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance"
USER = "gcp:sql/user:User"
DATABASE = "gcp:sql/database:Database"
API = "sqladmin"
TIER = re.compile(r"db-custom-(\d+)-(\d+)|db-perf-optimized-N-\d+|db-f1-micro|db-g1-small")
REPLICA = "READ_REPLICA_INSTANCE"
LOG_DAYS = {"ENTERPRISE": 7, "ENTERPRISE_PLUS": 35}
BACKUPS = "settings.backupConfiguration"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "databaseVersion": tuple(f"POSTGRES_{major}" for major in range(12, 19)),
    "instanceType": ("CLOUD_SQL_INSTANCE", REPLICA, "READ_POOL_INSTANCE", "ON_PREMISES_INSTANCE"),
    "settings.edition": ("ENTERPRISE", "ENTERPRISE_PLUS"),
    "settings.availabilityType": ("REGIONAL", "ZONAL"),
    "settings.diskType": ("PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"),
    "settings.ipConfiguration.sslMode": (
        "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
        "ENCRYPTED_ONLY",
        "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
    ),
    "settings.maintenanceWindow.updateTrack": ("canary", "stable", "week5"),
    f"{BACKUPS}.backupRetentionSettings.retentionUnit": ("COUNT",),
}
BOUNDS = {
    "settings.diskSize": (10, 65536),
    "settings.maintenanceWindow.day": (1, 7),
    "settings.maintenanceWindow.hour": (0, 23),
    f"{BACKUPS}.backupRetentionSettings.retainedBackups": (1, 365),
}


def check(inputs: Properties) -> Iterator[Failure]:
    """What an instance's inputs alone show."""
    yield from names(inputs, "name", 98)
    for path, choices in CHOICES.items():
        yield from one_of(inputs, path, choices)
    for path, (least, most) in BOUNDS.items():
        for value in values(inputs, path):
            if isinstance(value, (int, float)) and not least <= value <= most:
                yield invalid(path, value, f"Must be from {least} to {most}")
    yield from _machine(inputs)
    yield from _reached(inputs)
    yield from _kept(inputs)


def _machine(inputs: Properties) -> Iterator[Failure]:
    for tier in texts(inputs, "settings.tier"):
        match = TIER.fullmatch(tier)
        optimized = tier.startswith("db-perf-optimized")
        plus = one(inputs, "settings.edition", "ENTERPRISE") == "ENTERPRISE_PLUS"
        if not match or optimized != plus:
            yield invalid("settings.tier", tier, "Invalid Tier for the edition of the instance")
        elif match[1]:
            cores, memory = int(match[1]), int(match[2])
            if memory % 256 or not 0.9 <= memory / 1024 / cores <= 6.5 or (cores > 1 and cores % 2):
                reason = "A custom machine has an even number of vCPUs, with 0.9 to 6.5 GiB each, in steps of 256 MiB"
                yield invalid("settings.tier", tier, reason)
    size, limit = one(inputs, "settings.diskSize"), one(inputs, "settings.diskAutoresizeLimit", 0)
    if isinstance(size, (int, float)) and isinstance(limit, (int, float)) and 0 < limit < size:
        yield invalid("settings.diskAutoresizeLimit", limit, f"Must be 0 or at least the disk's {size:g} GiB")


def _reached(inputs: Properties) -> Iterator[Failure]:
    path = "settings.ipConfiguration"
    public = one(inputs, f"{path}.ipv4Enabled", True)
    private = one(inputs, f"{path}.privateNetwork")
    endpoint = one(inputs, f"{path}.pscConfigs.pscEnabled", False)
    if public is False and not private and endpoint is False:
        yield invalid(
            path, public, "At least one of Public IP, Private IP or PSC connectivity must be enabled"
        )


def _kept(inputs: Properties) -> Iterator[Failure]:
    """Backups are a primary's, a standby needs them, and logs are kept as long as the edition does."""
    enabled = one(inputs, f"{BACKUPS}.enabled", False)
    recovery = one(inputs, f"{BACKUPS}.pointInTimeRecoveryEnabled", False)
    replica = one(inputs, "instanceType") == REPLICA or inputs.get("masterInstanceName") is not None
    if replica and enabled is True:
        yield invalid(f"{BACKUPS}.enabled", enabled, "Backups cannot be enabled on a read replica")
    standby = one(inputs, "settings.availabilityType") == "REGIONAL"
    if standby and not replica and (enabled is False or recovery is False):
        reason = "A REGIONAL instance needs backups and point-in-time recovery"
        yield invalid("settings.availabilityType", "REGIONAL", reason)
    days = one(inputs, f"{BACKUPS}.transactionLogRetentionDays")
    edition = one(inputs, "settings.edition", "ENTERPRISE")
    if isinstance(days, (int, float)) and not 1 <= days <= LOG_DAYS.get(str(edition), 35):
        yield invalid(f"{BACKUPS}.transactionLogRetentionDays", days, f"Not within what {edition} keeps")
    if one(inputs, "instanceType") == REPLICA and inputs.get("masterInstanceName") is None:
        yield invalid("masterInstanceName", None, "A read replica needs the instance that it follows")


def instance_id(call: Call, name: object) -> str:
    """The id of an instance of the caller's project."""
    return f"projects/{project(call)}/instances/{name}"


def refuse(call: Call) -> None:
    """A region that there is, a key there that Cloud SQL may use, and a primary to follow."""
    placed(call)
    source = followed(call)
    if source and source.inputs.get("databaseVersion") != call.inputs.get("databaseVersion"):
        text = f"a replica has the version of its primary, {source.inputs.get('databaseVersion')}"
        raise Refused("400 invalidRequest", f"databaseVersion: {text}")
    for key in texts(call.inputs, "encryptionKeyName"):
        if key.split("/")[3:4] != [region(call)]:
            raise Refused("400 invalidRequest", f"encryptionKeyName: {key} is not in {region(call)}")
        agent = lookup(call, IDENTITY, f"projects/{project(call)}/services/{API}.googleapis.com")
        may = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        if lookup(call, KEY_MEMBER, f"{key}/{may}/{agent.outputs['member'] if agent else ''}") is None:
            text = f"Cloud SQL's service agent may not use the key '{key}': grant it {may}"
            raise Refused("400 invalidRequest", text)


def followed(call: Call) -> Entity | None:
    """The primary of a replica, which keeps the logs that a replica needs."""
    name = call.inputs.get("masterInstanceName")
    if not isinstance(name, str):
        return None
    found = lookup(call, INSTANCE, instance_id(call, name))
    if found is None:
        raise Refused("404 instanceDoesNotExist", f"masterInstanceName: the instance '{name}' does not exist")
    if one(found.inputs, f"{BACKUPS}.pointInTimeRecoveryEnabled") is not True:
        raise Refused(
            "400 invalidRequest",
            f"the instance '{name}' has no point-in-time recovery, so it has no replicas",
        )
    return found


def answer(call: Call, id_: str) -> Properties:
    """The instance, and where an endpoint to it leads."""
    name, where = call.inputs.get("name"), region(call)
    attachment = f"a-{digest(call, 'attachment', 12)}-psc-service-attachment-{digest(call, 'service', 16)}"
    endpoint = one(call.inputs, "settings.ipConfiguration.pscConfigs.pscEnabled", False) is True
    leads = f"projects/{digest(call, 'tenant', 16)}-tp/regions/{where}/serviceAttachments/{attachment}"
    agent = f"p{number(project(call))}-{digest(call, 'account', 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com"
    return {
        "region": where,
        "connectionName": f"{project(call)}:{where}:{name}",
        "selfLink": f"https://sqladmin.googleapis.com/sql/v1beta4/{id_}",
        "serviceAccountEmailAddress": agent,
        "pscServiceAttachmentLink": leads if endpoint else "",
        "instanceType": call.inputs.get("instanceType") or "CLOUD_SQL_INSTANCE",
    }


def delete(call: Call) -> None:
    """What is protected stays, and a primary as long as it is followed."""
    name = call.inputs.get("name")
    inside = one(call.inputs, "settings.deletionProtectionEnabled")
    if call.inputs.get("deletionProtection") is True or inside is True:
        raise Refused("400 invalidRequest", f"the instance '{name}' is protected against deletion")
    if any(
        one_.inputs.get("masterInstanceName") == name
        for one_ in call.world.of(INSTANCE, scope(call.provider))
    ):
        raise Refused("400 invalidRequest", f"the instance '{name}' has replicas: delete them first")


def inside(call: Call) -> None:
    """Users and databases are in an instance that is no replica, which has its primary's."""
    name = call.inputs.get("instance")
    found = lookup(call, INSTANCE, instance_id(call, name)) if isinstance(name, str) else None
    if isinstance(name, str) and found is None:
        raise Refused("404 instanceDoesNotExist", f"instance: the instance '{name}' does not exist")
    if found and found.inputs.get("masterInstanceName") is not None:
        raise Refused(
            "400 invalidRequest", f"the instance '{name}' is a read replica: it cannot be written to"
        )


def within(call: Call) -> list[tuple[str, str]]:
    """What a user or a database refers to."""
    return [("instance", instance_id(call, call.inputs.get("instance")))]


def user_check(inputs: Properties) -> Iterator[Failure]:
    """A name that is nobody's, and a way to delete it."""
    for text in texts(inputs, "name"):
        if text.startswith("cloudsql") or len(text) > 63:
            yield invalid("name", text, "Must have at most 63 characters and not begin with cloudsql")
    yield from one_of(inputs, "deletionPolicy", ("", "ABANDON", "DELETE", "PREVENT"))
    password: Any = inputs.get("password")
    if password is not UNKNOWN and isinstance(password, str) and not password:
        yield invalid("password", "", "Must not be empty")


KINDS: Mapping[str, Kind] = {
    INSTANCE: gcp(
        lambda call: instance_id(call, call.inputs.get("name")), answer, api=API, check=check, refuse=refuse, delete=delete,
        references=(Reference("encryptionKeyName", KEY),), required=("databaseVersion",), autoname="name",
        replaces=("name", "project", "region", "encryptionKeyName", "clone"),
    ),
    USER: gcp(
        lambda call: f"{call.inputs.get('name')}//{call.inputs.get('instance')}", lambda call, id_: {},
        api=API, check=user_check, refuse=inside, required=("instance",), refers=within, autoname="name",
        replaces=("name", "instance", "project", "host", "type"),
    ),
    DATABASE: gcp(
        lambda call: f"{instance_id(call, call.inputs.get('instance'))}/databases/{call.inputs.get('name')}",
        lambda call, id_: {"selfLink": f"https://sqladmin.googleapis.com/sql/v1beta4/{id_}"},
        api=API, refuse=inside, required=("instance",), refers=within, autoname="name",
        replaces=("name", "instance", "project"),
    ),
}  # fmt: skip
