"""What a stack file may say about DNS records: external-dns, which writes one for each host."""

from typing import ClassVar, Literal

from facts import charts
from facts.charts import Chart
from settings.platform.add_on import AddOn


class Dns(AddOn):
    """external-dns, on each cluster with a zone (clusters.NAME.dns); on one without there is nothing to write.

    policy: sync also takes a record away when its host goes, so that no name is left pointing at an address which somebody
    else may have by then; upsert-only leaves it. Both touch only what the cluster's own mark in the zone says is its own.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = (charts.EXTERNAL_DNS,)

    policy: Literal["sync", "upsert-only"] = "sync"
