"""Reads nested inputs, which may be unknown or of the wrong shape at every step."""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN


def values(inputs: Any, path: str) -> Iterator[Any]:
    """Every value at a dotted path, lists opened on the way; nothing where a step is missing, UNKNOWN where one is unknown."""
    if inputs is UNKNOWN:
        yield UNKNOWN
    elif isinstance(inputs, (list, tuple)):
        for item in inputs:
            yield from values(item, path)
    elif not path:
        yield inputs
    elif isinstance(inputs, Mapping):
        step, _, rest = path.partition(".")
        if inputs.get(step) is not None:
            yield from values(inputs[step], rest)


def texts(inputs: Any, path: str) -> Iterator[str]:
    """Every known text at a dotted path."""
    return (value for value in values(inputs, path) if isinstance(value, str))


def one(inputs: Any, path: str, default: Any = None) -> Any:
    """The first value at a dotted path, `default` when there is none."""
    return next(values(inputs, path), default)
