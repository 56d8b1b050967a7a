"""How many nodes each pool has: its bounds, the pods that wait for a node, and the nodes that nobody needs any more. Pure.

What is simplified: an empty node goes, a little used one stays; the real autoscalers also move pods together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.life.cluster import Pool
from rehearsal.life.nodes import POOL_LABEL
from rehearsal.life.placing import Needs, alone, capacity, needs, takes, welcome

Object = Mapping[str, Any]
ZONE = "topology.kubernetes.io/zone"
IDLE_SECONDS = 15.0
"""How long a node is empty before it goes. In reality ten minutes (Cluster Autoscaler), or what a NodePool says."""


@dataclass
class New:
    """A node to be made, and who is to go there: the free room left on it, and the uids of the pods that it is for."""

    pool: Pool
    zone: str
    free: Needs = field(default_factory=dict)
    pods: set[str] = field(default_factory=set)
    lonely: set[str] = field(default_factory=set)


def members(pool: Pool, nodes: Iterable[Object]) -> list[Object]:
    """The nodes of a pool that are to stay."""
    return [
        node
        for node in nodes
        if node["metadata"]["labels"].get(POOL_LABEL) == pool.name
        and "deletionTimestamp" not in node["metadata"]
    ]


def emptiest(pool: Pool, nodes: Iterable[Object], new: Iterable[New] = ()) -> str:
    """The zone in which a pool has the fewest nodes."""
    count = Counter(map(_zone, nodes))
    count.update(one.zone for one in new if one.pool == pool)
    return min(pool.zones, key=lambda zone: (count[zone], pool.zones.index(zone)))


def kept(pool: Pool, target: int, nodes: Sequence[Object]) -> tuple[list[New], list[Object]]:
    """What makes a pool have as many nodes as it should: those to be made, and those to go."""
    new: list[New] = []
    while len(nodes) + len(new) < target:
        new.append(New(pool, emptiest(pool, nodes, new)))
    return new, _surplus(nodes, nodes, len(nodes) - target)


def needed(
    waiting: Iterable[Object], pools: Sequence[Pool], nodes: Sequence[Object], cloud: str, region: str = "",
    daemons: Iterable[Needs] = (),
) -> list[New]:  # fmt: skip
    """The nodes that would take the pods that wait: pods share a new node while it has room, and no pool outgrows its bound."""
    new: list[New] = []
    overhead = list(daemons)
    counts = {pool.name: len(members(pool, nodes)) for pool in pools}
    for pod in waiting:
        spec, asked = pod["spec"], needs(pod["spec"])
        kin = _kin(pod) if alone(spec) else ""
        found = next(
            (
                one for one in new
                if takes(one.free, asked) and welcome(spec, one.pool, one.zone, region) and kin not in one.lonely
            ),
            None,
        )  # fmt: skip
        if found is None:
            for pool in pools:
                free = capacity(pool, cloud, overhead)
                zone = emptiest(pool, members(pool, nodes), new)
                zones = [zone, *(other for other in pool.zones if other != zone)]
                fitting = next((one for one in zones if welcome(spec, pool, one, region)), None)
                if counts[pool.name] < pool.most and takes(free, asked) and fitting:
                    found = New(pool, fitting, free)
                    counts[pool.name] += 1
                    new.append(found)
                    break
        if found is not None:
            found.free = {name: value - asked.get(name, 0.0) for name, value in found.free.items()}
            found.pods.add(pod["metadata"]["uid"])
            found.lonely |= {kin} - {""}
    return new


def idle(
    pool: Pool, nodes: Sequence[Object], busy: set[str], empty_since: Mapping[str, float], at: float
) -> list[Object]:
    """The nodes of a pool that have been empty for long enough, as many as its lower bound lets go."""
    empty = [
        node
        for node in nodes
        if node["metadata"]["name"] not in busy
        and at - empty_since.get(node["metadata"]["name"], at) >= IDLE_SECONDS
    ]
    return _surplus(nodes, empty, len(nodes) - pool.least)


def _surplus(nodes: Iterable[Object], free: Iterable[Object], number: int) -> list[Object]:
    """So many of the nodes that may go, each the youngest in the zone that has the most then: so the zones stay even."""
    count = Counter(map(_zone, nodes))
    by_age = sorted(free, key=lambda node: node["metadata"].get("creationTimestamp", ""))[::-1]
    gone: list[Object] = []
    while by_age and len(gone) < number:
        fullest = max(range(len(by_age)), key=lambda one: count[_zone(by_age[one])])
        gone.append(by_age.pop(fullest))
        count[_zone(gone[-1])] -= 1
    return gone


def _zone(node: Object) -> str:
    return str(node["metadata"]["labels"].get(ZONE, ""))


def _kin(pod: Object) -> str:
    owners = pod["metadata"].get("ownerReferences") or [{}]
    return str(owners[0].get("uid") or pod["metadata"]["uid"])
