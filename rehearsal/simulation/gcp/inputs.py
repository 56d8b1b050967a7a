"""Reads and judges the inputs of a simulated Google Cloud resource."""

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network
from typing import Any

from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties

# RFC 1035, as Compute Engine and GKE read it.
LABEL = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")


def block(text: Any) -> IPv4Network | None:
    """The network that a text names, None when it is no IPv4 CIDR block or has host bits set."""
    try:
        return IPv4Network(text) if isinstance(text, str) and "/" in text else None
    except ValueError:
        return None


def invalid(path: str, value: Any, why: str) -> Failure:
    """What Google answers to a value that it cannot take."""
    return Failure(path, f"400 invalid: Invalid value for field 'resource.{path}': '{value}'. {why}")


def names(inputs: Properties, path: str, longest: int = 63) -> Iterator[Failure]:
    """A failure for every known text at the path that is no name."""
    for text in texts(inputs, path):
        if not LABEL.fullmatch(text) or len(text) > longest:
            yield invalid(
                path, text, f"Must be a match of regex '(?:[a-z](?:[-a-z0-9]{{0,{longest - 2}}}[a-z0-9])?)'"
            )


def one_of(inputs: Properties, path: str, choices: Iterable[Any]) -> Iterator[Failure]:
    """A failure for every known value at the path that is not among the choices."""
    known = list(choices)
    for value in values(inputs, path):
        if value is not UNKNOWN and value not in known:
            yield invalid(path, value, f"Expected one of {', '.join(map(str, known))}")


def blocks(inputs: Properties, *paths: str) -> Iterator[Failure]:
    """A failure for every known text at the paths that is no CIDR block."""
    for path in paths:
        for text in texts(inputs, path):
            if block(text) is None:
                yield invalid(
                    path, text, "Must be a CIDR address range such as 10.0.0.0/20, no host bits set"
                )


def seconds(inputs: Properties, path: str, least: int, most: int, why: str) -> Iterator[Failure]:
    """A failure for every known text at the path that is no duration, such as 86400s, between two."""
    for text in texts(inputs, path):
        match = re.fullmatch(r"(\d+)(\.\d+)?s", text)
        if not match or not least <= int(match[1]) <= most:
            yield invalid(path, text, why)
