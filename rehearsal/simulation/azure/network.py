"""Virtual networks, subnets, security groups, public addresses and NAT gateways.

Names: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.
"""

import hashlib
from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.inputs import block, blocks, one_of, text, within
from rehearsal.simulation.azure.resource import Name, Reference, azure, found, in_place, plain, subscription
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

NETWORK = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
GUARD = "azure-native:network:NetworkSecurityGroup"
ADDRESS = "azure-native:network:PublicIPAddress"
GATEWAY = "azure-native:network:NatGateway"
PATTERN = r"[0-9A-Za-z]([\w.-]{0,78}\w)?"
WORDS = "1 to 80 letters, digits and _.-, a letter or digit first"
SERVICES = ("Microsoft.Storage", "Microsoft.Storage.Global", "Microsoft.KeyVault", "Microsoft.Sql",
            "Microsoft.ContainerRegistry", "Microsoft.ServiceBus", "Microsoft.EventHub", "Microsoft.AzureCosmosDB",
            "Microsoft.Web", "Microsoft.CognitiveServices")  # fmt: skip


def named(input_: str) -> Name:
    """The rule for names that all of them share."""
    return Name(input_, PATTERN, WORDS)


def network_check(inputs: Properties) -> Iterator[Failure]:
    """At least one block of addresses, all of them sound."""
    if not list(values(inputs, "addressSpace.addressPrefixes")):
        yield Failure("addressSpace", "InvalidRequestFormat: a virtual network needs an address space")
    yield from blocks(inputs, "addressSpace.addressPrefixes", code="InvalidCIDRNotation")


def subnet_check(inputs: Properties) -> Iterator[Failure]:
    """One block, of at most a /29."""
    prefixes = [*values(inputs, "addressPrefix"), *values(inputs, "addressPrefixes")]
    if not prefixes:
        yield Failure("addressPrefix", "InvalidRequestFormat: a subnet needs an address prefix")
    yield from blocks(inputs, "addressPrefix", "addressPrefixes", code="InvalidCIDRNotation")
    for prefix in prefixes:
        if (found_ := block(prefix)) and found_.prefixlen > 29:
            yield Failure("addressPrefix", f"InvalidSubnetPrefix: {prefix} is smaller than a /29")
    yield from one_of(inputs, "serviceEndpoints.service", SERVICES, "InvalidServiceEndpoint")


def subnet_refuse(call: Call) -> None:
    """Within its network, apart from the other subnets."""
    prefix = text(call.inputs, "addressPrefix") or text(call.inputs, "addressPrefixes")
    mine = block(prefix)
    for network in call.world.of(NETWORK, subscription(call.provider)):
        same = all(
            network.outputs.get(theirs) == call.inputs.get(ours)
            for theirs, ours in (("name", "virtualNetworkName"), ("resourceGroupName", "resourceGroupName"))
        )
        spaces = [block(space) for space in texts(network.inputs, "addressSpace.addressPrefixes")]
        if same and mine and not any(space and mine.subnet_of(space) for space in spaces):
            raise Refused("NetcfgInvalidSubnet", f"{mine} is not within {', '.join(map(str, spaces))}")
    for other in call.world.of(SUBNET, subscription(call.provider)):
        beside = all(
            other.inputs.get(key) == call.inputs.get(key)
            for key in ("virtualNetworkName", "resourceGroupName")
        )
        theirs = block(text(other.inputs, "addressPrefix"))
        if beside and other.id != call.id and mine and theirs and mine.overlaps(theirs):
            raise Refused("NetcfgSubnetRangesOverlap", f"{mine} overlaps {theirs} of the subnet {other.id}")


def guard_check(inputs: Properties) -> Iterator[Failure]:
    """Rules with priorities of their own, from 100 to 4096."""
    yield from within(inputs, "securityRules.priority", 100, 4096, "SecurityRuleInvalidPriority")
    yield from one_of(
        inputs, "securityRules.access", ("Allow", "Deny"), "SecurityRuleParameterContainsUnsupportedValue"
    )
    yield from one_of(
        inputs,
        "securityRules.direction",
        ("Inbound", "Outbound"),
        "SecurityRuleParameterContainsUnsupportedValue",
    )
    yield from one_of(
        inputs,
        "securityRules.protocol",
        ("*", "Tcp", "Udp", "Icmp", "Esp", "Ah"),
        "SecurityRuleParameterContainsUnsupportedValue",
    )
    rules = inputs.get("securityRules")
    seen = [
        (rule.get("direction"), rule.get("priority"))
        for rule in (rules if isinstance(rules, list) else ())
        if isinstance(rule, Mapping) and isinstance(rule.get("priority"), int)
    ]
    if len(seen) != len(set(map(str, seen))):
        yield Failure(
            "securityRules", "SecurityRuleConflict: two rules of a direction have the same priority"
        )


def address_check(inputs: Properties) -> Iterator[Failure]:
    """Standard addresses are static."""
    yield from one_of(inputs, "sku.name", ("Basic", "Standard", "StandardV2"), "InvalidRequestFormat")
    yield from one_of(inputs, "zones", ("1", "2", "3"), "AvailabilityZoneNotSupported")
    method = inputs.get("publicIPAllocationMethod")
    if text(inputs, "sku.name").startswith("Standard") and method in {None, "Dynamic"}:
        reason = "a Standard address is allocated statically"
        yield Failure("publicIPAllocationMethod", f"PublicIPAndSkuAllocationMethodNotSupported: {reason}")


def address(call: Call, id_: str) -> Properties:
    """An address out of the block kept for documentation (RFC 5737)."""
    last = int(hashlib.sha256(call.token.encode()).hexdigest()[:8], 16) % 254 + 1
    return {"ipAddress": f"198.51.100.{last}", "provisioningState": "Succeeded"}


def gateway_check(inputs: Properties) -> Iterator[Failure]:
    """One zone or none, and minutes within bounds."""
    yield from one_of(inputs, "sku.name", ("Standard", "StandardV2"), "InvalidRequestFormat")
    yield from within(inputs, "idleTimeoutInMinutes", 4, 120, "InvalidIdleTimeout")
    zones = inputs.get("zones")
    if text(inputs, "sku.name") == "Standard" and isinstance(zones, list) and len(zones) > 1:
        yield Failure("zones", "NatGatewayMultipleZonesNotSupported: a Standard NAT gateway is in one zone")


def gateway_refuse(call: Call) -> None:
    """Its addresses are Standard ones and nobody else's."""
    for id_ in texts(call.inputs, "publicIpAddresses.id"):
        one = found(call, ADDRESS, id_)
        if one and not text(one.inputs, "sku.name").startswith("Standard"):
            raise Refused("NatGatewayPublicIpSkuNotSupported", f"{id_} is not of the Standard SKU")
        for other in call.world.of(GATEWAY, subscription(call.provider)):
            if other.id != call.id and id_ in list(texts(other.inputs, "publicIpAddresses.id")):
                raise Refused("PublicIPAddressInUse", f"{id_} is in use by {other.id}")


KINDS: Mapping[str, Kind] = {
    NETWORK: in_place(
        azure("Microsoft.Network/virtualNetworks", named("virtualNetworkName"), plain, check=network_check)
    ),
    SUBNET: azure(
        "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets", named("subnetName"), plain, parent=NETWORK,
        check=subnet_check, refuse=subnet_refuse,
        references=(Reference("networkSecurityGroup.id", GUARD), Reference("natGateway.id", GATEWAY)),
    ),
    GUARD: in_place(
        azure(
            "Microsoft.Network/networkSecurityGroups", named("networkSecurityGroupName"), plain, check=guard_check
        )
    ),
    ADDRESS: in_place(
        azure("Microsoft.Network/publicIPAddresses", named("publicIpAddressName"), address, check=address_check), "zones"
    ),
    GATEWAY: in_place(
        azure(
            "Microsoft.Network/natGateways", named("natGatewayName"), plain, check=gateway_check, refuse=gateway_refuse,
            references=(Reference("publicIpAddresses.id", ADDRESS),),
        ),
        "zones",
    ),
}  # fmt: skip
