"""A simulated Azure subscription with the things that most objects need: a group, a network, a key, a cluster."""

from typing import Any

from rehearsal.simulation.azure import KINDS
from tests.rehearsal.simulation.service import Service

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
TENANT = "00000000-0000-4000-8000-000000000002"
NATIVE = "azure-native:"
GROUP = f"{NATIVE}resources:ResourceGroup"
NETWORK = f"{NATIVE}network:VirtualNetwork"
SUBNET = f"{NATIVE}network:Subnet"
GATEWAY = f"{NATIVE}network:NatGateway"
ADDRESS = f"{NATIVE}network:PublicIPAddress"
IDENTITY = f"{NATIVE}managedidentity:UserAssignedIdentity"
ROLE = f"{NATIVE}authorization:RoleAssignment"
LOCK = f"{NATIVE}authorization:ManagementLockByScope"
VAULT = f"{NATIVE}keyvault:Vault"
KEY = f"{NATIVE}keyvault:Key"
CLUSTER = f"{NATIVE}containerservice:ManagedCluster"
POOL = f"{NATIVE}containerservice:AgentPool"
DEFINITIONS = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
SYSTEM: dict[str, Any] = {
    "name": "system",
    "mode": "System",
    "vmSize": "Standard_D4ds_v5",
    "availabilityZones": ["1", "2", "3"],
    "enableAutoScaling": True,
    "count": 3,
    "minCount": 3,
    "maxCount": 6,
}


class Cloud(Service):
    """The subscription in one region; each helper makes one thing in the group and answers its outputs."""

    def __init__(self, location: str = "westeurope") -> None:
        provider = {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT, "location": location}
        super().__init__(KINDS.__getitem__, provider)
        self.group = self.create(GROUP, resourceGroupName="main")

    def put(self, type_: str, /, **inputs: Any) -> dict[str, Any]:
        return self.create(type_, resourceGroupName="main", **inputs)

    def refused(self, type_: str, /, **inputs: Any) -> str:
        return self.refusal(type_, resourceGroupName="main", **inputs)

    def network(self, cidr: str = "10.0.0.0/16") -> dict[str, Any]:
        return self.put(NETWORK, virtualNetworkName="net", addressSpace={"addressPrefixes": [cidr]})

    def gateway(self) -> dict[str, Any]:
        address = self.put(ADDRESS, sku={"name": "Standard"}, publicIPAllocationMethod="Static")
        return self.put(GATEWAY, sku={"name": "Standard"}, publicIpAddresses=[{"id": address["id"]}])

    def subnet(self, cidr: str = "10.0.0.0/17", **more: Any) -> dict[str, Any]:
        return self.put(SUBNET, virtualNetworkName="net", addressPrefix=cidr, **more)

    def key(self) -> dict[str, Any]:
        properties = {"tenantId": TENANT, "sku": {"name": "standard", "family": "A"}}
        self.put(VAULT, vaultName="keys-of-main", properties=properties)
        return self.put(
            KEY, vaultName="keys-of-main", keyName="etcd", properties={"kty": "RSA", "keySize": 3072}
        )

    def role(self, principal: str, role: str, scope: str) -> dict[str, Any]:
        return self.create(ROLE, principalId=principal, roleDefinitionId=f"{DEFINITIONS}/{role}", scope=scope)

    def sound_cluster(self) -> dict[str, Any]:
        """The inputs of a cluster that has all it needs."""
        self.network()
        subnet = self.subnet(natGateway={"id": self.gateway()["id"]})
        identity, key = self.put(IDENTITY, resourceName="plane"), self.key()
        self.role(identity["principalId"], NETWORK_CONTRIBUTOR, subnet["id"])
        self.role(identity["principalId"], CRYPTO_USER, key["id"])
        kms = {"enabled": True, "keyId": key["keyUriWithVersion"], "keyVaultNetworkAccess": "Public"}
        return {
            "resourceGroupName": "main",
            "resourceName": "cluster",
            "dnsPrefix": "cluster",
            "kubernetesVersion": "1.35",
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [identity["id"]]},
            "agentPoolProfiles": [{**SYSTEM, "vnetSubnetID": subnet["id"]}],
            "networkProfile": {
                "podCidr": "10.244.0.0/16",
                "serviceCidr": "172.20.0.0/16",
                "dnsServiceIP": "172.20.0.10",
                "outboundType": "userAssignedNATGateway",
            },
            "securityProfile": {"azureKeyVaultKms": kms},
        }
