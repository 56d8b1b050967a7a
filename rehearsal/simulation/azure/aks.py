"""Managed clusters and when they may be changed.

Rules: https://learn.microsoft.com/azure/aks/quotas-skus-regions, planned-maintenance.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.aks_checks import PROFILE, check
from rehearsal.simulation.azure.aks_pools import (
    CLUSTER,
    VERSIONS,
    pool_refuse,
    unchanged,
)
from rehearsal.simulation.azure.aks_prerequisites import (
    identity_refuse,
    network_refuse,
    roles_refuse,
)
from rehearsal.simulation.azure.inputs import flag, one_of, text, within
from rehearsal.simulation.azure.resource import Name, azure, guid, in_place, location
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

CLUSTER_NAME = Name(
    "resourceName",
    r"[0-9A-Za-z]([\w-]{0,61}[0-9A-Za-z])?",
    "1 to 63 letters, digits, _ and -, a letter or digit at each end",
)
WINDOW_NAME = Name(
    "configName",
    "default|aksManagedAutoUpgradeSchedule|aksManagedNodeOSUpgradeSchedule",
    "default, aksManagedAutoUpgradeSchedule or aksManagedNodeOSUpgradeSchedule",
)
FIXED = (
    "nodeResourceGroup", f"{PROFILE}.networkPlugin", f"{PROFILE}.serviceCidr", f"{PROFILE}.dnsServiceIP",
    f"{PROFILE}.podCidr", "apiServerAccessProfile.enablePrivateCluster", "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def refuse(call: Call) -> None:
    """What is around the cluster fits, and an update changes only what can change."""
    for pool in values(call.inputs, "agentPoolProfiles"):
        if isinstance(pool, Mapping):
            pool_refuse(call, pool)
            for before in values(call.olds, "agentPoolProfiles") if call.id else ():
                if isinstance(before, Mapping) and before.get("name") == pool.get("name"):
                    unchanged(before, pool)
    network_refuse(call)
    roles_refuse(call, identity_refuse(call))
    old, new = (text(side, "kubernetesVersion") for side in (call.olds, call.inputs))
    if call.id and old and new and old != new:
        steps = int(new.split(".")[1]) - int(old.split(".")[1])
        if steps not in {0, 1}:
            reason = f"a cluster cannot go from Kubernetes {old} to {new}; the next is one minor version up"
            raise Refused("OperationNotAllowed", reason)


def answer(call: Call, id_: str) -> Properties:
    """The cluster, running, with its addresses and its issuer."""
    inputs, where = call.inputs, location(call)
    label = f"{text(inputs, 'dnsPrefix', 'aks')}-{hashlib.sha256(call.token.encode()).hexdigest()[:8]}"
    private = flag(inputs, "apiServerAccessProfile.enablePrivateCluster")
    tenant = text(inputs, "aadProfile.tenantID") or text(call.provider, "tenantId")
    kubelet = {
        "clientId": guid(call, "kubelet-client"),
        "objectId": guid(call, "kubelet"),
        "resourceId": f"{id_}-agentpool",
    }
    issuer = f"https://{where}.oic.prod-aks.azure.com/{tenant}/{guid(call, 'issuer')}/"
    # What goes in as a list of ids comes out as a mapping.
    identities: dict[str, object] = {id_: {} for id_ in texts(inputs, "identity.userAssignedIdentities")}
    return {
        "identity": {"type": text(inputs, "identity.type"), "userAssignedIdentities": identities},
        "fqdn": "" if private else f"{label}.hcp.{where}.azmk8s.io",
        "privateFQDN": f"{label}.{guid(call, 'zone')}.privatelink.{where}.azmk8s.io" if private else "",
        "currentKubernetesVersion": f"{text(inputs, 'kubernetesVersion', VERSIONS[-2])}.1",
        "oidcIssuerProfile": {"enabled": flag(inputs, "oidcIssuerProfile.enabled"), "issuerURL": issuer},
        "identityProfile": {"kubeletidentity": kubelet},
        "provisioningState": "Succeeded",
        "powerState": {"code": "Running"},
        "maxAgentPools": 100,
    }


def window_check(inputs: Properties) -> Iterator[Failure]:
    """A window of at least four hours, on days that there are."""
    window = "maintenanceWindow"
    yield from within(inputs, f"{window}.durationHours", 4, 24)
    yield from one_of(inputs, f"{window}.schedule.weekly.dayOfWeek", DAYS)
    yield from within(inputs, f"{window}.schedule.weekly.intervalWeeks", 1, 4)
    for start in texts(inputs, f"{window}.startTime"):
        hours, _, minutes = start.partition(":")
        if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
            yield Failure(f"{window}.startTime", f"InvalidParameter: {start!r} is not HH:MM")


def credentials(call: Call) -> Properties:
    """The kubeconfig that Azure gives to a user: how to log in, and no token. Raises Refused without the cluster."""
    name, group = text(call.inputs, "resourceName"), text(call.inputs, "resourceGroupName")
    for one in call.world:
        if one.type == CLUSTER and (one.outputs.get("name"), one.inputs.get("resourceGroupName")) == (
            name,
            group,
        ):
            host = text(one.outputs, "fqdn") or text(one.outputs, "privateFQDN")
            pem = f"-----BEGIN CERTIFICATE-----\nsimulated {one.id}\n-----END CERTIFICATE-----\n"
            authority = base64.b64encode(pem.encode()).decode()
            server = {"server": f"https://{host}:443", "certificate-authority-data": authority}
            config = {"apiVersion": "v1", "kind": "Config", "clusters": [{"name": name, "cluster": server}]}
            return {
                "kubeconfigs": [
                    {"name": "clusterUser", "value": base64.b64encode(json.dumps(config).encode()).decode()}
                ]
            }
    raise Refused("ResourceNotFound", f"there is no cluster {name!r} in the resource group {group!r}")


KINDS: Mapping[str, Kind] = {
    CLUSTER: in_place(
        azure(
            "Microsoft.ContainerService/managedClusters", CLUSTER_NAME, answer, check=check, refuse=refuse, fixed=FIXED,
            replaces=("dnsPrefix", "fqdnSubdomain"),
        )
    ),
    "azure-native:containerservice:MaintenanceConfiguration": azure(
        "Microsoft.ContainerService/managedClusters/{resourceName}/maintenanceConfigurations", WINDOW_NAME,
        lambda call, id_: {}, parent=CLUSTER, check=window_check,
    ),
}  # fmt: skip
