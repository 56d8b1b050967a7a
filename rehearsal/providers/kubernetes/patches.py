"""Patch resources (NamespacePatch, ServiceAccountPatch, ...): some fields of an object that somebody else made."""

from collections.abc import Iterable

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.managers import manager_of, relinquish
from rehearsal.providers.kubernetes.objects import Objects
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.resource import Made, Request
from rehearsal.providers.kubernetes.shape import annotation, ref_of
from rehearsal.simulation.kinds import Failure, value_at


class Patches(Objects):
    """The handler of every type that ends in Patch."""

    def check(self, request: Request) -> Iterable[Failure]:
        """A patch names its object; the rest is the API server's to judge."""
        if value_at(request.inputs, "metadata.name") is None:
            yield Failure("metadata.name", "Required value: a patch names the object that it changes")

    def create(self, client: Client, request: Request) -> Made:
        """The given fields, applied to the object that is there. The real provider would make the object if it were not;
        here it is refused, since what comes out of a part of an object is not what anybody meant."""
        if request.preview:
            return Made("", request.inputs)
        obj = self._of(client, request)
        ref = Ref.of(obj)
        if client.find(ref) is None:
            raise ApiError(404, "NotFound", f"{ref} is not there; a patch changes an object that exists")
        force = annotation(obj, "pulumi.com/patchForce") == "true"
        live = client.warning(request.warn).apply(obj, manager_of(request.urn, obj), force=force)
        return self._awaited(client, request, obj, live)

    def delete(self, client: Client, request: Request) -> None:
        """The fields are given up: those that nobody else owns go, the object stays."""
        relinquish(client, ref_of(request.type, request.id), manager_of(request.urn, request.outputs))
