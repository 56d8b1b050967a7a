"""Sets of ports, exactly: what a rule opens, and what the two sides of a connection have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

PROTOCOLS = ("TCP", "UDP", "SCTP")
LAST = 65535

Range = tuple[str, int, int]
"""A protocol, and the first and last port."""


def _joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    found: list[Range] = []
    for protocol, low, high in sorted(ranges):
        if found and found[-1][0] == protocol and low <= found[-1][2] + 1:
            found[-1] = (protocol, found[-1][1], max(high, found[-1][2]))
        else:
            found.append((protocol, low, high))
    return tuple(found)


@dataclass(frozen=True)
class Ports:
    """Ranges of ports, apart from each other and sorted: two sets of the same ports are equal."""

    ranges: tuple[Range, ...] = ()

    @classmethod
    def of(cls, *ranges: Range) -> "Ports":
        """The ports of some ranges, which may overlap."""
        return cls(_joined(ranges))

    @classmethod
    def numbers(cls, *numbers: int, protocol: str = "TCP") -> "Ports":
        """These ports of one protocol."""
        return cls.of(*((protocol, number, number) for number in numbers))

    def __or__(self, other: "Ports") -> "Ports":
        return Ports(_joined((*self.ranges, *other.ranges)))

    def __and__(self, other: "Ports") -> "Ports":
        common = (
            (one[0], max(one[1], two[1]), min(one[2], two[2]))
            for one, two in product(self.ranges, other.ranges)
            if one[0] == two[0]
        )
        return Ports(_joined(each for each in common if each[1] <= each[2]))

    def __sub__(self, other: "Ports") -> "Ports":
        return self & ~other

    def __invert__(self) -> "Ports":
        gaps: list[Range] = []
        for protocol in PROTOCOLS:
            after = 0
            for _, low, high in (one for one in self.ranges if one[0] == protocol):
                gaps.append((protocol, after + 1, low - 1))
                after = high
            gaps.append((protocol, after + 1, LAST))
        return Ports(_joined(gap for gap in gaps if gap[1] <= gap[2]))

    def __contains__(self, port: int) -> bool:
        """Whether a port of TCP is in the set."""
        return any(one[0] == "TCP" and one[1] <= port <= one[2] for one in self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __str__(self) -> str:
        """For people: `443, 53/UDP, 8000-8010`; TCP is not said, and `every port` is all of all protocols."""
        if self == EVERY:
            return "every port"
        inner = sorted(self.ranges, key=lambda one: (PROTOCOLS.index(one[0]), one))
        return ", ".join(
            ("every" if (low, high) == (1, LAST) else f"{low}" if low == high else f"{low}-{high}")
            + ("" if protocol == "TCP" else f"/{protocol}")
            for protocol, low, high in inner
        )


EVERY = Ports.of(*((protocol, 1, LAST) for protocol in PROTOCOLS))
NONE = Ports()


@dataclass(frozen=True)
class Reach:
    """sure: the ports that are open whichever of its addresses an end has; perhaps: those that are for at least one."""

    sure: Ports
    perhaps: Ports

    def __and__(self, other: "Reach") -> "Reach":
        return Reach(self.sure & other.sure, self.perhaps & other.perhaps)


OPEN = Reach(EVERY, EVERY)
