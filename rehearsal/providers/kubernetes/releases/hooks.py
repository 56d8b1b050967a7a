"""The hooks of a chart that is at hand: made at their moment, in the order of their weights, and waited for.

As Helm has it: https://helm.sh/docs/topics/charts_hooks/. Left out are `test` hooks, which only `helm test` makes, and those of a
rollback, since an upgrade that is undone here makes the former objects anew and nothing else.
"""

from collections.abc import Iterable
from contextlib import suppress

from rehearsal.providers.kubernetes.client import Object
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases.installing import Failed, Installation
from rehearsal.providers.kubernetes.releases.rendering import events

WEIGHT = "helm.sh/hook-weight"
DELETED = "helm.sh/hook-delete-policy"
BEFORE = "before-hook-creation"


def run(work: Installation, hooks: Iterable[Object], moment: str) -> None:
    """Make the hooks of a moment one after the other; a Job or Pod has ended before the next comes. Raises Failed."""
    for hook in sorted((one for one in hooks if moment in events(one)), key=_weight):
        one = work.placed(hook)
        if BEFORE in _policies(one):
            work.remove([one])
        try:
            work.make([one])
            work.ready([one], jobs=True)
        except Failed as failed:
            if "hook-failed" in _policies(one):
                with suppress(Failed):
                    work.remove([one])
            raise Failed([f"the {moment} hook {Ref.of(one)} failed: {failed}"]) from failed
        if "hook-succeeded" in _policies(one):
            work.remove([one])


def clear(work: Installation, hooks: Iterable[Object]) -> None:
    """Remove what hooks have left. Helm would leave it, in the way of the namespace's end and of a later install."""
    work.remove([work.placed(one) for one in hooks])


def _weight(one: Object) -> tuple[int, str, str]:
    return int(_annotations(one).get(WEIGHT, "0")), one["kind"], one["metadata"]["name"]


def _policies(one: Object) -> list[str]:
    return [word.strip() for word in _annotations(one).get(DELETED, BEFORE).split(",")]


def _annotations(one: Object) -> dict[str, str]:
    return one["metadata"].get("annotations") or {}
