"""Flexible Servers of Azure Database for PostgreSQL, their parameters and their databases.

Rules: https://learn.microsoft.com/rest/api/postgresql/servers/create-or-update and
https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rehearsal.simulation.azure.inputs import one_of, text, within
from rehearsal.simulation.azure.resource import Name, azure, found, in_place, location, name_of, plain
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, strings, words
from rehearsal.simulation.world import Entity

SERVER = "azure-native:dbforpostgresql:Server"
CONFIGURATION = "azure-native:dbforpostgresql:Configuration"
DATABASE = "azure-native:dbforpostgresql:Database"
SERVER_NAME = Name(
    "serverName",
    r"(?=.{3,63}\Z)[a-z0-9]+(-[a-z0-9]+)*",
    "3 to 63 lower-case letters, digits and single hyphens",
)
PARAMETER_NAME = Name("configurationName", r"[a-z][a-z0-9_.]*", "the name of a parameter")
DATABASE_NAME = Name("databaseName", r"[A-Za-z_][\w-]{0,62}", "1 to 63 letters, digits, _ and -")
KEPT = words("azure_superuser azure_pg_admin admin administrator root guest public")
"""Names of users that Azure keeps for itself."""
SIZES = (32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767, 32768)
CHOICES = {
    "version": tuple(map(str, range(11, 19))),
    "createMode": ("Default", "Create", "Update", "PointInTimeRestore", "GeoRestore", "Replica", "ReviveDropped"),
    "sku.tier": ("Burstable", "GeneralPurpose", "MemoryOptimized"),
    "storage.storageSizeGB": SIZES,
    "storage.autoGrow": ("Enabled", "Disabled"),
    "backup.geoRedundantBackup": ("Enabled", "Disabled"),
    "highAvailability.mode": ("Disabled", "SameZone", "ZoneRedundant"),
    "network.publicNetworkAccess": ("Enabled", "Disabled"),
    "authConfig.passwordAuth": ("Enabled", "Disabled"),
    "authConfig.activeDirectoryAuth": ("Enabled", "Disabled"),
    "replica.role": ("None", "Primary", "AsyncReplica", "GeoAsyncReplica"),
    "replica.promoteMode": ("Standalone", "Switchover"),
    "replica.promoteOption": ("Planned", "Forced"),
}  # fmt: skip
WRONG = "InvalidParameterValue"


def check(inputs: Properties) -> Iterator[Failure]:
    """What a server's inputs alone show. No message repeats the password."""
    for path, choices in CHOICES.items():
        yield from one_of(inputs, path, choices, WRONG)
    yield from within(inputs, "backup.backupRetentionDays", 7, 35, WRONG)
    yield from within(inputs, "maintenanceWindow.dayOfWeek", 0, 6, WRONG)
    yield from within(inputs, "maintenanceWindow.startHour", 0, 23, WRONG)
    for login in texts(inputs, "administratorLogin"):
        if login in KEPT or login.startswith("pg_"):
            yield Failure("administratorLogin", f"{WRONG}: {login!r} is a name that Azure keeps for itself")
    for password in texts(inputs, "administratorLoginPassword"):
        kinds = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
        if not 8 <= len(password) <= 128 or sum(bool(re.search(kind, password)) for kind in kinds) < 3:
            reason = "a password has 8 to 128 characters, of three kinds of letters, digits and others"
            yield Failure("administratorLoginPassword", f"PasswordNotComplex: {reason}")
    standby = one(inputs, "highAvailability.mode", "Disabled")
    if standby != "Disabled" and text(inputs, "sku.tier") == "Burstable":
        yield Failure("highAvailability.mode", f"{WRONG}: a Burstable server has no standby")
    if standby != "Disabled" and inputs.get("createMode") == "Replica":
        yield Failure("highAvailability.mode", "HANotSupportedForReplica: a read replica has no standby")


def refuse(call: Call) -> None:
    """A name that is nobody's, a login for a server of its own, and a source for a replica."""
    name = name_of(call, SERVER_NAME)
    if not call.id and any(e.type == SERVER and e.outputs.get("name") == name for e in call.world):
        raise Refused("ServerNameAlreadyExists", f"the server name {name!r} is already in use")
    mode = text(call.inputs, "createMode", "Default")
    needed = ("administratorLogin", "administratorLoginPassword", "sku", "storage", "version")
    missing = [key for key in needed if call.inputs.get(key) is None]
    if (mode == "Create" or (mode == "Default" and not call.id)) and missing:
        raise Refused("MissingParameter", f"a server of its own needs {', '.join(missing)}")
    if mode == "Update" and not call.id:
        raise Refused("InvalidParameterValue", "createMode: there is no server to update")
    if mode == "Replica":
        _follow(call)


def _follow(call: Call) -> None:
    source = _source(call)
    if source is None:
        wanted = call.inputs.get("sourceServerResourceId")
        raise Refused("SourceServerNotFound", f"sourceServerResourceId: {wanted} does not exist")
    for path in ("version", "storage.storageSizeGB"):
        mine, theirs = one(call.inputs, path), one(source.inputs, path)
        if mine is not None and mine != theirs:
            raise Refused(
                "InvalidParameterValue", f"{path}: a replica begins with its source's, which is {theirs}"
            )


def _source(call: Call) -> Entity | None:
    return found(call, SERVER, text(call.inputs, "sourceServerResourceId"))


def answer(call: Call, id_: str) -> Properties:
    """The server with its name in the world's DNS, and its role."""
    role = text(call.inputs, "replica.role")
    if not role:
        source = _source(call) if call.inputs.get("createMode") == "Replica" else None
        near = source is not None and source.outputs.get("location") == location(call)
        role = "Primary" if source is None else "AsyncReplica" if near else "GeoAsyncReplica"
    return {
        "fullyQualifiedDomainName": f"{id_.rsplit('/', 1)[-1]}.postgres.database.azure.com",
        "replicationRole": role,
        "state": "Ready",
    }


def parameter_check(inputs: Properties) -> Iterator[Failure]:
    """Switches are on or off."""
    switches = {"require_secure_transport", "log_connections", "log_disconnections", "log_checkpoints"}
    if text(inputs, "configurationName") in switches:
        yield from one_of(inputs, "value", ("on", "off"), WRONG)


def refers(call: Call) -> Iterator[tuple[str, str]]:
    """What a server points at; of what it followed only for as long as it does."""
    alone = text(call.inputs, "replica.role") == "None"
    return (
        (path, one) for path, one in strings(call.inputs) if path != "sourceServerResourceId" or not alone
    )


WITHIN = "Microsoft.DBforPostgreSQL/flexibleServers"
KINDS: Mapping[str, Kind] = {
    SERVER: replace(
        in_place(
            azure(
                WITHIN, SERVER_NAME, answer, check=check, refuse=refuse,
                fixed=("administratorLogin", "backup.geoRedundantBackup"), replaces=("sourceServerResourceId",),
            )
        ),
        refers=refers,
    ),
    CONFIGURATION: azure(
        f"{WITHIN}/{{serverName}}/configurations", PARAMETER_NAME, plain, parent=SERVER, check=parameter_check,
    ),
    DATABASE: azure(
        f"{WITHIN}/{{serverName}}/databases", DATABASE_NAME, plain, parent=SERVER, replaces=("charset", "collation"),
    ),
}  # fmt: skip
