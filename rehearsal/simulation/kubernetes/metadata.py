"""Names, labels and annotations of Kubernetes objects.

Rules: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and .../labels/ (RFC 1123, RFC 1035).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure

LABEL = re.compile(r"[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?")
SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9\-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9\-]*[a-z0-9])?)*")
KEY_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._\-]{0,61}[A-Za-z0-9])?")
PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
SERVICE_NAME = re.compile(r"[a-z]([a-z0-9\-]{0,61}[a-z0-9])?")
LABEL_NAMED = frozenset({"Namespace"})
FREELY_NAMED = frozenset({"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"})
SHORT = {"CronJob": 52, "Job": 63}
"""Kinds whose names end up in labels of their pods: the longest name."""
ANNOTATIONS_LIMIT = 262144


def name_reason(kind: str, name: str) -> str | None:
    """Why a text is no name for an object of the kind, None when it is one."""
    longest = SHORT.get(kind, 63 if kind in LABEL_NAMED or kind == "Service" else 253)
    if len(name) > longest:
        return f"{name!r} has {len(name)} characters, {longest} are allowed for a {kind}"
    if kind in FREELY_NAMED:
        return (
            None
            if name not in {"", ".", ".."} and "/" not in name and "%" not in name
            else f"{name!r} is not a path segment"
        )
    if kind == "Service":
        return (
            None
            if SERVICE_NAME.fullmatch(name)
            else f"{name!r} is not a DNS label that begins with a small letter (RFC 1035)"
        )
    if kind in LABEL_NAMED:
        return (
            None
            if LABEL.fullmatch(name)
            else f"{name!r} is not a DNS label of small letters, digits and hyphens (RFC 1123)"
        )
    return (
        None
        if SUBDOMAIN.fullmatch(name)
        else f"{name!r} is not a DNS name of small letters, digits, hyphens and dots (RFC 1123)"
    )


def key_reason(key: str) -> str | None:
    """Why a text is no key of a label or annotation, None when it is one."""
    prefix, slash, name = key.rpartition("/")
    if slash and (len(prefix) > 253 or not SUBDOMAIN.fullmatch(prefix)):
        return f"the prefix of {key!r} is not a DNS name"
    if not KEY_NAME.fullmatch(name):
        return f"{key!r} is not 1 to 63 letters, digits and -_. (an optional DNS prefix and / before it)"
    return None


def label_reason(value: Any) -> str | None:
    """Why a value is no label value, None when it is one."""
    if value is UNKNOWN:
        return None
    if not isinstance(value, str):
        return f"{value!r} is not text; write it in quotes"
    if value and not KEY_NAME.fullmatch(value):
        return f"{value!r} is not up to 63 letters, digits and -_."
    return None


def labels(path: str, given: Any) -> Iterator[Failure]:
    """What is wrong with a map of labels."""
    for key, value in given.items() if isinstance(given, Mapping) else ():
        for reason in (key_reason(key), label_reason(value)):
            if reason:
                yield Failure(f"{path}.{key}", f"Invalid value: {reason}")


def annotations(path: str, given: Any) -> Iterator[Failure]:
    """What is wrong with a map of annotations; all together may have 256 KiB."""
    if not isinstance(given, Mapping):
        return
    size = 0
    for key, value in given.items():
        reason = key_reason(key.lower())
        if reason:
            yield Failure(f"{path}.{key}", f"Invalid value: {reason}")
        if value is not UNKNOWN and not isinstance(value, str):
            yield Failure(f"{path}.{key}", f"Invalid value: {value!r} is not text; write it in quotes")
        size += len(key) + len(str(value))
    if size > ANNOTATIONS_LIMIT:
        yield Failure(
            path, f"Too long: {size} characters, {ANNOTATIONS_LIMIT} are allowed for all annotations together"
        )


def object_metadata(kind: str, given: Any, namespaced: bool | None) -> Iterator[Failure]:
    """What is wrong with an object's metadata. `namespaced` None: not known for this kind."""
    if given is None or given is UNKNOWN:
        return
    if not isinstance(given, Mapping):
        yield Failure("metadata", f"Invalid type: {given!r} is not an object")
        return
    name, namespace = given.get("name"), given.get("namespace")
    if isinstance(name, str) and (reason := name_reason(kind, name)):
        yield Failure("metadata.name", f"Invalid value: {reason}")
    if isinstance(namespace, str):
        if namespaced is False:
            yield Failure("metadata.namespace", f"Forbidden: a {kind} has no namespace ({namespace!r} given)")
        elif reason := name_reason("Namespace", namespace):
            yield Failure("metadata.namespace", f"Invalid value: {reason}")
    yield from labels("metadata.labels", given.get("labels"))
    yield from annotations("metadata.annotations", given.get("annotations"))


def matches(selector: Any, given: Any) -> bool:
    """Whether a selector's matchLabels are among the labels; unknown parts count as matching."""
    if not isinstance(selector, Mapping) or given is UNKNOWN:
        return True
    wanted = selector.get("matchLabels")
    if not isinstance(wanted, Mapping):
        return True
    have = given if isinstance(given, Mapping) else {}
    return all(value is UNKNOWN or have.get(key) in (value, UNKNOWN) for key, value in wanted.items())
