"""What an API server finds wrong with ConfigMaps, Secrets, roles, quotas and definitions of custom resources.

Rules: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/ and .../authorization-resources/.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties, value_at
from rehearsal.simulation.kubernetes.pods import listed
from rehearsal.simulation.kubernetes.quantities import resource_amounts

KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")
LIMIT = 1024 * 1024
"""Bytes that the data of a ConfigMap or Secret may have."""


def keys(inputs: Properties, *maps: str) -> Iterator[Failure]:
    """What is wrong with the keys, values and size of a ConfigMap or Secret."""
    size = 0
    for path in maps:
        data = inputs.get(path)
        for key, value in data.items() if isinstance(data, Mapping) else ():
            if not KEY.fullmatch(key) or key in {".", ".."}:
                yield Failure(
                    f"{path}.{key}", f"Invalid value: {key!r} is not a key of letters, digits and -_."
                )
            if value is not UNKNOWN and not isinstance(value, str):
                yield Failure(f"{path}.{key}", f"Invalid value: {value!r} is not text; write it in quotes")
            size += len(value.encode()) if isinstance(value, str) else 0
    if size > LIMIT:
        yield Failure(maps[0], f"Too long: {size} bytes, {LIMIT} are allowed")


def secret(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a Secret: as a ConfigMap, and data is base64."""
    yield from keys(inputs, "data", "stringData")
    data = inputs.get("data")
    for key, value in data.items() if isinstance(data, Mapping) else ():
        if isinstance(value, str):
            try:
                base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                yield Failure(
                    f"data.{key}", "Invalid value: the value is not base64; use stringData for plain text"
                )


def role(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with the rules of a Role or ClusterRole."""
    for number, rule in enumerate(listed(inputs.get("rules"))):
        if not rule.get("verbs"):
            yield Failure(f"rules[{number}].verbs", "Required value: verbs must contain at least one value")
        if not rule.get("nonResourceURLs") and not rule.get("resources"):
            yield Failure(
                f"rules[{number}].resources",
                "Required value: resource rules must supply at least one resource",
            )
        if rule.get("resources") and rule.get("apiGroups") is None:
            yield Failure(
                f"rules[{number}].apiGroups",
                "Required value: resource rules must supply at least one api group",
            )


def binding(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a RoleBinding or ClusterRoleBinding."""
    ref = inputs.get("roleRef")
    if ref is not UNKNOWN and not (
        isinstance(ref, Mapping) and ref.get("kind") in {"Role", "ClusterRole", UNKNOWN} and ref.get("name")
    ):
        yield Failure("roleRef", "Required value: kind (Role or ClusterRole) and name")
    for subject in listed(inputs.get("subjects")):
        kind = subject.get("kind")
        if kind not in {"User", "Group", "ServiceAccount", UNKNOWN}:
            yield Failure("subjects.kind", f"Unsupported value: {kind!r}")
        if kind == "ServiceAccount" and not subject.get("namespace"):
            yield Failure(
                "subjects.namespace",
                f"Required value: the namespace of the service account {subject.get('name')!r}",
            )


def quota(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a ResourceQuota."""
    yield from resource_amounts("spec.hard", value_at(inputs, "spec.hard"))


def limits(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a LimitRange."""
    for number, limit in enumerate(listed(value_at(inputs, "spec.limits"))):
        for key in ("default", "defaultRequest", "max", "min"):
            yield from resource_amounts(f"spec.limits[{number}].{key}", limit.get(key))


def definition(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a CustomResourceDefinition: it is named plural.group, and one version is stored."""
    group, plural, name = (
        value_at(inputs, path) for path in ("spec.group", "spec.names.plural", "metadata.name")
    )
    if UNKNOWN not in (group, plural, name) and name != f"{plural}.{group}":
        yield Failure(
            "metadata.name",
            f'Invalid value: {name!r} must be spec.names.plural+"."+spec.group, {plural}.{group}',
        )
    versions = value_at(inputs, "spec.versions")
    stored = [version for version in listed(versions) if version.get("storage") in (True, UNKNOWN)]
    if versions is not UNKNOWN and UNKNOWN not in (versions or ()) and len(stored) != 1:
        yield Failure(
            "spec.versions", f"Invalid value: exactly one version must be stored ({len(stored)} are)"
        )


def priority(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a PriorityClass."""
    value: Any = inputs.get("value")
    if isinstance(value, int) and value > 1_000_000_000:
        yield Failure("value", f"Forbidden: {value} is above 1000000000, which the system keeps for itself")


CHECKS: Mapping[str, Callable[[Properties], Iterator[Failure]]] = {
    "ConfigMap": lambda inputs: keys(inputs, "data", "binaryData"),
    "Secret": secret,
    "Role": role,
    "ClusterRole": role,
    "RoleBinding": binding,
    "ClusterRoleBinding": binding,
    "ResourceQuota": quota,
    "LimitRange": limits,
    "CustomResourceDefinition": definition,
    "PriorityClass": priority,
}
