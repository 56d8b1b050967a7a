"""Waiting until an object is gone, and noticing a namespace that will not go."""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from rehearsal.providers.kubernetes.awaiting.feed import following
from rehearsal.providers.kubernetes.awaiting.loop import AWAY, TICK, Cancelled
from rehearsal.providers.kubernetes.awaiting.sight import Sight
from rehearsal.providers.kubernetes.awaiting.verdict import Interest, Object, told
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.ref import DEFAULT_NAMESPACE, Ref
from rehearsal.simulation.kinds import value_at

STANDS = 5.0
"""Seconds that a namespace may say the same of what keeps it, before it is looked into."""
FAILURES = frozenset({
    "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceDeletionContentFailure",
})  # fmt: skip
REMAINS = frozenset({"NamespaceContentRemaining", "NamespaceFinalizersRemaining"})
"""What the namespace controller says: k8s.io/kubernetes, pkg/controller/namespace/deletion/status_condition_utils.go."""
NAMED = 5
"""How many of the objects that keep a namespace are named."""


class StillThere(Exception):
    """The object is not gone: `reasons`, sentences, the first of which says it in short."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(dict.fromkeys(each for each in reasons if each))
        super().__init__("; ".join(self.reasons))


def until_gone(client: Client, ref: Ref, seconds: float, uid: str, cancelled: Cancelled) -> None:
    """Return when there is no such object any more, or another one under its name. Raises StillThere after so many seconds,
    and for a namespace as soon as it says what keeps it."""
    begun = answered = time.monotonic()
    live: Object = {}
    namespace = _Namespace(client)
    sight = Sight([_interest(client, ref)])
    with following(client, sight):
        while True:
            waited = time.monotonic() - begun
            error = _read(client, sight)
            if not error:
                answered = time.monotonic()
                found = [
                    each
                    for each in sight.of(sight.interests[0])
                    if each["metadata"]["uid"] == (uid or each["metadata"]["uid"])
                ]
                if not found:
                    return
                live = found[0]
                uid = live["metadata"]["uid"]
                kept = namespace.kept(live) if ref.kind == "Namespace" else []
                if kept:
                    raise StillThere((f"{ref} cannot be deleted", *kept))
            if cancelled():
                raise StillThere(
                    (f"{ref} is still there: the wait was cancelled after {waited:.0f} s", *_why(live))
                )
            if waited >= seconds or (error and time.monotonic() - answered > AWAY):
                raise StillThere(
                    (f"{ref} is still there after {waited:.0f} s", str(error or ""), *_why(live))
                )
            sight.wait(min(TICK, seconds - waited))


def _interest(client: Client, ref: Ref) -> Interest:
    namespaced = client.resource(ref).namespaced
    return Interest(
        ref.api_version, ref.kind, (ref.namespace or DEFAULT_NAMESPACE) if namespaced else "", ref.name
    )


def _read(client: Client, sight: Sight) -> ApiError | Unreachable | None:
    try:
        sight.refresh(client)
    except (ApiError, Unreachable) as error:
        return error
    return None


def _why(live: Object) -> Iterator[str]:
    if not live:
        return
    if not value_at(live, "metadata.deletionTimestamp"):
        yield "nobody has asked for its deletion"
    if held := ", ".join(value_at(live, "metadata.finalizers") or ()):
        yield f"its finalizers are still there: {held}"
    for each in value_at(live, "status.conditions") or ():
        if each.get("status") == "True" and (
            each.get("type") in FAILURES | REMAINS or each.get("type") == "Terminating"
        ):
            yield f"{each['type']}: {told(each)}"


class _Namespace:
    """What a namespace in deletion has said of itself, and since when."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._since: dict[str, tuple[str, float]] = {}
        self._looked = 0.0

    def kept(self, live: Object) -> list[str]:
        """What keeps it, once that is sure; nothing while it may still go by itself.

        What remains may have gone in the meantime: its controller looks again only after half of the grace period of its
        pods. So that something remains is believed when an object with finalizers is found.
        """
        now = time.monotonic()
        said = {
            each["type"]: told(each)
            for each in value_at(live, "status.conditions") or ()
            if each.get("status") == "True"
        }
        self._since = {
            name: self._since[name] if self._since.get(name, ("",))[0] == text else (text, now)
            for name, text in said.items()
        }
        standing = {name for name, (_, since) in self._since.items() if now - since >= STANDS}
        why = [f"{name}: {said[name]}" for name in said if name in FAILURES | REMAINS]
        if standing & FAILURES:
            return why
        if standing & REMAINS and now - self._looked >= STANDS:
            self._looked = now
            held = list(_held(self._client, live["metadata"]["name"]))
            more = [f"and {len(held) - NAMED} more objects"] if len(held) > NAMED else []
            return [*held[:NAMED], *more, *why] if held else []
        return []


def _held(client: Client, namespace: str) -> Iterator[str]:
    """The objects of a namespace that are to be deleted for some seconds and have finalizers."""
    now = datetime.now(UTC)
    seen = set()
    for resource in client.discovery.resources():
        if not resource.namespaced or not {"list", "delete"} <= resource.verbs:
            continue
        try:
            objects = client.list(resource.api_version, resource.kind, namespace)
        except ApiError:  # A kind that cannot be listed is one of FAILURES.
            continue
        for each in objects:
            metadata = each["metadata"]
            asked, finalizers = metadata.get("deletionTimestamp"), metadata.get("finalizers")
            if metadata["uid"] in seen or not asked or not finalizers:
                continue
            seen.add(metadata["uid"])
            if (now - datetime.fromisoformat(asked)).total_seconds() >= STANDS - 1:
                yield f"{Ref.of(each)} is held by its finalizers: {', '.join(finalizers)}"
