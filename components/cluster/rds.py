"""Managed PostgreSQL beside an EKS cluster: RDS, in the cluster's private subnets and over its zones.

Left as it is, and why: the port, which NetworkPolicies and people expect (Security Hub RDS.23 asks for another); passwords and
not IAM as the way in (RDS.10), for applications speak PostgreSQL and know no token that ends after a quarter of an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.cluster.account import prefix
from components.cluster.rds_place import RdsPlace, fitting, log_group
from components.databases import PORT, DatabaseHandle, Login
from settings.data.databases import GROWTH, Database

CLASSES = {"small": "db.m7g.large", "medium": "db.m7g.xlarge", "large": "db.m7g.2xlarge"}
LOGS = ("postgresql", "upgrade")
LONGEST_NAME = 63
PARAMETER_GROUP_PREFIX = 200
RECOVERY_DAYS = 30
WINDOWS: dict[str, Any] = {"backup_window": "02:00-03:00", "maintenance_window": "sun:03:30-sun:04:30"}
FOLLOWED = (
    "allocatedStorage", "allowMajorVersionUpgrade", "dbName", "engine", "engineLifecycleSupport", "engineVersion", "username",
)  # fmt: skip
"""What an instance that began as a replica has from the one that it followed, and is not told."""
# Encrypted or not at all (Security Hub RDS.38), and a record of who came; of no statement, for there are values in them.
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_connections": "1",
    "log_disconnections": "1",
}


def identifier(physical: str, name: str) -> str:
    """An instance's name on AWS. Fixed, because its log groups are named after it, and made before it.

    Raises pulumi.RunError beyond the 63 characters that RDS takes.
    """
    full = fitting(f"{physical}-{name}")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a database name of at most {LONGEST_NAME} characters on AWS, got {full!r}, which has {len(full)}: "
            "shorten the database's, the cluster's or the stack's name"
        )
    return full


@dataclass(frozen=True, eq=False)
class RdsDatabases:
    """The DatabaseFactory of one EKS cluster."""

    place: RdsPlace

    def primary(self, name: str, settings: Database, secret: str, login: Login) -> DatabaseHandle:
        """Make an instance with a standby in another zone (Security Hub RDS.5). A replica that names
        nobody to follow any more is promoted."""
        made = self._instance(
            name,
            settings,
            FOLLOWED if self.place.name in settings.promoted else (),
            multi_az=True,
            engine="postgres",
            engine_version=settings.version,
            allow_major_version_upgrade=True,
            # A version whose support has ended is upgraded, rather than kept at a price for each vCPU and hour.
            engine_lifecycle_support="open-source-rds-extended-support-disabled",
            allocated_storage=settings.storage_gib,
            db_name=login.database,
            username=login.user,
            password=login.password,
        )
        return self._handle(name, secret, login, made)

    def replica(
        self, name: str, settings: Database, secret: str, login: Login, of: DatabaseHandle
    ) -> DatabaseHandle:
        """Make an instance that follows another region's. RDS takes no last snapshot of one."""
        made = self._instance(name, settings, (), multi_az=False, replicate_source_db=of.source)
        return self._handle(name, secret, login, made)

    def _handle(self, name: str, secret: str, login: Login, made: aws.rds.Instance) -> DatabaseHandle:
        value = login.connection_string(made.address)
        return DatabaseHandle(made.address, made.arn, self._write(name, secret, value))

    def _instance(
        self, name: str, settings: Database, kept: Sequence[str], *, multi_az: bool, **more: Any
    ) -> aws.rds.Instance:
        """What primaries and replicas have in common. A replica has backups too, which are there when it is promoted. kept:
        inputs that stay as they were. multi_az: whether it has a standby, as what is written to."""
        place, protect = self.place, self.place.settings.protect
        called, last = identifier(place.physical, name), protect and multi_az
        return aws.rds.Instance(
            place.own(name),
            identifier=called,
            instance_class=CLASSES[settings.size],
            storage_type="gp3",
            max_allocated_storage=settings.storage_gib * GROWTH,
            storage_encrypted=True,  # CIS AWS 2.3.1, Security Hub RDS.3
            kms_key_id=place.key.arn,
            db_subnet_group_name=place.subnets.name,
            vpc_security_group_ids=[place.firewall.id],
            publicly_accessible=False,  # CIS AWS 2.3.3, Security Hub RDS.2
            port=PORT,
            ca_cert_identifier="rds-ca-rsa2048-g1",
            parameter_group_name=self._parameters(name, called, settings).name,
            iam_database_authentication_enabled=False,
            backup_retention_period=settings.backup_days,  # any moment since then (Security Hub RDS.11)
            **WINDOWS,
            auto_minor_version_upgrade=True,  # CIS AWS 2.3.2, Security Hub RDS.13
            copy_tags_to_snapshot=True,  # Security Hub RDS.17
            deletion_protection=protect,  # Security Hub RDS.8
            delete_automated_backups=not protect,
            multi_az=multi_az,
            skip_final_snapshot=not last,
            final_snapshot_identifier=f"{called}-final" if last else None,
            # Not in the next window for maintenance, up to a week after the `up` that says so.
            apply_immediately=True,
            enabled_cloudwatch_logs_exports=list(LOGS),  # Security Hub RDS.36
            monitoring_interval=60,  # Security Hub RDS.6
            monitoring_role_arn=place.watcher.arn,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=place.key.arn,
            performance_insights_retention_period=7,  # days; more than these are paid for
            opts=pulumi.ResourceOptions.merge(
                place.kept,
                pulumi.ResourceOptions(
                    # Without its policy the role reports nothing. Without the log groups RDS would make its own: unencrypted, and
                    # kept for ever.
                    depends_on=[*place.watcher.attachments, *self._logs(name, called)],
                    ignore_changes=list(kept),
                ),
            ),
            **more,
        )

    def _parameters(self, name: str, called: str, settings: Database) -> aws.rds.ParameterGroup:
        return aws.rds.ParameterGroup(
            self.place.own(name),
            # Another major is another family, in a group beside the first.
            name_prefix=prefix(called, PARAMETER_GROUP_PREFIX),
            family=f"postgres{settings.version}",
            parameters=[
                aws.rds.ParameterGroupParameterArgs(name=key, value=value)
                for key, value in PARAMETERS.items()
            ],
            opts=self.place.opts,
        )

    def _logs(self, name: str, called: str) -> list[pulumi.Resource]:
        return [
            aws.cloudwatch.LogGroup(
                f"{self.place.own(name)}-{log}",
                name=log_group(called, log),
                retention_in_days=self.place.settings.log_days,
                kms_key_id=self.place.key.arn,
                opts=self.place.opts,
            )
            for log in LOGS
        ]

    def _write(self, name: str, secret: str, value: pulumi.Output[str]) -> pulumi.Resource:
        """Put the connection string into Secrets Manager, under the default key, which pods may read with (eks_grants.py)."""
        own = self.place.own(name)
        made = aws.secretsmanager.Secret(
            own,
            name=secret,
            description=f"How applications reach the database {name}",
            # A name can be used again at once where nothing is protected: a staging stack is destroyed and made again.
            recovery_window_in_days=RECOVERY_DAYS if self.place.settings.protect else 0,
            opts=self.place.kept,
        )
        return aws.secretsmanager.SecretVersion(
            own, secret_id=made.id, secret_string=value, opts=self.place.opts
        )
