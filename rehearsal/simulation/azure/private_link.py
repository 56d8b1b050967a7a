"""Private endpoints, and the private DNS zones in which names lead to them.

Rules: https://learn.microsoft.com/azure/private-link/private-endpoint-overview and
https://learn.microsoft.com/azure/dns/private-dns-overview.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from rehearsal.simulation.azure.inputs import one_of, text
from rehearsal.simulation.azure.network import NETWORK, SUBNET, named
from rehearsal.simulation.azure.postgresql import SERVER
from rehearsal.simulation.azure.resource import (
    Name,
    Reference,
    azure,
    found,
    in_place,
    named_check,
    plain,
    subscription,
)
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

ENDPOINT = "azure-native:network:PrivateEndpoint"
ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup"
ZONE = "azure-native:privatedns:PrivateZone"
LINK = "azure-native:privatedns:VirtualNetworkLink"
GROUPS = {SERVER: "postgresqlServer"}
"""Type of a resource -> the part of it that an endpoint leads to."""
ZONE_NAME = Name(
    "privateZoneName", r"([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}", "a domain name"
)
LINK_NAME = named("virtualNetworkLinkName")


def endpoint_check(inputs: Properties) -> Iterator[Failure]:
    """A subnet, and what it leads to."""
    if inputs.get("subnet") is None:
        yield Failure("subnet", "InvalidRequestFormat: a private endpoint needs a subnet")
    if not list(values(inputs, "privateLinkServiceConnections")):
        yield Failure("privateLinkServiceConnections", "InvalidRequestFormat: it leads to nothing")


def endpoint_refuse(call: Call) -> None:
    """What it leads to is there, and has the part that is asked for."""
    for one in values(call.inputs, "privateLinkServiceConnections"):
        wanted = text(one, "privateLinkServiceId")
        target = next((e for e in call.world if e.id.lower() == wanted.lower()), None)
        if target is None:
            raise Refused("InvalidPrivateLinkServiceId", f"privateLinkServiceId: {wanted} does not exist")
        groups = list(texts(one, "groupIds"))
        if target.type in GROUPS and groups != [GROUPS[target.type]]:
            raise Refused(
                "InvalidGroupId",
                f"groupIds: expected {GROUPS[target.type]}, got {', '.join(groups) or 'none'}",
            )


def globally(name: Name) -> Callable[[Properties], Iterable[Failure]]:
    """The check of what is in no region."""

    def check(inputs: Properties) -> Iterator[Failure]:
        yield from named_check(name, inputs)
        yield from one_of(inputs, "location", ("Global", "global"), "LocationNotAvailableForResourceType")

    return check


def link_refuse(call: Call) -> None:
    """The network is there, and sees one zone of a name."""
    network, name = text(call.inputs, "virtualNetwork.id"), call.inputs.get("privateZoneName")
    if found(call, NETWORK, network) is None:
        raise Refused("BadRequest", f"virtualNetwork.id: {network} does not exist")
    for other in call.world.of(LINK, subscription(call.provider)):
        same = other.id != call.id and other.inputs.get("privateZoneName") == name
        if same and text(other.inputs, "virtualNetwork.id").lower() == network.lower():
            raise Refused("BadRequest", f"{network} is linked to another zone {name!r} already")


KINDS: Mapping[str, Kind] = {
    ENDPOINT: in_place(
        azure(
            "Microsoft.Network/privateEndpoints", named("privateEndpointName"), plain, check=endpoint_check,
            refuse=endpoint_refuse, references=(Reference("subnet.id", SUBNET),),
            replaces=("subnet", "privateLinkServiceConnections"),
        )
    ),
    ZONE_GROUP: azure(
        "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups", named("privateDnsZoneGroupName"),
        plain, parent=ENDPOINT, references=(Reference("privateDnsZoneConfigs.privateDnsZoneId", ZONE),),
    ),
    ZONE: replace(azure("Microsoft.Network/privateDnsZones", ZONE_NAME, plain), check=globally(ZONE_NAME)),
    LINK: replace(
        azure(
            "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks", LINK_NAME, plain, parent=ZONE,
            refuse=link_refuse, replaces=("virtualNetwork",),
        ),
        check=globally(LINK_NAME),
    ),
}  # fmt: skip
