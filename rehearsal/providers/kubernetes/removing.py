"""An object is removed: what it owns first, its finalizers respected."""

from collections.abc import Mapping

from rehearsal.providers.kubernetes import awaiting
from rehearsal.providers.kubernetes.client import Client, Propagation
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.managers import manager_of, relinquish
from rehearsal.providers.kubernetes.resource import Request
from rehearsal.providers.kubernetes.shape import annotation, ref_of
from rehearsal.simulation.kinds import Refused

PROPAGATIONS: Mapping[str, Propagation] = {"orphan": "Orphan", "background": "Background"}


def remove(client: Client, request: Request) -> None:
    """Delete an object as the program's annotations say, and wait until it is gone; one that is gone is no error.

    Raises Refused when it is still there in the end, with what keeps it.
    """
    ref = ref_of(request.type, request.id)
    given = request.outputs or request.inputs
    policy = annotation(given, "pulumi.com/deletionPropagationPolicy").lower()
    try:
        client.delete(ref, PROPAGATIONS.get(policy, "Foreground"))
    except ApiError as error:
        if error.code == 404:
            return
        if error.code != 403:
            raise
        # A namespace of the system, which nobody may delete: what was said about it is taken back.
        relinquish(client, ref, manager_of(request.urn, given))
        request.warn(f"{ref} may not be deleted ({error.message}); its fields are no longer managed")
        return
    try:
        awaiting.wait_gone(client, ref, request.seconds or None, inputs=given, cancelled=request.cancelled)
    except awaiting.StillThere as error:
        raise Refused("StillThere", "; ".join(error.reasons)) from None
