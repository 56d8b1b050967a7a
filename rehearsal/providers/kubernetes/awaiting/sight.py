"""What one waiter sees of the cluster: the newest state of the few objects it is interested in."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rehearsal.providers.kubernetes.awaiting.verdict import Around, Interest, Object
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref


@dataclass(frozen=True)
class _Seen:
    version: int
    interest: Interest
    obj: Object | None


class Sight:
    """Filled by events from other threads and by reading; the newer version of an object wins, whichever way it came."""

    def __init__(self, interests: Sequence[Interest]) -> None:
        self.interests = list(dict.fromkeys(interests))
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}
        self._woken = threading.Event()
        self._stale = True
        self._changed = time.monotonic()

    def put(self, interest: Interest, obj: Object, *, gone: bool = False) -> None:
        """A state of an object; `gone`: its last one."""
        metadata = obj["metadata"]
        with self._lock:
            before = self._seen.get(metadata["uid"])
            version = int(metadata["resourceVersion"])
            if before and before.version >= version:
                return
            self._seen[metadata["uid"]] = _Seen(version, interest, None if gone else obj)
            self._changed = time.monotonic()
        self._woken.set()

    def outdate(self) -> None:
        """Events may have been missed: what is here is to be read again."""
        self._stale = True
        self._woken.set()

    def refresh(self, client: Client) -> None:
        """Read what may be outdated. Raises ApiError and Unreachable, and is outdated still."""
        if not self._stale:
            return
        # First, so that what is missed while it reads makes it read once more.
        self._stale = False
        try:
            for interest in self.interests:
                self._replace(interest, list(_read(client, interest)))
        except Exception:
            self._stale = True
            raise

    def of(self, interest: Interest) -> list[Object]:
        """The objects there are of an interest."""
        with self._lock:
            return [
                seen.obj for seen in self._seen.values() if seen.interest == interest and seen.obj is not None
            ]

    def around(self, waited: float, quiet: float | None = None) -> Around:
        """All but the first interest's, for a judgement; `quiet`: as if nothing had changed for so many seconds."""
        objects: dict[str, list[Object]] = {}
        for interest in self.interests[1:]:
            objects.setdefault(interest.kind, []).extend(self.of(interest))
        return Around(objects, waited, time.monotonic() - self._changed if quiet is None else quiet)

    def wait(self, seconds: float) -> None:
        """Until something has changed, or that long."""
        self._woken.wait(seconds)
        self._woken.clear()

    def _replace(self, interest: Interest, objects: Sequence[Object]) -> None:
        there = {obj["metadata"]["uid"] for obj in objects}
        with self._lock:
            for uid, seen in list(self._seen.items()):
                if seen.interest == interest and seen.obj is not None and uid not in there:
                    self._seen[uid] = _Seen(seen.version, interest, None)
                    self._changed = time.monotonic()
        for obj in objects:
            self.put(interest, obj)


def _read(client: Client, interest: Interest) -> Iterator[Object]:
    if interest.label:
        selector = f"{interest.label}={interest.name}"
        yield from client.list(interest.api_version, interest.kind, interest.namespace, labels=selector)
        return
    found = client.find(Ref(interest.api_version, interest.kind, interest.name, interest.namespace))
    if found is not None:
        yield found
