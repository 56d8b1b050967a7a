"""What an object's own annotations ask of the waiting: pulumi.com/skipAwait, waitFor and timeoutSeconds.

Source: provider/pkg/metadata/overrides.go and provider/pkg/jsonpath/jsonpath.go of pulumi-kubernetes 4.3x.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.providers.kubernetes.awaiting.jsonpath import Unreadable, compile_path
from rehearsal.providers.kubernetes.awaiting.verdict import (
    READY,
    Around,
    Judge,
    Object,
    Verdict,
    missing,
    told,
)
from rehearsal.simulation.kinds import value_at

SKIP = "pulumi.com/skipAwait"
WAIT_FOR = "pulumi.com/waitFor"
TIMEOUT = "pulumi.com/timeoutSeconds"
GONE_UNSEEN = frozenset({
    "Namespace", "Pod", "ReplicationController", "DaemonSet", "Deployment", "StatefulSet", "Job",
})  # fmt: skip
"""Kinds for which skipAwait also skips the wait for their deletion (overrides.go, allowsSkipAwaitWithDelete)."""
OPEN = ".status"
"""The part of an object that a controller writes, in which a value may be repeated to the user; elsewhere it may be one that
the program keeps secret."""

Test = Callable[[Object], str]
"""What is missing in an object; empty when nothing is."""


class WrongAnnotation(ValueError):
    """An annotation that cannot be read; the text says which, what it says and what is expected."""


def skips(inputs: Mapping[str, Any]) -> bool:
    """Whether the object is not waited for."""
    return _annotation(inputs, SKIP).lower() in {"true", "1", "t"}


def skips_deletion(inputs: Mapping[str, Any]) -> bool:
    """Whether its deletion is not waited for."""
    return skips(inputs) and inputs.get("kind") in GONE_UNSEEN


def seconds(inputs: Mapping[str, Any], given: float | None, usual: float) -> float:
    """How long to wait: as the resource's customTimeouts say, else its annotation, else as usual for its kind."""
    if given:
        return given
    try:
        return float(int(_annotation(inputs, TIMEOUT)))
    except ValueError:
        return usual


def wanted(inputs: Mapping[str, Any]) -> Judge | None:
    """The judgement that waitFor asks for instead of the kind's own; None without it. Raises WrongAnnotation."""
    text = _annotation(inputs, WAIT_FOR)
    if not text:
        return None
    tests = [_test(expression) for expression in _expressions(text)]
    if not tests:
        raise _wrong(text, "it names no condition")

    def judge(live: Object, _: Around) -> Verdict:
        lacking = [each for test in tests if (each := test(live))]
        return missing(*lacking) if lacking else READY

    return judge


def _expressions(text: str) -> list[str]:
    try:
        values = json.loads(text)
    except ValueError:
        return [text]
    strings = isinstance(values, list) and all(isinstance(each, str) for each in values)
    return values if strings else [text]


def _test(expression: str) -> Test:
    if expression.startswith("jsonpath="):
        return _path(expression, expression.removeprefix("jsonpath="))
    if expression.startswith("condition="):
        name, _, status = expression.removeprefix("condition=").partition("=")
        return lambda live: _condition(live, name, status or "True")
    raise _wrong(expression, "it begins with neither jsonpath= nor condition=")


def _condition(live: Object, name: str, status: str) -> str:
    conditions = value_at(live, "status.conditions") or ()
    found = next((each for each in conditions if str(each.get("type")).lower() == name.lower()), None)
    if found is None:
        return f"it has no condition {name}"
    generation = value_at(live, "metadata.generation") or 0
    seen = found.get("observedGeneration", value_at(live, "status.observedGeneration"))
    if seen is not None and seen < generation:
        return f"its condition {name} is about an older version of it"
    if str(found.get("status")).lower() == status.lower():
        return ""
    why = told(found)
    return f"its condition {name} is {found.get('status')}, not {status}" + (f" ({why})" if why else "")


def _path(expression: str, text: str) -> Test:
    # A single = parts path and value; the real provider reads each one so, those of != and <= too.
    path, *values = text.replace("==", "\0").split("=")
    path = path.replace("\0", "==").strip()
    value = values[0].replace("\0", "==") if values else ""
    torn = bool(values) and path.startswith("{") and not path.endswith("}")
    if len(values) > 1 or (values and not value) or torn:
        raise _wrong(expression, "expected {.path} or {.path}=value, with no other = in it but ==")
    if path.startswith("'"):
        raise _wrong(expression, "the quotes are a shell's; leave them out")
    if not (path.startswith("{") and path.endswith("}")):
        raise _wrong(expression, f"expected the path in braces, as in {{.status.phase}}, not {path}")
    inner = path[1:-1].strip()
    if inner.startswith("$"):
        raise _wrong(expression, "the path begins with a dot, as in {.status.phase}; the $ is put before it")
    try:
        find = compile_path(inner)
    except Unreadable as error:
        raise _wrong(expression, str(error)) from error
    return lambda live: _found(find(live), inner, value)


def _found(results: list[Any], path: str, value: str) -> str:
    if not results:
        return f"it has no {path}"
    found = results[0]
    if not value:
        return ""
    if isinstance(found, list | dict):
        return f"its {path} is an object or a list, not {value}"
    text = _plain(found)
    if text == value:
        return ""
    return (
        f"its {path} is {text[:100]}, not {value}"
        if path.startswith(OPEN)
        else f"its {path} has another value"
    )


def _plain(value: Any) -> str:
    """A value as Go prints it, which is what the real provider compares."""
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _annotation(inputs: Mapping[str, Any], key: str) -> str:
    annotations = value_at(inputs, "metadata.annotations")
    value = annotations.get(key) if isinstance(annotations, Mapping) else None
    return value if isinstance(value, str) else ""


def _wrong(text: str, why: str) -> WrongAnnotation:
    return WrongAnnotation(
        f"the annotation {WAIT_FOR} cannot be read: {why}; given: {text}; "
        "expected jsonpath={.path}[=value], condition=Type[=Status], or a JSON list of such"
    )
