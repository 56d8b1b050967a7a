"""Waiting as pulumi-kubernetes 4.3x waits: until an object is ready after it was made or changed, until it is gone after it
was deleted. Each kind's judgement is a pure function; one loop over shared watches does the waiting.

    live = wait(client, inputs, client.apply(inputs, manager), timeout=None, say=print)
    wait_gone(client, Ref.of(live), timeout=None, inputs=inputs)

Any thread may wait, hundreds at once: they share one watch per kind.
"""

from collections.abc import Mapping
from typing import Any

from rehearsal.providers.kubernetes.awaiting import annotations, gone, kinds, loop
from rehearsal.providers.kubernetes.awaiting.annotations import WrongAnnotation
from rehearsal.providers.kubernetes.awaiting.gone import StillThere
from rehearsal.providers.kubernetes.awaiting.loop import Cancelled, Deleted, NotReady, Say
from rehearsal.providers.kubernetes.awaiting.verdict import Object
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import Unreachable
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.simulation.kinds import value_at

__all__ = ["Deleted", "NotReady", "StillThere", "problem", "unready", "wait", "wait_gone"]


def _quietly(_: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False


def problem(inputs: Mapping[str, Any]) -> str:
    """What is wrong with the annotations that say how to wait; empty when nothing is. For Check, so that nothing is made
    that cannot be waited for."""
    try:
        annotations.wanted(inputs)
    except WrongAnnotation as error:
        return str(error)
    return ""


def wait(
    client: Client, inputs: Mapping[str, Any], live: Object, timeout: float | None = None, say: Say = _quietly,
    cancelled: Cancelled = _never,
) -> Object:  # fmt: skip
    """The object as it is once it is ready; `live` itself when its kind is not waited for.

    inputs: what the program wrote (its annotations count). live: what the API server answered to it. timeout: seconds, from
    the resource's customTimeouts; without it the annotation's, else the kind's usual limit. say: told now and then what is
    waited for, and warnings. cancelled: asked four times a second.

    Raises NotReady (the object exists: a partial failure) or Deleted (it does not any more).
    """
    try:
        spec = kinds.spec(inputs, live)
    except WrongAnnotation as error:
        raise NotReady([f"{Ref.of(live)}: {error}"], live) from error
    if spec is None:
        return live
    seconds = annotations.seconds(inputs, timeout, spec.seconds)
    return loop.until_ready(client, spec, live, seconds, say, cancelled)


def unready(client: Client, inputs: Mapping[str, Any], live: Object) -> tuple[str, ...]:
    """Why an object that is there is not ready now; nothing when it is, or is not waited for. For Read, which reports it
    and does not wait. Like the real one it takes no notice of waitFor. Raises ApiError and Unreachable."""
    spec = kinds.SPECS.get((live["apiVersion"], live["kind"]))
    return loop.look(client, spec, live) if spec and spec.on_read and not annotations.skips(inputs) else ()


def wait_gone(
    client: Client, ref: Ref, timeout: float | None = None, *, inputs: Mapping[str, Any] | None = None, uid: str = "",
    cancelled: Cancelled = _never,
) -> None:  # fmt: skip
    """Return once the object is gone, or another one (with another `uid`) has its name.

    inputs: what the program wrote or the state says (its annotations count, and its uid where none is given); timeout as in
    `wait`, else 10 minutes. Raises StillThere; for a namespace that something keeps soon, not at the limit.
    """
    given = inputs or {}
    if annotations.skips_deletion(given) or _absent(client, ref):
        return
    seconds = annotations.seconds(given, timeout, kinds.TEN_MINUTES)
    gone.until_gone(client, ref, seconds, uid or value_at(given, "metadata.uid") or "", cancelled)


def _absent(client: Client, ref: Ref) -> bool:
    """Whether it is gone already, which most objects are: then nothing has to be watched."""
    try:
        return client.find(ref) is None
    except Unreachable:
        return False
