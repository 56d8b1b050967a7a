"""What a stack over two regions can carry, with a workload that is short."""

from rehearsal.capacity.table import Carried
from settings.capacity import Row


def row(
    workload: str = "shop/web",
    lost: str = "use1",
    needed: int = 6,
    by_scale: int = 10,
    by_nodes: int | None = 40,
) -> Row:
    survivor = "usw2" if lost == "use1" else "use1"
    return Row("shop", workload, lost, survivor, needed, by_scale, by_nodes)


POOLS = {"use1": "3 of m6i.large", "usw2": "3 of m6i.large"}
CARRIED = Carried((row(), row(lost="usw2"), row("shop/worker", by_scale=5)), POOLS)
NOTHING = Carried((), {})
