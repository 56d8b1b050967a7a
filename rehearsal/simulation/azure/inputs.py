"""Reads nested inputs, which may be unknown or of the wrong shape at every step."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network
from typing import Any

from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties


def text(inputs: Properties, path: str, default: str = "") -> str:
    """The first known text at a dotted path."""
    return next(texts(inputs, path), default)


def flag(inputs: Properties, path: str) -> bool:
    """Whether something at a dotted path is true."""
    return any(value is True for value in values(inputs, path))


def block(value: Any) -> IPv4Network | None:
    """The network that a text names, None when it is no IPv4 CIDR block or has host bits set."""
    try:
        return IPv4Network(value) if isinstance(value, str) and "/" in value else None
    except ValueError:
        return None


def blocks(inputs: Properties, *paths: str, code: str = "InvalidParameter") -> Iterator[Failure]:
    """A failure for every known text at the paths that is no CIDR block."""
    for path in paths:
        for value in texts(inputs, path):
            if block(value) is None:
                reason = f"{value!r} is not an IPv4 CIDR block such as 10.0.0.0/16 (no host bits set)"
                yield Failure(path, f"{code}: {reason}")


def one_of(
    inputs: Properties, path: str, choices: Iterable[Any], code: str = "InvalidParameter"
) -> Iterator[Failure]:
    """A failure for every known value at the path that is not among the choices."""
    known = list(choices)
    for value in values(inputs, path):
        if value is not UNKNOWN and value not in known:
            yield Failure(path, f"{code}: {value!r} is not one of {', '.join(map(str, known))}")


def within(
    inputs: Properties, path: str, least: int, most: int, code: str = "InvalidParameter"
) -> Iterator[Failure]:
    """A failure for every known number at the path that is outside of two bounds."""
    for value in values(inputs, path):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not least <= value <= most:
            yield Failure(path, f"{code}: {value} is not within {least} to {most}")
