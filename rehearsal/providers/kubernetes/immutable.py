"""Which changes of an object need a new one: what the real provider knows by heart, and what the API server says."""

import re
from collections.abc import Mapping

from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.resource import Request
from rehearsal.providers.kubernetes.shape import kind_of
from rehearsal.simulation.kinds import changed
from rehearsal.simulation.kubernetes.catalog import BUILT_IN
from rehearsal.simulation.kubernetes.immutable import ALWAYS, immutable

MUTABLE: Mapping[str, str] = {"ConfigMap": "enableConfigMapMutable", "Secret": "enableSecretMutable"}
"""Kind -> the provider's setting with which its data may change in place."""
SAYS = "field is immutable"
"""k8s.io/apimachinery/pkg/api/validation: FieldImmutableErrorMsg."""


def replacing(request: Request) -> list[str]:
    """The changed inputs that are known to need a new object. A patch may change anything but what it is a patch of."""
    key = kind_of(request.type)
    kind = key[1]
    fields = immutable(kind) if key in BUILT_IN and not request.type.endswith("Patch") else ALWAYS
    if kind in MUTABLE and request.provider.get(MUTABLE[kind]) in (True, "true"):
        fields = ALWAYS
    return changed(request.olds, request.inputs, fields)


def immutable_causes(error: ApiError, request: Request) -> list[str]:
    """The changed inputs, by their dotted paths, that the API server will not change; none when it refuses for another
    reason."""
    if not any(SAYS in cause.message for cause in error.causes):
        return []
    fields = {re.split(r"\[", cause.field, maxsplit=1)[0] for cause in error.causes if SAYS in cause.message}
    found = changed(request.olds, request.inputs, fields)
    return found or sorted(fields)
