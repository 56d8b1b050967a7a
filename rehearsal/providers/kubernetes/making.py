"""An object is made once: by server-side apply that never changes one which exists, and again where its answer was lost."""

import time
from datetime import UTC, datetime

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch
from rehearsal.providers.kubernetes.managers import managers
from rehearsal.providers.kubernetes.ref import Ref

NEW = "1"
"""A resourceVersion that no object has (etcd's first revision is an empty store), so an apply that asks for it can make an
object but never change one."""
NOT_YET = (
    "status unknown for quota",
    "error looking up service account",
    "could not find the requested resource",
)
"""What the API server says for a moment after a quota, a namespace or a definition was made."""
PATIENCE = 15.0
"""Seconds for that moment; the real provider tries five times within 31 seconds."""


def make(client: Client, obj: Object, manager: str) -> Object:
    """The object as the API server made it. ApiError AlreadyExists when there is one of that name."""
    new = {**obj, "metadata": {**obj["metadata"], "resourceVersion": NEW}}
    until, begun = time.monotonic() + PATIENCE, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    while True:
        try:
            # Forced, so that an object of somebody else's is told as one that exists, not as a conflict.
            return client.apply(new, manager, force=True)
        except NoKindMatch:
            if time.monotonic() > until:
                raise
        except ApiError as error:
            if error.reason == "Conflict" and (live := client.find(Ref.of(obj))) is not None:
                if manager in managers(live) and live["metadata"]["creationTimestamp"] >= begun:
                    return live  # made by a first attempt, whose answer was lost with the connection
                raise _exists(client, obj) from None
            if time.monotonic() > until or not any(text in error.message for text in NOT_YET):
                raise
        time.sleep(0.2)


def _exists(client: Client, obj: Object) -> ApiError:
    ref = Ref.of(obj)
    plural = client.resource(ref).plural
    group = ref.api_version.rpartition("/")[0]
    kind = f"{plural}.{group}" if group else plural
    return ApiError(409, "AlreadyExists", f'{kind} "{ref.name}" already exists')
