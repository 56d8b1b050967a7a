"""The network of an AKS cluster."""

from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import made
from tests.components.cluster.deployments import needs

GUARD = "azure-native:network:NetworkSecurityGroup"
GATEWAY = "azure-native:network:NatGateway"
ADDRESS = "azure-native:network:PublicIPAddress"


def test_the_nodes_have_half_of_the_network() -> None:
    assert made().one("azure-native:network:VirtualNetwork").inputs["addressSpace"] == {
        "addressPrefixes": ["10.70.0.0/20"]
    }
    assert made().one(aks.SUBNET).inputs["addressPrefix"] == "10.70.0.0/21"


def test_nodes_leave_by_the_nat_gateway_or_not_at_all() -> None:
    subnet = made().one(aks.SUBNET).inputs

    assert subnet["natGateway"] == {"id": made().one(GATEWAY).id}
    assert subnet["defaultOutboundAccess"] is False


def test_nodes_leave_by_one_known_address_that_is_in_all_zones() -> None:
    address = made().one(ADDRESS)

    assert made().one(GATEWAY).inputs["publicIpAddresses"] == [{"id": address.id}]
    assert address.inputs["zones"] == ["1", "2", "3"]
    assert address.inputs["publicIPAllocationMethod"] == "Static"


def test_from_the_internet_only_the_web_gets_in() -> None:
    rules = {rule["name"]: rule for rule in made().one(GUARD).inputs["securityRules"]}
    web, inside = rules["web"], rules["inside"]

    assert made().one(aks.SUBNET).inputs["networkSecurityGroup"] == {"id": made().one(GUARD).id}
    assert len(rules) == 2
    assert (web["sourceAddressPrefix"], web["protocol"], web["destinationPortRanges"]) == (
        "Internet",
        "Tcp",
        ["80", "443"],
    )
    assert (
        inside["sourceAddressPrefixes"]
        == inside["destinationAddressPrefixes"]
        == ["10.70.0.0/21", "10.244.0.0/16"]
    )


def test_storage_is_reached_without_leaving_azures_network() -> None:
    assert made().one(aks.SUBNET).inputs["serviceEndpoints"] == [{"service": "Microsoft.Storage"}]


def test_the_way_out_is_there_before_the_cluster_and_goes_after_it() -> None:
    needed = needs(made(), made().one(aks.CLUSTER))

    assert {f"{GATEWAY} main-nat", f"{aks.SUBNET} main-nodes", f"{GUARD} main-nodes"} <= needed
