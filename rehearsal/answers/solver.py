"""Which region a name leads somebody to, and how soon it leads nobody to one that is lost.

Every provider answers as if all regions were well when none is, for an answer that may be wrong is better than none:
docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html,
learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring ("Endpoint failover and recovery") and
docs.cloud.google.com/dns/docs/routing-policies-overview. On failover Cloud DNS goes on to the backups even then, and to the
nearest of several (docs.cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets, primaryBackup).

Latency is not known here. Whoever is nearest along a great circle stands for whoever answers soonest, which is what Cloud DNS
goes by anyway. Route 53 and Traffic Manager measure: of two regions almost as far as each other it may be the other one, which
`rivals` are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from facts.places import REGIONS, Place
from rehearsal.answers.names import Answer, Name

NEARLY = 1.1
"""How many times as far as the nearest region another may be and still answer sooner. A guess: nobody publishes the figures."""


@dataclass(frozen=True)
class Wait:
    """Seconds until nobody is led to a region that was lost. found: until it counts as unwell; None: never, for nobody asks.
    kept: how long resolvers may keep the answer before that."""

    found: int | None
    kept: int

    @property
    def seconds(self) -> int | None:
        """Both; None: for ever."""
        return None if self.found is None else self.found + self.kept


def answered(name: Name, client: Place, unwell: Collection[str] = ()) -> dict[str, float]:
    """Cluster -> its share of what is answered to a client, from above 0 to 1. unwell: clusters whose checks fail, all told."""
    match name.policy:
        case "latency":
            return {_by_distance(_well(name, unwell) or name.answers, client)[0].cluster: 1.0}
        case "failover":
            return {_by_distance(_first(name, unwell), client)[0].cluster: 1.0}
        case "weighted":
            return _shared(name, _well(name, unwell))


def rivals(name: Name, client: Place, unwell: Collection[str] = ()) -> tuple[str, ...]:
    """The clusters that may be answered instead of the nearest, for they are almost as near and the provider measures."""
    if name.policy != "latency" or name.provider == "cloud-dns":
        return ()
    nearest, *others = _by_distance(_well(name, unwell) or name.answers, client)
    near = NEARLY * _distance(nearest, client)
    return tuple(one.cluster for one in others if _distance(one, client) <= near)


def _well(name: Name, unwell: Collection[str]) -> list[Answer]:
    return [one for one in name.answers if one.cluster not in unwell or one.check is None]


def _first(name: Name, unwell: Collection[str]) -> list[Answer]:
    """Whose turn it is on failover: one, or all backups of Cloud DNS."""
    backups = [one for one in name.answers if one.rank]
    when_none_is = backups if name.provider == "cloud-dns" and backups else name.answers
    left = _well(name, unwell) or when_none_is
    return [one for one in left if one.rank == min(other.rank for other in left)]


def _by_distance(answers: Iterable[Answer], client: Place) -> list[Answer]:
    return sorted(answers, key=lambda one: _distance(one, client))


def _distance(answer: Answer, client: Place) -> float:
    place = REGIONS.get(answer.region)
    return place.distance(client) if place else float("inf")


def _shared(name: Name, well: Sequence[Answer]) -> dict[str, float]:
    """By weight. Whoever has none is answered by Route 53 alone, when all others are unwell ("Values specific for weighted
    records", Weight); elsewhere never."""
    if any(one.weight for one in well):
        return _shares({one.cluster: one.weight for one in well})
    if well and name.provider == "route53":
        return _shares({one.cluster: 1 for one in well})
    return _shares({one.cluster: one.weight for one in name.answers})


def _shares(weights: Mapping[str, int]) -> dict[str, float]:
    whole = sum(weights.values())
    return {cluster: weight / whole for cluster, weight in weights.items() if weight}


def after(name: Name) -> Wait:
    """How long until nobody is led to a region that was lost, at most, where resolvers keep to the TTL.

    Found: after so many checks as make a region unwell, each an interval after the one before, the last of which has to time
    out. Route 53's failure threshold is that number ("How Amazon Route 53 determines whether a health check is healthy"), and so
    is Google's unhealthy threshold; Traffic Manager's tolerated failures are one less ("Traffic Manager endpoint monitoring").
    """
    checks = [one.check.seconds if one.check else None for one in name.answers]
    return Wait(None if None in checks else max(filter(None, checks)), name.ttl)


def lost(names: Iterable[Name], what: str) -> frozenset[str]:
    """The clusters that go when a cluster, or a region, is lost; none where nothing is called so."""
    return frozenset(
        one.cluster for name in names for one in name.answers if what in {one.cluster, one.region} - {""}
    )
