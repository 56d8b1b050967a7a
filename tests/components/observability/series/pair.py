"""The form of what an alert is tried with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Series = Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """Series that fire an alert, and series that leave it quiet, a sample each minute in promtool's notation.

    labels: of the alert, beside its severity and team. says: its description, as the person on call reads it. at: when
    Prometheus is asked. `3x120` is 121 times 3, `0+6x120` a counter that grows by 6 a minute.
    """

    alert: str
    fires: Series
    quiet: Series
    says: str
    labels: Mapping[str, str] = field(default_factory=dict)
    at: str = "90m"


# A cluster whose state is known.
NODES = {'kube_node_info{node="node-1"}': "1x120"}
