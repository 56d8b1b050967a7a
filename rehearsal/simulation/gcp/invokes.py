"""Functions of the simulated Google Cloud."""

from collections.abc import Callable, Mapping

from rehearsal.simulation.gcp.resource import number, scope
from rehearsal.simulation.gcp.storage_transfer import get_agent
from rehearsal.simulation.kinds import Call, Properties


def get_project(call: Call) -> Properties:
    """A project: the one asked for, else the provider's."""
    asked = call.inputs.get("projectId")
    name = asked if isinstance(asked, str) and asked else scope(call.provider)
    return {
        "id": f"projects/{name}",
        "projectId": name,
        "name": name,
        "number": number(name),
        "autoCreateNetwork": False,
        "billingAccount": "",
        "deletionPolicy": "PREVENT",
        "effectiveLabels": {},
        "folderId": "",
        "labels": {},
        "orgId": "",
        "pulumiLabels": {},
        "tags": {},
    }


INVOKES: Mapping[str, Callable[[Call], Properties]] = {
    "gcp:organizations/getProject:getProject": get_project,
    "gcp:storage/getTransferProjectServiceAccount:getTransferProjectServiceAccount": get_agent,
}
