"""A stack's clusters side by side in one operation: what was done for each, when, and which of them is whole.

Everything that is made for a cluster is called after it: `use1`, or `use1-` and more.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from rehearsal.journal import Journal, Step

Span = tuple[float, float]
"""From when until when, in seconds since an operation began."""
How = Literal["whole", "whole but for what waits for another", "not whole", "not known to be whole"]
COLUMNS = 40
"""How wide a chart is."""


@dataclass(frozen=True)
class Side:
    """How one cluster fared. made: resources that were made or changed there. failed: that were refused. skipped: that were
    left out, for what they need was refused; None where that is not known. spans: when anything was done there, in order."""

    cluster: str
    made: int
    failed: int = 0
    skipped: int | None = 0
    spans: tuple[Span, ...] = ()

    @property
    def how(self) -> How:
        """Whether anything is left to do there: because of what failed there, or only because of what failed elsewhere."""
        if self.failed:
            return "not whole"
        if self.skipped is None:
            return "not known to be whole"
        return "whole but for what waits for another" if self.skipped else "whole"

    @property
    def started(self) -> float:
        """When the first of it began; 0 where nothing did."""
        return self.spans[0][0] if self.spans else 0.0

    @property
    def ended(self) -> float:
        """When the last of it was done."""
        return self.spans[-1][1] if self.spans else 0.0


def cluster_of(urn: str, clusters: Iterable[str]) -> str:
    """The cluster that a resource is made for, by its URN or its name; empty where it is for none of these."""
    name = urn.rpartition("::")[2]
    return max((one for one in clusters if name == one or name.startswith(f"{one}-")), key=len, default="")


def patterns(cluster: str) -> tuple[str, str]:
    """The URNs of all that is made for a cluster, as `pulumi up --exclude` takes them."""
    return f"**::{cluster}", f"**::{cluster}-**"


def way_on(found: Sequence[Side]) -> str:
    """What to do where a failure has stopped every cluster: the command that goes on with those in which nothing has failed."""
    failed = [side.cluster for side in found if side.failed]
    excluded = [f"--exclude '{pattern}'" for cluster in failed for pattern in patterns(cluster)]
    return (
        f"Something in {', '.join(failed)} does not pass, for which the engine stops everywhere. To go on with the others: "
        f"pulumi up {' '.join(excluded)}; a cluster that was never made is taken out of the stack file for that."
    )


def sides(journal: Journal, clusters: Collection[str], skipped: Collection[str] | None = ()) -> list[Side]:
    """Each cluster, from what an operation did. skipped: the URNs that it left out, None where those are not known."""
    refused = {step.urn for step in journal.steps if step.failed}
    refused |= {problem.urn for problem in journal.errors if problem.urn}
    worked = [step for step in journal.resources if step.ended is not None]
    done = [step for step in worked if step.urn not in refused]
    return [
        Side(
            one,
            made=len(_of(done, one, clusters)),
            failed=sum(cluster_of(urn, clusters) == one for urn in refused),
            skipped=None if skipped is None else sum(cluster_of(urn, clusters) == one for urn in skipped),
            spans=merged(_span(step, journal) for step in _of(worked, one, clusters)),
        )
        for one in clusters
    ]


def told(found: Sequence[Side]) -> str:
    """Which clusters are whole and which are not, as a sentence."""
    alike = {how: [side.cluster for side in found if side.how == how] for how in get_args(How)}
    parts = [
        f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} {how}"
        for how, names in alike.items()
        if names
    ]
    return f"{'; '.join(parts)}."


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time, without what is in it twice."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def at_once(found: Iterable[Side]) -> float:
    """For how many seconds something was under way in every cluster."""
    first, *others = [side.spans for side in found]
    for other in others:
        both = [(max(a, c), min(b, d)) for a, b in first for c, d in other]
        first = tuple((start, end) for start, end in both if start < end)
    return sum(end - start for start, end in first)


def bar(spans: Iterable[Span], until: float) -> str:
    """A line of a chart: a mark for each slice of the time until then in which something was under way."""
    slices = [until * index / COLUMNS for index in range(COLUMNS + 1)]
    within = list(spans)
    marks = [
        "█" if any(start < right and left < end for start, end in within) else "·"
        for left, right in pairwise(slices)
    ]
    return "".join(marks)


def _of(steps: Iterable[Step], cluster: str, clusters: Collection[str]) -> list[Step]:
    return [step for step in steps if cluster_of(step.urn, clusters) == cluster]


def _span(step: Step, journal: Journal) -> Span:
    return step.started - journal.started, (step.ended or step.started) - journal.started
