"""What the making of a cluster has to know of the rest of its stack."""

from dataclasses import dataclass, field

from settings.charts import ChartSource
from settings.global_dns import GlobalDns


@dataclass(frozen=True)
class Surroundings:
    """charts: where those that it needs itself come from. names: the zone of the names that lead to several clusters."""

    charts: ChartSource = field(default_factory=ChartSource)
    names: GlobalDns | None = None


ALONE = Surroundings()
"""A cluster by itself."""
