"""What else there is to say about an object that is not ready: its pods' troubles and the newest warnings about it.

It asks the API server, so it is asked for rarely: when a wait has failed, and from time to time while one goes on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rehearsal.providers.kubernetes.awaiting.pods import trouble
from rehearsal.providers.kubernetes.awaiting.verdict import Object
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.simulation.kinds import value_at

PODS, EVENTS = 3, 5
"""How many different troubles of pods, and warnings, are told."""
LONGEST = 400
"""Characters of one of them; the scheduler's grow with the number of nodes."""
ITSELF = "\0"
"""Stands for a pod's own name, so that the same trouble of two pods reads the same."""
RUNS_PODS = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Service"}
)


def reasons(client: Client, live: Object) -> list[str]:
    """Sentences about its pods and the warnings of the last hour (events live that long), the most telling first. Empty
    when the API server cannot say."""
    try:
        owners, pods = _family(client, live)
        about = {each["metadata"]["uid"] for each in (live, *owners, *pods)}
        namespace = live["metadata"].get("namespace") or ""
        mounted = {("PersistentVolumeClaim", name) for pod in pods for name in _claims(pod)}
        events = client.list("v1", "Event", namespace, fields="type=Warning") if namespace else []
    except (ApiError, Unreachable):
        return []
    newest = list(_newest([each for each in events if _concerns(each, about, mounted)]))
    said = {str(event.get("message")) for event, _ in newest}
    return [*_pods(pods, said), *(_told(event, times) for event, times in newest)]


def _family(client: Client, live: Object) -> tuple[list[Object], list[Object]]:
    """What stands between it and its pods, and its pods."""
    kind, namespace = live["kind"], live["metadata"].get("namespace") or ""
    selector = _selector(live)
    if kind not in RUNS_PODS or not selector:
        return [], []
    owners: list[Object] = []
    if kind == "Deployment":
        owners = _owned(client.list("apps/v1", "ReplicaSet", namespace, labels=selector), [live])
    pods = client.list("v1", "Pod", namespace, labels=selector)
    return owners, pods if kind == "Service" else _owned(pods, owners or [live])


def _selector(live: Object) -> str:
    selector = value_at(live, "spec.selector") or {}
    if live["kind"] in {"Service", "ReplicationController"}:
        selector = {"matchLabels": selector}
    parts = [f"{key}={value}" for key, value in (selector.get("matchLabels") or {}).items()]
    for each in selector.get("matchExpressions") or ():
        key, values = each["key"], ",".join(each.get("values") or ())
        match each["operator"]:
            case "In":
                parts.append(f"{key} in ({values})")
            case "NotIn":
                parts.append(f"{key} notin ({values})")
            case "Exists":
                parts.append(key)
            case _:
                parts.append(f"!{key}")
    return ",".join(parts)


def _owned(objects: Sequence[Object], owners: Sequence[Object]) -> list[Object]:
    uids = {owner["metadata"]["uid"] for owner in owners}
    return [
        each
        for each in objects
        if uids & {reference["uid"] for reference in each["metadata"].get("ownerReferences") or ()}
    ]


def _claims(pod: Object) -> Iterator[str]:
    for volume in value_at(pod, "spec.volumes") or ():
        name = value_at(volume, "persistentVolumeClaim.claimName")
        if name:
            yield name


def _pods(pods: Sequence[Object], said: set[str]) -> Iterator[str]:
    """One sentence for each kind of trouble, with the first pod that has it; but for what an event will say."""
    alike: Counter[str] = Counter()
    first: dict[str, str] = {}
    for pod in sorted(pods, key=lambda each: str(each["metadata"]["name"])):
        name = pod["metadata"]["name"]
        why = trouble(pod)
        if why and not any(why.endswith(message) for message in said if message):
            alike[why.replace(name, ITSELF)] += 1
            first.setdefault(why.replace(name, ITSELF), name)
    for why, number in alike.most_common(PODS):
        others = f" ({number - 1} more alike)" if number > 1 else ""
        yield f"Pod {first[why]}: {_short(why.replace(ITSELF, first[why]))}{others}"


def _concerns(event: Mapping[str, Any], uids: set[str], named: set[tuple[str, str]]) -> bool:
    about = event.get("involvedObject") or {}
    return about.get("uid") in uids or (about.get("kind"), about.get("name")) in named


def _newest(events: Sequence[Object]) -> Iterator[tuple[Object, int]]:
    """The newest of each reason and how often it was given, for those of one reason say the same of pod after pod."""
    newest: dict[tuple[Any, Any], Object] = {}
    times: Counter[tuple[Any, Any]] = Counter()
    for event in sorted(events, key=_when, reverse=True):
        key = (value_at(event, "involvedObject.kind"), event.get("reason"))
        newest.setdefault(key, event)
        times[key] += int(event.get("count") or value_at(event, "series.count") or 1)
    for key, event in list(newest.items())[:EVENTS]:
        yield event, times[key]


def _told(event: Object, times: int) -> str:
    often = f" ({times} times)" if times > 1 else ""
    return f"event {event.get('reason')}: {_short(str(event.get('message') or ''))}{often}"


def _when(event: Object) -> str:
    """Its time, in a form that sorts: RFC 3339 in UTC."""
    found = [
        value_at(event, path)
        for path in ("series.lastObservedTime", "lastTimestamp", "eventTime", "metadata.creationTimestamp")
    ]
    return next((str(each) for each in found if each), "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
