"""What a drill loses, how an `up` leaves that alone, and what the survivors are given to carry it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from rehearsal.regions import patterns
from settings.layers import merged
from settings.load import Settings

Change = Callable[[dict[str, Any]], dict[str, Any]]
"""From a stack's configuration to another, by full keys such as groundwork:applications."""


class Undrillable(Exception):
    """This cannot be lost; the text is the whole message for the user."""


@dataclass(frozen=True)
class Scenario:
    """what: as it was named. lost, survivors: clusters. places: regions of which nothing is left. more: the change of settings
    that lets the survivors carry it."""

    what: str
    lost: tuple[str, ...]
    survivors: tuple[str, ...]
    places: frozenset[str]
    more: Change

    @property
    def excluded(self) -> list[str]:
        """What `pulumi up --exclude` is given, so that it leaves the lost clusters alone."""
        return [pattern for cluster in self.lost for pattern in patterns(cluster)]


def scenario(settings: Settings, what: str, project: str) -> Scenario:
    """The loss of a cluster, or of all clusters of a region. Raises Undrillable."""
    places = {name: cluster.place for name, cluster in settings.clusters.items()}
    lost, survivors = divided(what, places)
    more = raised(settings, lost, survivors)

    def change(config: dict[str, Any]) -> dict[str, Any]:
        key = f"{project}:applications"
        return {**config, key: merged(config.get(key) or {}, more)}

    gone = {places[one] for one in lost} - {places[one] for one in survivors} - {""}
    return Scenario(what, lost, survivors, frozenset(gone), change)


def divided(what: str, places: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which clusters are lost, and which survive. places: cluster -> its region. Raises Undrillable."""
    lost = tuple(name for name, place in places.items() if what and what in {name, place})
    survivors = tuple(name for name in places if name not in lost)
    there = ", ".join(f"{name} ({place})" if place else name for name, place in places.items())
    if not lost:
        raise Undrillable(f"--lose: expected a cluster or a region of this stack, {there}, got {what!r}")
    if not survivors:
        raise Undrillable(
            f"--lose: expected something of this stack, {there}, to survive, got {what!r}, which is all of it: a drill needs two "
            "clusters"
        )
    for gone in lost:
        for name in survivors:
            if name.startswith(f"{gone}-"):
                raise Undrillable(
                    f"clusters: expected no name that goes on after another one's and a hyphen, got {gone} and {name}: an up "
                    f"could not leave out the one without the other"
                )
    return lost, survivors


def raised(settings: Settings, lost: Collection[str], survivors: Collection[str]) -> dict[str, Any]:
    """Settings of applications to lay over a stack's: on each survivor as many replicas more, at least, as its share of what ran
    on the lost clusters, within its own maximum. Applications that are not on both sides have none."""
    found: dict[str, Any] = {}
    for name, application in settings.applications.items():
        gone = [one for one in application.clusters if one in lost]
        left = [one for one in application.clusters if one in survivors]
        if not gone or not left:
            continue
        share = ceil(sum(application.at(one).scale.min for one in gone) / len(left))
        for one in left:
            scale = application.at(one).scale
            least = min(scale.max, scale.min + share)
            if least > scale.min:
                found.setdefault(name, {"overrides": {}})["overrides"][one] = {"scale": {"min": least}}
    return found
