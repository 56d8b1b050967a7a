"""The simulated Google Cloud: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

A type that is missing here is refused by the rehearsal: add it to the module of its service, as one entry of KINDS.
"""

from collections.abc import Mapping

from rehearsal.simulation.gcp import (
    artifact_registry,
    dns,
    endpoints,
    gke,
    gke_pools,
    iam,
    kms,
    network,
    secret_manager,
    sql,
    storage,
    storage_transfer,
)
from rehearsal.simulation.gcp.invokes import INVOKES
from rehearsal.simulation.kinds import Kind

KINDS: Mapping[str, Kind] = {
    token: kind
    for service in (
        iam, dns, network, kms, storage, storage_transfer, secret_manager, artifact_registry, sql, endpoints, gke, gke_pools,
    )
    for token, kind in service.KINDS.items()
}  # fmt: skip

__all__ = ["INVOKES", "KINDS"]
