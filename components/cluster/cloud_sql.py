"""Managed PostgreSQL beside a GKE cluster: Cloud SQL, reached by an address in the cluster's own subnet.

Controls are those of the CIS Google Cloud Platform Foundation Benchmark 3.0, as in gke.py. Left off, and why: pgAudit (CIS GCP
6.2.8), which each database must be told what to record.
"""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from components.cluster.cloud_sql_place import CloudSqlPlace
from components.cluster.gcp_project import labels
from components.databases import DatabaseHandle, Login
from settings.data.databases import GROWTH, Database

TIERS = {"small": "db-custom-2-8192", "medium": "db-custom-4-16384", "large": "db-custom-8-32768"}
LOG_DAYS = 7
"""How long Cloud SQL's Enterprise edition keeps the logs from which any moment can be restored."""
FLAGS = {
    "log_connections": "on",  # CIS GCP 6.2.2
    "log_disconnections": "on",  # CIS GCP 6.2.3
    "log_min_messages": "warning",  # CIS GCP 6.2.5
    "log_min_error_statement": "error",  # CIS GCP 6.2.6
    "log_min_duration_statement": "-1",  # statements have values in them: CIS GCP 6.2.7
}


def backups(settings: Database, region: str) -> gcp.sql.DatabaseInstanceSettingsBackupConfigurationArgs:
    """One of each day, and the logs of the last seven days (CIS GCP 6.7)."""
    return gcp.sql.DatabaseInstanceSettingsBackupConfigurationArgs(
        enabled=True,
        start_time="02:00",
        location=region,
        point_in_time_recovery_enabled=True,
        transaction_log_retention_days=LOG_DAYS,
        backup_retention_settings=gcp.sql.DatabaseInstanceSettingsBackupConfigurationBackupRetentionSettingsArgs(
            retained_backups=settings.backup_days, retention_unit="COUNT"
        ),
    )


@dataclass(frozen=True, eq=False)
class CloudSqlDatabases:
    """The DatabaseFactory of one GKE cluster."""

    place: CloudSqlPlace

    def primary(self, name: str, settings: Database, secret: str, login: Login) -> DatabaseHandle:
        """Make an instance with a standby in another zone, and in it the user and the database of applications.

        A replica that names nobody to follow any more is promoted. It has the database, and the user: Cloud SQL gives a user that
        is there already the password that is asked for.
        """
        began = self.place.name in settings.promoted
        # What kind it is has to be said of one that was of another kind.
        made = self._instance(name, settings, instance_type="CLOUD_SQL_INSTANCE" if began else None)
        own, place = self.place.own(name), self.place
        project = place.settings.project
        user = gcp.sql.User(
            own,
            project=project,
            instance=made.name,
            name=login.user,
            password=login.password,
            # They go with the instance: PostgreSQL lets go of no user that owns something.
            deletion_policy="ABANDON",
            opts=place.kept,
        )
        if not began:
            gcp.sql.Database(
                own,
                project=project,
                instance=made.name,
                name=login.database,
                deletion_policy="ABANDON",
                # Cloud SQL does one thing at a time with an instance.
                opts=pulumi.ResourceOptions.merge(place.kept, pulumi.ResourceOptions(depends_on=[user])),
            )
        return self._handle(name, secret, login, made)

    def replica(
        self, name: str, settings: Database, secret: str, login: Login, of: DatabaseHandle
    ) -> DatabaseHandle:
        """Make an instance that follows another region's, with its users."""
        made = self._instance(
            name, settings, instance_type="READ_REPLICA_INSTANCE", master_instance_name=of.source
        )
        return self._handle(name, secret, login, made)

    def _handle(self, name: str, secret: str, login: Login, made: gcp.sql.DatabaseInstance) -> DatabaseHandle:
        host = self.place.endpoint(self.place.own(name), made)
        return DatabaseHandle(host, made.name, self._write(name, secret, login.connection_string(host)))

    def _instance(
        self,
        name: str,
        settings: Database,
        *,
        instance_type: str | None,
        master_instance_name: pulumi.Output[str] | None = None,
    ) -> gcp.sql.DatabaseInstance:
        """It has a name that is made up, for Cloud SQL keeps that of one that was deleted for a week."""
        cluster = self.place.settings
        key, granted = self.place.key
        standing = master_instance_name is None
        return gcp.sql.DatabaseInstance(
            self.place.own(name),
            project=cluster.project,
            region=cluster.region,
            database_version=f"POSTGRES_{settings.version}",
            instance_type=instance_type,
            master_instance_name=master_instance_name,
            encryption_key_name=key.id,
            deletion_protection=cluster.protect,
            settings=self._settings(settings, standing=standing),
            opts=pulumi.ResourceOptions.merge(
                self.place.kept,
                pulumi.ResourceOptions(
                    depends_on=[granted],
                    # A disk that has grown is not made small again, which would be another instance.
                    ignore_changes=["settings.diskSize"],
                ),
            ),
        )

    def _settings(self, settings: Database, *, standing: bool) -> gcp.sql.DatabaseInstanceSettingsArgs:
        """standing: it follows nobody, and so has a standby and backups."""
        cluster = self.place.settings
        return gcp.sql.DatabaseInstanceSettingsArgs(
            edition="ENTERPRISE",
            tier=TIERS[settings.size],
            # A replica has no standby; the primary has one in another zone.
            availability_type="REGIONAL" if standing else "ZONAL",
            disk_type="PD_SSD",
            disk_size=settings.storage_gib,
            disk_autoresize=True,
            disk_autoresize_limit=settings.storage_gib * GROWTH,
            # Backups are a primary's alone.
            backup_configuration=backups(settings, cluster.region) if standing else None,
            ip_configuration=gcp.sql.DatabaseInstanceSettingsIpConfigurationArgs(
                ipv4_enabled=False,  # no public address: CIS GCP 6.6
                ssl_mode="ENCRYPTED_ONLY",  # CIS GCP 6.4
                psc_configs=[
                    gcp.sql.DatabaseInstanceSettingsIpConfigurationPscConfigArgs(
                        psc_enabled=True, allowed_consumer_projects=[cluster.project]
                    )
                ],
            ),
            database_flags=[
                gcp.sql.DatabaseInstanceSettingsDatabaseFlagArgs(name=flag, value=value)
                for flag, value in FLAGS.items()
            ],
            insights_config=gcp.sql.DatabaseInstanceSettingsInsightsConfigArgs(query_insights_enabled=True),
            # Sunday, by UTC.
            maintenance_window=gcp.sql.DatabaseInstanceSettingsMaintenanceWindowArgs(
                day=7, hour=4, update_track="stable"
            ),
            deletion_protection_enabled=cluster.protect,  # by Google too, whoever asks
            user_labels=labels(self.place.name),
        )

    def _write(self, name: str, secret: str, value: pulumi.Output[str]) -> pulumi.Resource:
        """Put the connection string into Secret Manager, in the cluster's region alone."""
        cluster = self.place.settings
        region = gcp.secretmanager.SecretReplicationUserManagedReplicaArgs(location=cluster.region)
        own = self.place.own(name)
        made = gcp.secretmanager.Secret(
            own,
            project=cluster.project,
            secret_id=secret,
            replication=gcp.secretmanager.SecretReplicationArgs(
                user_managed=gcp.secretmanager.SecretReplicationUserManagedArgs(replicas=[region])
            ),
            opts=self.place.kept,
        )
        return gcp.secretmanager.SecretVersion(own, secret=made.id, secret_data=value, opts=self.place.opts)
