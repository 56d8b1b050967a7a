"""The simulated Google Cloud: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

A type that is missing here is refused by the rehearsal: add it to the module of its service, as one entry of KINDS.
"""

from collections.abc import Mapping

from rehearsal.simulation.gcp import gke, gke_pools, iam, kms, network, storage
from rehearsal.simulation.gcp.invokes import INVOKES
from rehearsal.simulation.kinds import Kind

KINDS: Mapping[str, Kind] = {
    token: kind
    for service in (iam, network, kms, storage, gke, gke_pools)
    for token, kind in service.KINDS.items()
}

__all__ = ["INVOKES", "KINDS"]
