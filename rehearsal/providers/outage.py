"""A region that answers nothing: while it lasts, whoever asks one of its services waits in vain, and is told so."""

from collections.abc import Collection, Mapping
from typing import Any

from rehearsal.simulation.kinds import Properties, Refused

PLACES = ("region", "location")
"""The inputs by which a resource says that it is somewhere else than its provider."""


class Outage:
    """What does not answer now: everything that is made through some providers, and everything in some regions."""

    def __init__(self) -> None:
        self._providers: frozenset[str] = frozenset()
        self._places: frozenset[str] = frozenset()

    def begin(self, providers: Collection[str], places: Collection[str] = ()) -> None:
        """Let these go silent. providers: their URNs; places: regions as a cloud calls them."""
        self._providers, self._places = frozenset(providers), frozenset(places)

    def end(self) -> None:
        """Let all of them answer again."""
        self.begin(())

    def check(self, configuration: Mapping[str, Any], inputs: Properties) -> None:
        """Raises Refused where the service that a request is for does not answer. configuration: of the provider that makes it;
        a resource that names a place itself is there, and not where its provider is."""
        urn = str(configuration.get("urn", ""))
        place = next((str(inputs[key]) for key in PLACES if isinstance(inputs.get(key), str)), "")
        lost = place in self._places if place else urn in self._providers
        if lost:
            who = place or configuration.get("region") or urn.rpartition("::")[2]
            raise Refused("Unreachable", f"{who} does not answer: dial tcp: i/o timeout")
