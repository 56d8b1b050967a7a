"""What an object that exists says about the inputs it was made from: nothing, unless somebody changed it since.

`applied` is what the API server would make of the object if the inputs were applied again (its own dry run). Where `live`
is the same, the inputs hold, in whatever way they are written ("1000m" for "1"); where it is not, `live` is what there is
to say. What the inputs never said, such as defaults and what controllers add, is left out. (pulumi-kubernetes prunes the
live object to the shape of the inputs for the same purpose: pruneLiveState in provider/pkg/provider/provider.go.)
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.kinds import Properties

MISSING = object()


def said(inputs: Properties, live: Mapping[str, Any], applied: Mapping[str, Any]) -> Properties:
    """The inputs that describe the live object."""
    found = _map(inputs, live, applied)
    texts = inputs.get("stringData")
    if isinstance(texts, Mapping):
        found["stringData"] = _texts(texts, live.get("data") or {}, applied.get("data") or {})
    return found


def _map(inputs: Mapping[str, Any], live: Mapping[str, Any], applied: Mapping[str, Any]) -> dict[str, Any]:
    values = {
        key: _value(value, live.get(key, MISSING), applied.get(key, MISSING)) for key, value in inputs.items()
    }
    return {key: value for key, value in values.items() if value is not MISSING}


def _value(given: Any, live: Any, applied: Any) -> Any:
    if live == applied:
        return given
    if isinstance(given, Mapping) and isinstance(live, Mapping):
        return _map(given, live, applied if isinstance(applied, Mapping) else {})
    if isinstance(given, list) and isinstance(live, list) and isinstance(applied, list):
        if len(given) == len(live) == len(applied):
            return [_value(*three) for three in zip(given, live, applied, strict=True)]
        return [_value(given[i], item, MISSING) if i < len(given) else item for i, item in enumerate(live)]
    return live


def _texts(inputs: Mapping[str, Any], live: Mapping[str, Any], applied: Mapping[str, Any]) -> dict[str, Any]:
    """A Secret's stringData, which the API server keeps as base64 under data and never gives back."""
    found = {}
    for key, value in inputs.items():
        if live.get(key) == applied.get(key):
            found[key] = value
        elif key in live:
            found[key] = _text(live[key])
    return found


def _text(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return encoded
