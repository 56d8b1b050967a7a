"""Managed PostgreSQL beside an AKS cluster: a Flexible Server, reached by a private endpoint in the cluster's network.

Not in a subnet of its own, as a server can be too: a replica in another region would then ask for the networks to be joined. Its
disks and backups are encrypted with Azure's own keys (MCSB DP-4), so that there is none whose deletion would take them with it.
"""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_azure_native as azure

from components.cluster.flexible_server_place import FlexibleServerPlace
from components.databases import DatabaseHandle, Login
from facts.azure_regions import WITHOUT_PAIR
from settings.data.databases import Database

SIZES = {"small": "Standard_D2ds_v5", "medium": "Standard_D4ds_v5", "large": "Standard_D8ds_v5"}
SMALLEST = 32
CONFIGURATION = {"require_secure_transport": "on", "log_connections": "on", "log_disconnections": "on"}


def storage(gib: int) -> int:
    """The smallest disk with room for so many GiB: they come in powers of two, from 32 GiB on."""
    size = SMALLEST
    while size < gib:
        size *= 2
    return size


FOLLOWED = ("administratorLogin", "authConfig", "backup.geoRedundantBackup", "sourceServerResourceId")
"""What a server that began as a replica has from the one that it followed, and is not told: it would be another server."""
LATER = ("administratorLoginPassword", "backup")
"""What it is not told while it is promoted, which is all that Azure is asked for at once."""
ALONE = {"role": "None", "promote_mode": "Standalone", "promote_option": "Forced"}
"""What a replica is told that is to stand by itself, whether or not all writes have come over: the other region may be lost."""


@dataclass(frozen=True, eq=False)
class FlexibleServerDatabases:
    """The DatabaseFactory of one AKS cluster."""

    place: FlexibleServerPlace

    def primary(self, name: str, settings: Database, secret: str, login: Login) -> DatabaseHandle:
        """Make a server with a standby in another zone, and in it the database of applications; or promote one, which gets the
        standby and its own backups once it is the database's first.
        """
        place = self.place
        began, first = place.name in settings.promoted, place.name == settings.cluster
        paired = place.settings.region not in WITHOUT_PAIR
        made = self._server(
            name,
            settings,
            [*FOLLOWED, *([] if first else LATER)] if began else [],
            standby=first,
            # Of a server that is there, an update of it.
            create_mode="Default",
            replica=azure.dbforpostgresql.ReplicaArgs(**ALONE) if began else None,
            administrator_login=login.user,
            administrator_login_password=login.password,
            auth_config=azure.dbforpostgresql.AuthConfigArgs(
                password_auth=azure.dbforpostgresql.PasswordBasedAuth.ENABLED,
                active_directory_auth=azure.dbforpostgresql.MicrosoftEntraAuth.DISABLED,
            ),
            backup=azure.dbforpostgresql.BackupArgs(
                backup_retention_days=settings.backup_days,
                # It can only be asked for when a server is made.
                geo_redundant_backup="Enabled" if paired else "Disabled",
            ),
        )
        configured = self._configure(name, made)
        if not began:
            azure.dbforpostgresql.Database(
                place.own(name),
                resource_group_name=place.place.group,
                server_name=made.name,
                database_name=login.database,
                charset="UTF8",
                collation="en_US.utf8",
                opts=pulumi.ResourceOptions.merge(
                    place.kept, pulumi.ResourceOptions(depends_on=[configured])
                ),
            )
        return self._handle(name, secret, login, made)

    def replica(
        self, name: str, settings: Database, secret: str, login: Login, of: DatabaseHandle
    ) -> DatabaseHandle:
        """Make a server that follows another region's, with its users."""
        made = self._server(
            name, settings, [], standby=False, create_mode="Replica", source_server_resource_id=of.source
        )
        self._configure(name, made)
        return self._handle(name, secret, login, made)

    def _handle(
        self, name: str, secret: str, login: Login, made: azure.dbforpostgresql.Server
    ) -> DatabaseHandle:
        host = self.place.endpoint(self.place.own(name), made)
        return DatabaseHandle(host, made.id, self._write(name, secret, login.connection_string(host)))

    def _server(
        self, name: str, settings: Database, kept: list[str], *, standby: bool, **more: Any
    ) -> azure.dbforpostgresql.Server:
        """kept: inputs that stay as they were. standby: whether it has one in another zone, as no replica has."""
        cluster, place = self.place.settings, self.place.place
        own = self.place.own(name)
        made = azure.dbforpostgresql.Server(
            own,
            resource_group_name=place.group,
            version=settings.version,
            sku=azure.dbforpostgresql.SkuArgs(name=SIZES[settings.size], tier="GeneralPurpose"),
            storage=azure.dbforpostgresql.StorageArgs(
                storage_size_gb=storage(settings.storage_gib), auto_grow="Enabled"
            ),
            high_availability=azure.dbforpostgresql.HighAvailabilityArgs(
                mode="ZoneRedundant" if standby else "Disabled"
            ),
            network=azure.dbforpostgresql.NetworkArgs(public_network_access="Disabled"),  # MCSB NS-2
            # Sunday, by UTC.
            maintenance_window=azure.dbforpostgresql.MaintenanceWindowArgs(
                custom_window="Enabled", day_of_week=0, start_hour=3, start_minute=30
            ),
            tags=place.tags,
            opts=pulumi.ResourceOptions.merge(
                self.place.kept,
                pulumi.ResourceOptions(
                    additional_secret_outputs=["administratorLoginPassword"],
                    # A disk that has grown cannot be made small again.
                    ignore_changes=["storage.storageSizeGB", *kept],
                ),
            ),
            **more,
        )
        if cluster.protect:
            azure.authorization.ManagementLockByScope(
                f"{own}-lock",
                scope=made.id,
                level="CanNotDelete",
                notes="Set protect to false in the stack's settings, and run pulumi up, before you delete this.",
                opts=self.place.opts,
            )
        return made

    def _configure(self, name: str, server: azure.dbforpostgresql.Server) -> pulumi.Resource:
        """Encrypted or not at all (MCSB DP-3), and a record of who came. One after the other: a server changes one at a time."""
        last: pulumi.Resource = server
        for parameter, value in CONFIGURATION.items():
            last = azure.dbforpostgresql.Configuration(
                f"{self.place.own(name)}-{parameter.replace('_', '-')}",
                resource_group_name=self.place.place.group,
                server_name=server.name,
                configuration_name=parameter,
                source="user-override",
                value=value,
                opts=pulumi.ResourceOptions.merge(self.place.opts, pulumi.ResourceOptions(depends_on=[last])),
            )
        return last

    def _write(self, name: str, secret: str, value: pulumi.Output[str]) -> pulumi.Resource:
        """Put the connection string into the stack's Key Vault, which was there before it, in a resource group of its own."""
        *_, group, _, _, _, vault = self.place.settings.secrets_vault.split("/")
        return azure.keyvault.Secret(
            self.place.own(name),
            resource_group_name=group,
            vault_name=vault,
            secret_name=secret,
            properties=azure.keyvault.SecretPropertiesArgs(value=value, content_type="text/plain"),
            tags=self.place.place.tags,
            opts=pulumi.ResourceOptions.merge(
                self.place.kept, pulumi.ResourceOptions(additional_secret_outputs=["properties"])
            ),
        )
