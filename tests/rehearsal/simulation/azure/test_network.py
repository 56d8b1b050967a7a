"""Networks, subnets, security groups, addresses and gateways."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import ADDRESS, GATEWAY, NETWORK, SUBNET, Cloud

GUARD = "azure-native:network:NetworkSecurityGroup"
RULE = {"name": "a", "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp"}


@pytest.mark.parametrize(
    ("type_", "inputs", "reason"),
    [
        (NETWORK, {}, "InvalidRequestFormat: a virtual network needs an address space"),
        (NETWORK, {"addressSpace": {"addressPrefixes": ["10.0.0.1/8"]}}, "InvalidCIDRNotation: '10.0.0.1/8'"),
        (SUBNET, {"virtualNetworkName": "a"}, "InvalidRequestFormat: a subnet needs an address prefix"),
        (
            SUBNET,
            {"virtualNetworkName": "a", "addressPrefix": "10.0.0.0/30"},
            "InvalidSubnetPrefix: 10.0.0.0/30",
        ),
        (
            SUBNET,
            {
                "virtualNetworkName": "a",
                "addressPrefix": "10.0.0.0/24",
                "serviceEndpoints": [{"service": "A"}],
            },
            "InvalidServiceEndpoint: 'A' is not one of Microsoft.Storage",
        ),
        (GUARD, {"securityRules": [{**RULE, "priority": 99}]}, "SecurityRuleInvalidPriority: 99"),
        (GUARD, {"securityRules": [{**RULE, "access": "Perhaps"}]}, "SecurityRuleParameterContains"),
        (GUARD, {"securityRules": [RULE, {**RULE, "name": "b"}]}, "SecurityRuleConflict: two rules"),
        (ADDRESS, {"sku": {"name": "Standard"}}, "PublicIPAndSkuAllocationMethodNotSupported: a Standard"),
        (ADDRESS, {"zones": ["4"]}, "AvailabilityZoneNotSupported: '4' is not one of 1, 2, 3"),
        (GATEWAY, {"idleTimeoutInMinutes": 3}, "InvalidIdleTimeout: 3 is not within 4 to 120"),
        (GATEWAY, {"sku": {"name": "Standard"}, "zones": ["1", "2"]}, "NatGatewayMultipleZonesNotSupported"),
    ],
)
def test_what_azure_would_not_take_is_refused(
    cloud: Cloud, type_: str, inputs: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(type_, resourceGroupName="main", **inputs)

    assert failure.reason.startswith(reason)


def test_a_subnet_is_within_its_network_and_apart_from_the_others(cloud: Cloud) -> None:
    cloud.network()
    cloud.subnet("10.0.0.0/17")

    def refusal(cidr: str) -> str:
        return cloud.refused(SUBNET, virtualNetworkName="net", addressPrefix=cidr)

    assert refusal("10.1.0.0/24") == "NetcfgInvalidSubnet: 10.1.0.0/24 is not within 10.0.0.0/16"
    assert refusal("10.0.4.0/24").startswith("NetcfgSubnetRangesOverlap: 10.0.4.0/24 overlaps 10.0.0.0/17")


def test_an_address_is_of_documentation_and_of_one_gateway(cloud: Cloud) -> None:
    address = cloud.put(ADDRESS, sku={"name": "Standard"}, publicIPAllocationMethod="Static")
    cloud.put(GATEWAY, publicIpAddresses=[{"id": address["id"]}])

    assert address["ipAddress"].startswith("198.51.100.")
    assert cloud.refused(GATEWAY, publicIpAddresses=[{"id": address["id"]}]).startswith(
        "PublicIPAddressInUse: "
    )


def test_a_gateway_takes_standard_addresses_only(cloud: Cloud) -> None:
    address = cloud.put(ADDRESS, sku={"name": "Basic"})

    assert cloud.refused(GATEWAY, publicIpAddresses=[{"id": address["id"]}]).startswith(
        "NatGatewayPublicIpSkuNotSupported: "
    )
