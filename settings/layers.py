"""One mapping laid over another."""

from collections.abc import Mapping
from typing import Any


def merged(below: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with another over it, as `helm --values` does it: mappings key by key, anything else whole. None stays."""
    both = dict(below)
    for key, value in over.items():
        under = both.get(key)
        both[key] = (
            merged(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
        )
    return both
