"""Names that a real provider makes up when the program gives none: the logical name and a random suffix.

Amazon's provider appends 7 hex digits and lists the input under `__defaults`; the Kubernetes provider appends 8 and says
so in an annotation. A name once made up is kept until the object is replaced.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct

from rehearsal.simulation.kinds import Properties, value_at

DEFAULTS = "__defaults"
ANNOTATION = "pulumi.com/autonamed"
IN_METADATA = "metadata.name"


def named(path: str, inputs: Properties) -> bool:
    """Whether the program gave a name, at that dotted path, or the service is to make one (`generateName`, a prefix)."""
    if path == IN_METADATA:
        metadata = inputs.get("metadata")
        known = metadata is None or isinstance(metadata, Mapping)
        return not known or bool(metadata and (metadata.get("name") or metadata.get("generateName")))
    return bool(inputs.get(path) or inputs.get(f"{path}Prefix"))


def made_up(path: str, inputs: Properties) -> bool:
    """Whether the name in these checked inputs was made up here."""
    if path == IN_METADATA:
        annotations = value_at(inputs, "metadata.annotations")
        return isinstance(annotations, Mapping) and annotations.get(ANNOTATION) == "true"
    return path in (inputs.get(DEFAULTS) or ())


def choose(path: str, logical: str, seed: bytes, olds: Properties) -> str:
    """The name for an object without one: the old one if that was made up too, else a new one from the engine's seed."""
    if made_up(path, olds):
        return str(value_at(olds, path))
    digits = 8 if path == IN_METADATA else 7
    return f"{logical}-{hashlib.sha256(seed + logical.encode()).hexdigest()[:digits]}"


def write(path: str, name: str, inputs: Struct) -> None:
    """Put a made-up name into checked inputs, marked as such."""
    if path == IN_METADATA:
        metadata: Any = _under(inputs.fields["metadata"])
        metadata["name"].string_value = name
        _under(metadata["annotations"])[ANNOTATION].string_value = "true"
        return
    inputs.fields[path].string_value = name
    inputs.fields[DEFAULTS].list_value.values.add().string_value = path


def _under(value: Any) -> Any:
    inner = value.struct_value.fields.get("value")
    return inner.struct_value.fields if inner is not None else value.struct_value.fields
