"""What a stack file may say about backups: Velero, and how long it keeps them."""

from typing import ClassVar

from pydantic import Field

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn
from settings.types import Cron, DnsLabel

LOCATION = "default"
"""What Velero calls where a cluster's own backups are; where those of another one arrive has that cluster's name."""


class Backup(AddOn):
    """Velero: the objects of the cluster into a bucket, and snapshots of volumes, by the clock.

    schedule: when, in cron's five fields, in UTC. The alerts in components/observability expect a backup each day.
    retention_days: how long one is kept. snapshots: of volumes too. excluded_namespaces: what is not backed up; by default
    what the cluster itself makes anew. An existing cluster has no bucket, so there it is left out. With a cluster's copies_to the
    data of its volumes goes into the bucket, and so into another region, where the other cluster can restore it.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.VELERO,)

    schedule: Cron = "0 3 * * *"
    retention_days: int = Field(default=30, ge=1, le=365)
    snapshots: bool = True
    excluded_namespaces: tuple[DnsLabel, ...] = ("kube-system", "kube-public", "kube-node-lease")
