"""One watch per kind and API server, shared by all who wait for objects of that kind.

A poll would ask for 8 MB at each look at 1,000 Deployments, or make 1,000 requests; a watch for each object would hold 1,000
connections. One watch per kind costs one connection and what has changed. It begins "now" (not with all there is): a waiter
reads its own few objects once, and again only when the watch had to begin anew.
"""

import logging
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from rehearsal.providers.kubernetes.awaiting.sight import Sight
from rehearsal.providers.kubernetes.awaiting.verdict import Interest, Object
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.discovery import Discovery
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable

LOG = logging.getLogger(__name__)
SECONDS = 30.0
"""How long one watch lasts. A feed that nobody follows any more ends with it, so that one after the other shares it too."""
PAUSE, LONGEST_PAUSE = 0.1, 1.0
"""Seconds before a watch that failed begins anew, doubled from time to time."""

Key = tuple[str, str, str]
"""apiVersion, kind, and the label that tells whose object it is; empty for its name."""


class Feeds:
    """All feeds of one API server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._feeds: dict[Key, _Feed] = {}

    def follow(self, client: Client, interest: Interest, sight: Sight) -> None:
        """From now on the sight gets what happens to these objects; what is there already, it reads afterwards."""
        key = (interest.api_version, interest.kind, interest.label)
        with self._lock:
            feed = self._feeds.get(key)
            if feed is None:
                feed = self._feeds[key] = _Feed(client, key)
                threading.Thread(
                    target=self._run, args=(key, feed), name=f"watch {key[1]}", daemon=True
                ).start()
            feed.add(interest, sight)

    def unfollow(self, interest: Interest, sight: Sight) -> None:
        """It gets nothing of them any more."""
        with self._lock:
            self._feeds[interest.api_version, interest.kind, interest.label].remove(interest, sight)

    def _run(self, key: Key, feed: "_Feed") -> None:
        while True:
            feed.once()
            with self._lock:
                if feed.idle():
                    del self._feeds[key]
                    return


_FEEDS: "weakref.WeakKeyDictionary[Discovery, Feeds]" = weakref.WeakKeyDictionary()
_GUARD = threading.Lock()


@contextmanager
def following(client: Client, sight: Sight) -> Iterator[None]:
    """The sight follows its interests, over feeds shared with everybody who uses this client or a copy of it."""
    with _GUARD:
        # What the copies of a client have in common, and no two servers.
        feeds = _FEEDS.setdefault(client.discovery, Feeds())
    for interest in sight.interests:
        feeds.follow(client, interest, sight)
    try:
        yield
    finally:
        for interest in sight.interests:
            feeds.unfollow(interest, sight)


class _Feed:
    def __init__(self, client: Client, key: Key) -> None:
        self._client = client
        self._key = key
        self._since = ""
        self._pause = PAUSE
        self._lock = threading.Lock()
        self._followers: dict[tuple[str, str], list[tuple[Interest, Sight]]] = {}

    def add(self, interest: Interest, sight: Sight) -> None:
        with self._lock:
            self._followers.setdefault((interest.namespace, interest.name), []).append((interest, sight))

    def remove(self, interest: Interest, sight: Sight) -> None:
        with self._lock:
            here = self._followers[interest.namespace, interest.name]
            here.remove((interest, sight))
            if not here:
                del self._followers[interest.namespace, interest.name]

    def idle(self) -> bool:
        return not self._followers

    def once(self) -> None:
        """One watch, to its end, whatever it is."""
        api_version, kind, _ = self._key
        try:
            if not self._since:
                self._begin()
            for event, obj in self._client.watch(api_version, kind, since=self._since, seconds=SECONDS):
                self._since = obj["metadata"]["resourceVersion"]
                self._pause = PAUSE
                self._tell(event, obj)
        except (ApiError, Unreachable):
            # Too old a version, or a server or a kind that is away.
            self._break()
        except Exception:
            # Whatever it is: without this thread all who follow would wait for nothing.
            LOG.exception("the watch of %s broke and begins anew", kind)
            self._break()

    def _break(self) -> None:
        """Begin anew, and have everybody read again."""
        self._since = ""
        self._outdate()
        time.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _begin(self) -> None:
        path = self._client.discovery.resource(self._key[0], self._key[1]).path()
        answer = self._client.request("GET", path, query={"limit": "1"})
        self._since = answer["metadata"]["resourceVersion"]
        self._outdate()

    def _outdate(self) -> None:
        with self._lock:
            sights = [sight for here in self._followers.values() for _, sight in here]
        for sight in sights:
            sight.outdate()

    def _tell(self, event: str, obj: Object) -> None:
        metadata, label = obj["metadata"], self._key[2]
        name = (metadata.get("labels") or {}).get(label, "") if label else metadata["name"]
        with self._lock:
            here = list(self._followers.get((metadata.get("namespace") or "", name), ()))
        for interest, sight in here:
            sight.put(interest, obj, gone=event == "DELETED")
