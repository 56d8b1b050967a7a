"""One object of the API server per resource: made, compared, changed, read and removed as pulumi-kubernetes does it.

Model: pulumi-kubernetes 4.34 with server-side apply, provider/pkg/provider/provider.go and provider/pkg/await/await.go.
"""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from rehearsal.providers.difference import differences
from rehearsal.providers.kubernetes import awaiting, drift
from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch
from rehearsal.providers.kubernetes.immutable import immutable_causes, replacing
from rehearsal.providers.kubernetes.making import make
from rehearsal.providers.kubernetes.managers import manager_of, take_over
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.removing import remove
from rehearsal.providers.kubernetes.resource import Change, Made, Request
from rehearsal.providers.kubernetes.shape import annotation, as_inputs, ref_of, to_object, to_outputs, without
from rehearsal.providers.kubernetes.somebodys import Somebodys
from rehearsal.simulation.kinds import Failure, Refused, known
from rehearsal.simulation.kubernetes import lookup

SUFFIX = "bcdfghjklmnpqrstvwxz2456789"
"""What the API server makes generated names of: k8s.io/apimachinery/pkg/util/rand."""


class Objects:
    """The handler of every type that is one object of the API server. somebodys: what was only looked up."""

    def __init__(self) -> None:
        self.somebodys = Somebodys()

    def check(self, request: Request) -> Iterable[Failure]:
        """What the inputs show to be wrong by themselves."""
        yield from lookup(request.type).check(request.inputs)
        if known(request.inputs) and (wrong := awaiting.problem(request.inputs)):
            yield Failure("metadata.annotations", wrong)

    def accepted(self, client: Client, request: Request) -> bool:
        """Whether the API server would take inputs that `check` did not: it has the last word."""
        if not known(request.inputs) or awaiting.problem(request.inputs):
            return False
        obj = to_object(request.type, request.inputs, request.provider, client)
        try:
            client.apply(obj, manager_of(request.urn, obj), force=True, dry_run=True)
        except ApiError:
            return False
        return True

    def diff(self, client: Client, request: Request) -> Change:
        """The changed inputs, if the API server's dry run says that they change the object at all."""
        paths = list(differences(dict(request.olds), dict(request.inputs)))
        replaces = replacing(request)
        live = None
        if not replaces and known(request.inputs):
            live = client.find(ref_of(request.type, request.id))
        if live is not None:
            obj = self._of(client, request)
            try:
                if self._same(live, client.warning(request.warn).apply(
                    obj, manager_of(request.urn, obj), force=True, dry_run=True
                )):  # fmt: skip
                    return Change()
            except ApiError as error:
                replaces = immutable_causes(error, request)
                if not replaces:
                    raise
        return Change(paths, tuple(replaces), self._in_the_way(request))

    def create(self, client: Client, request: Request) -> Made:
        """A new object, and the wait until it is ready."""
        if request.preview:
            self._preview(client, request)
            return Made("", request.inputs)
        obj = self._of(client, request)
        manager = manager_of(request.urn, obj)
        live = make(client.warning(request.warn), obj, manager)
        return self._awaited(client, request, obj, live)

    def update(self, client: Client, request: Request) -> Made:
        """The object with the new inputs, and the wait until it is ready."""
        ref = ref_of(request.type, request.id)
        live = client.get(ref)
        obj = self._of(client, request)
        manager = manager_of(request.urn, obj)
        take_over(client, live, manager)
        live = self._apply(client.warning(request.warn), request, obj, manager)
        return self._awaited(client, request, obj, live)

    def read(self, client: Client, request: Request) -> Made | None:
        """The live object, and what the inputs would have to be to make it."""
        ref = ref_of(request.type, request.id)
        inputs = request.inputs
        live = client.find(ref)
        if live is None and not inputs and "metadata" not in request.outputs:  # it was never read before
            live = self.somebodys.bring(client, ref, request.say)
        if live is None:
            return None
        if not inputs:
            return Made(request.id, to_outputs(live), as_inputs(live))
        reasons = awaiting.unready(client, inputs, live)
        obj = self._of(client, request)
        try:
            applied = client.apply(obj, manager_of(request.urn, obj), force=True, dry_run=True)
        except ApiError:
            applied = obj  # what the inputs say can no longer be applied, so every difference counts
        if not self._same(live, applied):
            inputs = drift.said(inputs, to_outputs(live), to_outputs(applied))
        return Made(request.id, to_outputs(live), inputs, reasons)

    def delete(self, client: Client, request: Request) -> None:
        """The object's deletion, and the wait until it is gone."""
        remove(client, request)

    def _of(self, client: Client, request: Request) -> Object:
        obj = to_object(request.type, request.inputs, request.provider, client)
        metadata = obj["metadata"]
        if request.id:
            metadata = {**metadata, "name": request.id.rpartition("/")[2]}
        elif not metadata.get("name") and metadata.get("generateName"):
            metadata = {**metadata, "name": metadata["generateName"] + "".join(random.choices(SUFFIX, k=5))}  # noqa: S311
        return {**obj, "metadata": {key: value for key, value in metadata.items() if key != "generateName"}}

    def _apply(self, client: Client, request: Request, obj: Object, manager: str) -> Object:
        """The object, without those of the ignored fields that another manager has."""
        force = annotation(obj, "pulumi.com/patchForce") == "true"
        try:
            return client.apply(obj, manager, force=force)
        except ApiError as error:
            conflicts = {cause.field.removeprefix(".") for cause in error.causes}
            ignored = conflicts & request.ignored
            if error.reason != "Conflict" or not ignored:
                raise
        return client.apply(without(obj, ignored), manager, force=force)

    def _preview(self, client: Client, request: Request) -> None:
        """Let the API server judge, as far as what it needs is there already."""
        if not known(request.inputs):
            return
        obj = self._of(client, request)
        # Under another name, since what this is to replace may still have its own.
        name = (
            f"{obj['metadata']['name'][:240]}-preview"
            if client.find(Ref.of(obj))
            else obj["metadata"]["name"]
        )
        obj = {**obj, "metadata": {**obj["metadata"], "name": name}}
        try:
            client.warning(request.warn).apply(obj, manager_of(request.urn, obj), dry_run=True)
        except NoKindMatch:
            return
        except ApiError as error:
            if not (error.code == 404 and "namespaces" in error.message):
                raise

    def _awaited(self, client: Client, request: Request, obj: Object, live: Object) -> Made:
        ref = Ref.of(live)
        try:
            live = awaiting.wait(client, obj, live, request.seconds or None, request.say, request.cancelled)
        except awaiting.NotReady as error:
            return Made(ref.id, to_outputs(error.live), reasons=tuple(error.reasons))
        except awaiting.Deleted as error:
            raise Refused("Deleted", str(error)) from None
        return Made(ref.id, to_outputs(live))

    def _in_the_way(self, request: Request) -> bool:
        """Whether the old object has the name that the new one is to have."""
        autonamed = annotation(request.inputs, "pulumi.com/autonamed") == "true"
        metadata: Any = request.inputs.get("metadata") or {}
        before: Any = request.olds.get("metadata") or {}
        same = all(metadata.get(key) == before.get(key) for key in ("name", "namespace"))
        return not autonamed and same

    def _same(self, live: Mapping[str, Any], applied: Mapping[str, Any]) -> bool:
        return _without_books(live) == _without_books(applied)


def _without_books(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = {
        key: value
        for key, value in obj["metadata"].items()
        if key not in {"managedFields", "resourceVersion", "generation"}
    }
    return {**obj, "metadata": metadata}
