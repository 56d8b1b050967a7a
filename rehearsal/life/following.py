"""Follows the objects of a kind: acts on each that there is and on each change, whatever happens to the API server meanwhile."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from rehearsal.providers.kubernetes.client import PATCHES, Client
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch, Unreachable
from rehearsal.providers.kubernetes.ref import Ref

LOG = logging.getLogger(__name__)
MANAGER = "rehearsal-life"
"""The field manager of everything done here: what the program made is never counted as ours, nor the reverse."""
AGAIN = 0.2
"""Seconds until a watch that broke is begun again, and what was refused is tried again."""
RELIST = 300.0
"""Seconds after which a watch is begun anew, so that what was once missed is seen then."""
TRIES = 5

Object = dict[str, Any]
Act = Callable[[str, Object], None]


def follow(
    client: Client,
    kind: tuple[str, str],
    act: Act,
    stopped: threading.Event,
    *,
    fields: str = "",
    labels: str = "",
) -> None:
    """Call act("ADDED" | "MODIFIED" | "DELETED", object) until `stopped`, or until the kind is no longer there.

    kind: (apiVersion, kind). What `act` is told may have been told before: it must be right to do it twice.
    """
    while not stopped.is_set():
        try:
            for event, obj in client.watch(*kind, fields=fields, labels=labels, seconds=RELIST):
                if stopped.is_set():
                    return
                attempt(act, event, obj)
        except NoKindMatch:
            return
        except ApiError as error:
            if error.code == 404:
                client.discovery.refresh()
            stopped.wait(AGAIN)
        except Unreachable:
            stopped.wait(AGAIN)


def attempt(act: Act, event: str, obj: Object) -> None:
    """Act once, again while the server is busy or somebody else was quicker; an object that has gone meanwhile is no matter."""
    for remaining in reversed(range(TRIES)):
        try:
            act(event, obj)
        except (ApiError, Unreachable) as error:
            if isinstance(error, ApiError) and error.code == 404:
                return
            if not remaining:
                LOG.warning("%s: %s", Ref.of({"apiVersion": "v1", "kind": "object", **obj}), error)
                return
            threading.Event().wait(AGAIN)
        except Exception:
            LOG.exception(
                "what a cloud would do could not be done for %s", (obj.get("metadata") or {}).get("name")
            )
            return
        else:
            return


def start(
    client: Client,
    kind: tuple[str, str],
    act: Act,
    stopped: threading.Event,
    *,
    fields: str = "",
    labels: str = "",
) -> threading.Thread:
    """Follow in a thread of its own, which ends with the process."""
    thread = threading.Thread(
        target=follow, args=(client, kind, act, stopped), kwargs={"fields": fields, "labels": labels}, daemon=True,
        name=f"follows {kind[1]}",
    )  # fmt: skip
    thread.start()
    return thread


def now() -> str:
    """The time, as Kubernetes writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def holds(whole: Any, part: Any) -> bool:
    """Whether all of `part` is in `whole` already: mappings by key, everything else by equality."""
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(holds(whole.get(key), value) for key, value in part.items())
    return bool(whole == part)


def say(client: Client, obj: Object, status: Mapping[str, Any]) -> None:
    """Write a part of an object's status, unless it says so already. What its schema does not know is left out by the server."""
    if holds(obj.get("status") or {}, status):
        return
    ref = Ref.of(obj)
    query = {"fieldManager": MANAGER, "fieldValidation": "Ignore"}
    try:
        client.request(
            "PATCH", client.path(ref, "status"), {"status": status}, query=query, content=PATCHES["merge"]
        )
    except ApiError as error:
        if error.code != 404:
            raise
        # A kind that keeps its status among its fields: it has no such subresource.
        client.request("PATCH", client.path(ref), {"status": status}, query=query, content=PATCHES["merge"])


def ensure(client: Client, obj: Object) -> Object | None:
    """Make an object that is not there yet; what is there stays as it is. Answers what was made, None when it was there."""
    try:
        return client.create(obj, MANAGER)
    except ApiError as error:
        if error.reason != "AlreadyExists":
            raise
        return None
