"""What a cluster needs before it can be made: an identity with its roles, a key, a subnet with its way out, free addresses.

Rules: https://learn.microsoft.com/azure/aks/configure-azure-cni, use-kms-etcd-encryption, nat-gateway, use-managed-identity.
"""

from ipaddress import IPv4Address
from typing import Any

from rehearsal.simulation.azure.groups import IDENTITY, assigned
from rehearsal.simulation.azure.inputs import block, flag, text
from rehearsal.simulation.azure.key_vault import KEY
from rehearsal.simulation.azure.network import NETWORK, SUBNET
from rehearsal.simulation.azure.resource import found, subscription
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Refused


def identity_refuse(call: Call) -> list[str]:
    """The principals that the cluster acts as, each of an identity that exists."""
    principals = []
    for id_ in texts(call.inputs, "identity.userAssignedIdentities"):
        identity = found(call, IDENTITY, id_)
        if identity is None:
            raise Refused("ReferencedResourceNotProvisioned", f"the identity {id_} does not exist")
        principals.append(str(identity.outputs.get("principalId")))
    return principals


def roles_refuse(call: Call, principals: list[str]) -> None:
    """Leave to join nodes to the subnets and to use the key."""
    for id_ in texts(call.inputs, "agentPoolProfiles.vnetSubnetID"):
        if not any(assigned(call, one, "Network Contributor", id_) for one in principals):
            action = "Microsoft.Network/virtualNetworks/subnets/join/action"
            reason = f"the cluster's identity has no permission for {action} on {id_}"
            raise Refused("LinkedAuthorizationFailed", reason)
    kms = "securityProfile.azureKeyVaultKms"
    if not flag(call.inputs, f"{kms}.enabled"):
        return
    uri = text(call.inputs, f"{kms}.keyId")
    keys = [
        e
        for e in call.world.of(KEY, subscription(call.provider))
        if uri in {e.outputs.get("keyUriWithVersion"), e.outputs.get("keyUri")}
    ]
    if not keys:
        raise Refused("InvalidParameter", f"{kms}.keyId: the key {uri!r} does not exist")
    if not any(assigned(call, one, "Key Vault Crypto User", keys[0].id) for one in principals):
        reason = f"the cluster's identity has no permission to encrypt and decrypt with {uri}"
        raise Refused("AzureKeyVaultKmsPermissionDenied", reason)


def network_refuse(call: Call) -> None:
    """Addresses of pods and services apart from the network's, and a way out."""
    for id_ in texts(call.inputs, "agentPoolProfiles.vnetSubnetID"):
        subnet = found(call, SUBNET, id_)
        if subnet is None:
            raise Refused("ReferencedResourceNotProvisioned", f"the subnet {id_} does not exist")
        network = found(call, NETWORK, subnet.id.rsplit("/", 2)[0])
        for space in texts(network.inputs if network else {}, "addressSpace.addressPrefixes"):
            _apart(call, "serviceCidr", space, "ServiceCidrOverlapExistingSubnetsCidr")
            _apart(call, "podCidr", space, "PodCidrOverlapExistingSubnetsCidr")
        wanted = text(call.inputs, "networkProfile.outboundType") == "userAssignedNATGateway"
        if wanted and not text(subnet.inputs, "natGateway.id"):
            reason = f"outboundType is userAssignedNATGateway, but {id_} has no NAT gateway"
            raise Refused("InvalidParameter", reason)


def _apart(call: Call, name: str, space: str, code: str) -> None:
    mine, theirs = block(text(call.inputs, f"networkProfile.{name}")), block(space)
    if mine and theirs and mine.overlaps(theirs):
        raise Refused(code, f"networkProfile.{name} {mine} overlaps {theirs} of the virtual network")


def dns_problem(profile: Any) -> str:
    """What is wrong with the address of the cluster's DNS, if anything."""
    services, address = block(text(profile, "serviceCidr")), text(profile, "dnsServiceIP")
    try:
        inside = services is None or not address or IPv4Address(address) in services
    except ValueError:
        return f"{address!r} is no IPv4 address"
    if not inside:
        return f"{address} is not within {services}"
    if services and address == str(services[1]):
        return f"{address} is the first address of {services}, which is the API server's"
    return ""
