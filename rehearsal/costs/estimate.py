"""The estimates: a recording, cluster by cluster, against the price table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rehearsal.costs import aws, azure, gcp
from rehearsal.costs.items import Item, Part
from rehearsal.costs.table import Cloud, prices
from rehearsal.recorded import Recorded, Recording

COMPONENT = "groundwork:cluster:"
KINDS = (
    "control plane", "nodes", "node disks", "NAT", "public IPs", "endpoints", "load balancers", "volumes", "keys",
    "databases", "secrets", "images",
)  # fmt: skip
# The name of a cluster's component -> its cloud in the price table, and what is charged for there.
_CLOUDS: Mapping[str, tuple[str, Callable[[Part], Iterator[Item]]]] = {
    "Eks": ("aws", aws.items),
    "Gke": ("gcp", gcp.items),
    "Aks": ("azure", azure.items),
}


@dataclass(frozen=True)
class Line:
    """What one kind of thing costs by the month, in US dollars, at the cluster's smallest and largest size."""

    kind: str
    what: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """One cluster's month. region: whose prices these are. unpriced: what the table has no price for, in words."""

    cluster: str
    cloud: str
    region: str
    lines: tuple[Line, ...]
    unpriced: tuple[str, ...]

    @property
    def low(self) -> float:
        """US dollars by the month with every pool at its min."""
        return sum(line.low for line in self.lines)

    @property
    def high(self) -> float:
        """US dollars by the month with every pool at its max."""
        return sum(line.high for line in self.lines)


def estimates(recording: Recording) -> list[Estimate]:
    """An estimate for each cluster of a recording, in the order in which they are made."""
    return [
        _estimate(component, recording)
        for component in recording.resources
        if component.type.startswith(COMPONENT)
        and component.type.removeprefix(COMPONENT) in {*_CLOUDS, "Existing"}
    ]


def _estimate(component: Recorded, recording: Recording) -> Estimate:
    kind = component.type.removeprefix(COMPONENT)
    if kind not in _CLOUDS:
        nothing = "an existing cluster: this program makes nothing of what it runs on"
        return Estimate(component.name, "", "", (), (nothing,))
    cloud, charged = _CLOUDS[kind]
    table = prices()[cloud]
    items = list(charged(Part(component.name, recording, tuple(_below(component, recording)))))
    lines = [line for kind in KINDS if (line := _line(kind, items, table))]
    unpriced = [_unpriced(item) for item in items if item.key not in table.prices]
    return Estimate(component.name, cloud, table.region, tuple(lines), tuple(dict.fromkeys(unpriced)))


def _line(kind: str, items: Iterable[Item], table: Cloud) -> Line | None:
    found = [item for item in items if item.kind == kind and item.key in table.prices]
    if not found:
        return None
    low, high = (
        sum(getattr(item, end) * table.prices[item.key].monthly for item in found) for end in ("low", "high")
    )
    return Line(kind, tuple(f"{_count(item)} {item.what}" for item in found), low, high)


def _count(item: Item) -> str:
    return f"{item.low:g}" if item.low == item.high else f"{item.low:g} to {item.high:g}"


def _unpriced(item: Item) -> str:
    return f"{_count(item)} {item.what}"


def _below(component: Recorded, recording: Recording) -> Iterator[Recorded]:
    inside = {component.urn}
    for one in recording.resources:  # a parent is always registered before its children
        if one.parent in inside:
            inside.add(one.urn)
            yield one
