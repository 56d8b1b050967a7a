"""What Helm does in a cluster: makes a release's objects, waits for them, and removes them again."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.life.cluster import ASSUMED
from rehearsal.providers.kubernetes.awaiting import NotReady, StillThere, wait, wait_gone
from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch
from rehearsal.providers.kubernetes.managers import HELM
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases.content import Identity
from rehearsal.providers.kubernetes.releases.order import DEFINITION, making, removing
from rehearsal.simulation.kinds import Refused, value_at

POLICY = "helm.sh/resource-policy"
WORKLOADS = frozenset({"DaemonSet", "Deployment", "Job", "StatefulSet"})
AWAITED = frozenset({"DaemonSet", "Deployment", "PersistentVolumeClaim", "Pod", "StatefulSet"})
"""Kinds that Helm waits for, beside services of type LoadBalancer, and Jobs where it is told to: pkg/kube/ready.go."""
ESTABLISHED = 120.0
"""Seconds within which an API server serves the kinds of new definitions."""
SOON = 1.0
"""Seconds in which most of what is deleted goes; only what takes longer is watched."""


class Failed(Exception):
    """The release cannot be made to be as wanted; `reasons`, sentences, the first of which names the object."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons))


@dataclass
class Installation:
    """One attempt at one release. seconds: Helm's time limit for each of its waits; say: tells the user what is waited for."""

    client: Client
    release: Identity
    seconds: float
    say: Callable[[str], None] = lambda text: None
    live: dict[Ref, Object] = field(default_factory=dict)

    def define(self, definitions: Sequence[Object]) -> None:
        """Install the definitions of a crds/ folder; those that are there already stay as they are.

        Helm never deletes them. Here they say so in its own words, so that what is left at the end is known to be meant.
        """
        missing = [_kept(one) for one in definitions if self.client.find(Ref.of(one)) is None]
        for one in missing:
            with_reason(Ref.of(one), lambda one=one: self.client.create(one, HELM))  # type: ignore[misc]
        self.served(missing)

    def served(self, definitions: Iterable[Object]) -> None:
        """Return once the API server serves the kinds of these definitions. Raises Failed."""
        wanted = dict(_kinds(definitions))
        until = time.monotonic() + ESTABLISHED
        while wanted:
            there = {(one.api_version, one.kind) for one in self.client.discovery.resources()}
            wanted = {kind: name for kind, name in wanted.items() if kind not in there}
            if wanted and time.monotonic() > until:
                raise Failed(self._not_served(name) for name in wanted.values())
            if wanted:
                time.sleep(0.2)

    def placed(self, one: Object) -> Object:
        """The object in the release's namespace, where it names none and its kind needs one. Raises Failed for no kind."""
        if value_at(one, "metadata.namespace"):
            return one
        try:
            namespaced = self.client.resource(Ref.of(one)).namespaced
        except NoKindMatch as error:
            raise Failed([f"{Ref.of(one)}: {error.message}; ensure CRDs are installed first"]) from error
        return (
            {**one, "metadata": {**one["metadata"], "namespace": self.release.namespace}}
            if namespaced
            else one
        )

    def foreign(self, objects: Iterable[Object]) -> Iterator[str]:
        """What is in the way: objects that exist and do not belong to this release."""
        expected = {
            "meta.helm.sh/release-name": self.release.name,
            "meta.helm.sh/release-namespace": self.release.namespace,
        }
        for one in objects:
            live = self._found(one)
            annotations = (value_at(live or {}, "metadata.annotations")) or {}
            if ASSUMED in annotations:
                continue
            wrong = [
                key for key, value in expected.items() if live is not None and annotations.get(key) != value
            ]
            if wrong:
                yield (
                    f"{Ref.of(one)} exists and cannot be imported into the current release: invalid ownership metadata; "
                    + ", ".join(
                        f"annotation {key} must be {expected[key]}, it is {annotations.get(key, 'not there')}"
                        for key in wrong
                    )
                )

    def make(self, objects: Iterable[Object]) -> None:
        """Make or change the objects, in Helm's order. Raises Failed with the object that Kubernetes refuses, and why."""
        ordered = making(objects)
        definitions = [one for one in ordered if one["kind"] == DEFINITION]
        for one in definitions:
            self._apply(one)
        self.served(definitions)
        for each in ordered[len(definitions) :]:
            one = self.placed(each)
            if one["kind"] in WORKLOADS:
                self._pods_allowed(one)
            self._apply(one)

    def ready(self, objects: Iterable[Object], *, jobs: bool = False) -> None:
        """Return once they are ready. Raises Failed with what is not, and why."""
        until = time.monotonic() + self.seconds
        for one in objects:
            balanced = one["kind"] == "Service" and value_at(one, "spec.type") == "LoadBalancer"
            if one["kind"] in AWAITED or balanced or (jobs and one["kind"] == "Job"):
                self._ready(self.placed(one), until)

    def remove(self, objects: Iterable[Object], *, await_: bool = True) -> None:
        """Delete the objects that may go, and wait until they are gone. Raises Failed with what stays, and why."""
        deleted: list[Ref] = []
        for one in removing(objects):
            if value_at(one, "metadata.annotations") and one["metadata"]["annotations"].get(POLICY) == "keep":
                continue
            ref = self._located(one)
            if ref is not None and self._delete(ref):
                deleted.append(ref)
        if await_:
            self._gone(deleted)

    def _apply(self, one: Object) -> None:
        ref = Ref.of(one)
        self.live[ref] = with_reason(ref, lambda: self.client.apply(one, HELM, force=True))

    def _pods_allowed(self, one: Object) -> None:
        """Let the API server judge a pod of the workload, as it will judge those that its controller makes: Helm would wait for
        them until its time is over."""
        template: Any = value_at(one, "spec.template") or {}
        metadata = {**(template.get("metadata") or {}), "name": f"{one['metadata']['name']}-0"[:253]}
        metadata["namespace"] = one["metadata"]["namespace"]
        pod: Object = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": metadata,
            "spec": template.get("spec") or {},
        }
        if one["kind"] == "Job":
            pod["spec"] = {"restartPolicy": "Never", **(template.get("spec") or {})}
        try:
            self.client.create(pod, HELM, dry_run=True)
        except ApiError as error:
            # What is wrong with the form of the template is told by the workload itself, field by field.
            if error.code == 403 and error.reason == "Forbidden":
                raise Failed([f"{Ref.of(one)}: its pods are refused: {error.message}"]) from error

    def _ready(self, one: Object, until: float) -> None:
        ref = Ref.of(one)
        live = self.live.get(ref) or self.client.get(ref)
        try:
            wait(self.client, {"metadata": {}, **one}, live, max(until - time.monotonic(), 0.5), self.say)
        except NotReady as error:
            raise Failed(error.reasons) from error

    def _found(self, one: Object) -> Object | None:
        try:
            return self.client.find(Ref.of(self.placed(one)))
        except Failed:
            return None

    def _located(self, one: Object) -> Ref | None:
        try:
            return Ref.of(self.placed(one))
        except Failed:
            return None

    def _delete(self, ref: Ref) -> bool:
        try:
            self.client.delete(ref, "Background")
        except ApiError as error:
            if error.code == 404:
                return False
            raise Failed([f"{ref}: {error.message}"]) from error
        return True

    def _gone(self, refs: list[Ref]) -> None:
        begun = time.monotonic()
        while refs and time.monotonic() - begun < SOON:
            refs = [ref for ref in refs if self.client.find(ref) is not None]
            if refs:
                time.sleep(0.05)
        reasons: list[str] = []
        for ref in refs:
            try:
                wait_gone(self.client, ref, max(begun + self.seconds - time.monotonic(), 0.5))
            except StillThere as error:
                reasons += error.reasons
        if reasons:
            raise Failed(reasons)

    def _not_served(self, name: str) -> str:
        live = self.client.find(Ref("apiextensions.k8s.io/v1", DEFINITION, name)) or {}
        conditions = value_at(live, "status.conditions") or ()
        said = "; ".join(f"{one['type']}={one['status']} ({one.get('message', '')})" for one in conditions)
        return (
            f"{DEFINITION} {name} is not served after {ESTABLISHED:.0f} s: {said or 'it has no conditions'}"
        )


def _kept(one: Object) -> Object:
    annotations = {**(one["metadata"].get("annotations") or {}), POLICY: "keep"}
    return {**one, "metadata": {**one["metadata"], "annotations": annotations}}


def with_reason(ref: Ref, act: Callable[[], Object]) -> Object:
    """Do it; what the API server refuses is Failed with the object's name before its words."""
    try:
        return act()
    except NoKindMatch as error:
        raise Failed([f"{ref}: {error.message}; ensure CRDs are installed first"]) from error
    except ApiError as error:
        raise Failed([f"{ref}: {error.message}"]) from error


def forbidden(failed: Failed) -> Refused:
    """A failure as what the program is told when nothing was made."""
    return Refused("ReleaseFailed", str(failed))


def _kinds(definitions: Iterable[Object]) -> Iterator[tuple[tuple[str, str], str]]:
    for one in definitions:
        spec = one["spec"]
        for version in spec["versions"]:
            if version.get("served", True):
                yield (f"{spec['group']}/{version['name']}", spec["names"]["kind"]), one["metadata"]["name"]
