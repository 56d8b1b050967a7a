"""A cluster with object storage, for the add-ons that use some."""

from dataclasses import replace
from typing import Any

import pulumi

from components.contracts import BackupStore, Cluster
from components.grants import BucketHandle
from components.platform.ground import Ground
from tests.components.platform.given import BACKUP_STORE, LOG_STORE, bare


def _bucket(
    name: str, expire_days: int | None, opts: pulumi.ResourceOptions | None = None, *, apart: str = ""
) -> BucketHandle:
    made = pulumi.ComponentResource("example:bucket", name, {}, opts)
    made.register_outputs({"expire_days": expire_days})
    known = pulumi.Output.from_input(f"{name}-1234")
    return BucketHandle(name=known, reference=known)


def ground(cluster: Cluster, backup_store: BackupStore = BACKUP_STORE, **changes: Any) -> Ground:
    """The ground of a cluster that has buckets. changes: of the platform's settings."""
    traits = replace(cluster.traits, log_store=lambda bucket: LOG_STORE, backup_store=backup_store)
    return bare(replace(cluster, traits=traits, bucket=_bucket), **changes)
