"""What keeps a pod from being ready, in a few words: its own conditions and its containers' states.

Source: provider/pkg/await/checker/pod/check.go of pulumi-kubernetes. What a container wrote when it ended
(`terminated.message`, maybe the tail of its log) is left out: it may hold a secret.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.providers.kubernetes.awaiting.verdict import Object, condition, told
from rehearsal.simulation.kinds import value_at

STARTING = frozenset({"ContainerCreating", "PodInitializing"})
"""Reasons to wait that every healthy container has for a moment."""
OBVIOUS = frozenset({"ContainersNotReady", "ContainersNotInitialized", "PodCompleted"})
"""Reasons of conditions that say no more than that a container is not ready."""


def trouble(pod: Object) -> str:
    """Why it is not ready, as far as it says; empty when it says nothing but that."""
    return "; ".join(dict.fromkeys(_troubles(pod)))


def _troubles(pod: Object) -> Iterator[str]:
    if value_at(pod, "status.phase") == "Failed":
        yield told(value_at(pod, "status") or {}) or "its phase is Failed"
    for status in _containers(pod):
        yield from _container(status)
    for name in ("PodScheduled", "Initialized", "ContainersReady", "Ready"):
        found = condition(pod, name)
        if found.get("status") == "False" and found.get("message") and found.get("reason") not in OBVIOUS:
            yield told(found)


def _containers(pod: Object) -> Iterator[Mapping[str, Any]]:
    for key in ("initContainerStatuses", "containerStatuses"):
        yield from value_at(pod, f"status.{key}") or ()


def _container(status: Mapping[str, Any]) -> Iterator[str]:
    state = status.get("state") or {}
    waiting, ended = state.get("waiting") or {}, state.get("terminated") or {}
    if status.get("ready") or (ended and not ended.get("exitCode")):
        return
    if waiting and waiting.get("reason") not in STARTING:
        yield told(waiting) or f"container {status.get('name')} is waiting"
    before = value_at(status, "lastState.terminated") or {}
    for end in (ended, before):
        if end:
            why = end.get("reason") or "no reason given"
            yield f"container {status.get('name')} ended with exit code {end.get('exitCode')} ({why})"
