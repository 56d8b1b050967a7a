"""docs/capacity.md: what is left of each stack when a cluster is lost."""

from collections.abc import Iterable, Iterator

from rehearsal.capacity.table import HEADINGS, Carried

INTRODUCTION = """\
# What is left when a region is lost

<!-- Written by `python -m rehearsal.capacity > docs/capacity.md`; a test compares. -->

```console
$ python -m rehearsal report --stack production
```

prints after the costs whether the other clusters can carry what a lost one did. It asks no cloud and needs no engine. Where they
cannot, every preview and every update warns of it, with the same figures.

- **needs**: replicas on a cluster that is left. Over all clusters an application with `traffic` needs `traffic.peak` of each of
  its workloads, or as many as their `scale.min` come to where it is led while all is well. Those that are left share them by
  their weights, or equally with policy latency, though a lost region's clients may all be nearest to the same one; with failover
  the first that is left has them all, though of several Cloud DNS leads to the nearest.
- **scale.max**: how many its autoscaler lets it have there.
- **room on nodes**: how many there is room for with all node pools at their max, beside everything else at that time: workloads
  that take something over at what they need, others at their `scale.min`, and the platform with all that scales by itself at its
  most.

Room is reckoned in requests: vCPU, memory and pods of the machines, less what the cloud keeps for the system
([facts/machines.py](../facts/machines.py)) and what its own pods request ([facts/system_pods.py](../facts/system_pods.py), an
allowance on GKE and AKS, which publish no such sum). A pool of Karpenter's is reckoned by the smallest of its types, others by
the first; EKS' pools that no autoscaler grows count with their min. Not in it are jobs while they run, candidates, stateful
workloads of a fixed size, which no traffic adds to, values of a stack's own for charts, and whether the cloud has so many
machines to give on that day: only nodes that run already, or a reservation of capacity, are sure.
"""


def page(stacks: Iterable[tuple[str, Carried]]) -> str:
    """The page, for stack files by their names; those with nothing to take over are left out."""
    parts = [INTRODUCTION.rstrip("\n")]
    for name, found in stacks:
        if found.rows:
            pools = [f"- {cluster}: {told} at most" for cluster, told in found.pools.items()]
            parts += [f"## {name}", "\n".join(pools), "\n".join(lines(found))]
    return "\n\n".join(parts) + "\n"


def lines(found: Carried) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield "| --- | --- | --- | ---: | ---: | ---: | --- |"
    for cells in found.cells():
        yield f"| {' | '.join(cells)} |"
