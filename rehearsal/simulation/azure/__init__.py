"""The simulated Azure: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

A type that is missing here is refused by the rehearsal: add it to the module of its service, as one entry of KINDS.
"""

from collections.abc import Callable, Mapping

from rehearsal.simulation.azure import (
    aks,
    aks_pools,
    container_registry,
    dns,
    groups,
    identities,
    key_vault,
    logs,
    network,
    object_replication,
    postgresql,
    private_link,
    storage,
    traffic_manager,
)
from rehearsal.simulation.kinds import Call, Kind, Properties

KINDS: Mapping[str, Kind] = {
    token: kind
    for service in (
        groups, identities, network, key_vault, storage, logs, aks, aks_pools, dns, traffic_manager, postgresql, private_link,
        object_replication, container_registry,
    )
    for token, kind in service.KINDS.items()
}  # fmt: skip
INVOKES: Mapping[str, Callable[[Call], Properties]] = {
    "azure-native:containerservice:listManagedClusterUserCredentials": aks.credentials,
}

__all__ = ["INVOKES", "KINDS"]
