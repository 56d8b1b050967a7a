"""What must come before what, read off a recording: what a resource depends on, and the provider it is made through."""

from rehearsal.recorded import Recorded, Recording


class Graph:
    """The order in which the engine makes the resources of a recording; it destroys them in the opposite one.

    A dependency on a component is one on all that is below it: the SDK expands one of the program's own, the engine one that a
    provider makes. A parent is no edge: the engine makes and destroys a component's children in any order.
    """

    def __init__(self, recording: Recording) -> None:
        self.known = recording.by_urn()
        self._below: dict[str, set[str]] = {}
        for one in recording.resources:
            if one.parent in self.known and not self.known[one.parent].custom:
                self._below.setdefault(one.parent, set()).add(one.urn)
        self._needs: dict[str, frozenset[str]] = {}

    def direct(self, urn: str) -> set[str]:
        """The URNs that a resource names as what must exist before it."""
        one = self.known[urn]
        named = {*one.dependencies, one.provider, one.deleted_with}
        named |= {other for urns in one.property_dependencies.values() for other in urns}
        named |= {child for other in one.dependencies for child in self._below.get(other, ())}
        return {other for other in named if other in self.known}

    def needs(self, one: Recorded) -> frozenset[str]:
        """The URNs of all that exists before a resource, and goes only after it, however many steps lie between."""
        if one.urn not in self._needs:
            found: set[str] = set()
            ahead = [one.urn]
            while ahead:
                for urn in self.direct(ahead.pop()) - found:
                    found.add(urn)
                    ahead.append(urn)
            self._needs[one.urn] = frozenset(found)
        return self._needs[one.urn]

    def waits(self, one: Recorded, other: Recorded) -> bool:
        """Whether a resource is made after another and destroyed before it."""
        return other.urn in self.needs(one)
