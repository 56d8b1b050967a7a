"""Addresses of Compute Engine, and the endpoints by which a network reaches a service of Google's (Private Service Connect).

Rules: https://cloud.google.com/vpc/docs/private-service-connect and
https://cloud.google.com/compute/docs/reference/rest/v1/addresses. Replacement follows the ForceNew marks of
terraform-provider-google 7.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.gcp.inputs import block, invalid, names, one_of
from rehearsal.simulation.gcp.network import NETWORK, SUBNETWORK, made, regional
from rehearsal.simulation.gcp.resource import Reference, digest, gcp, lookup, placed, project, region, scope
from rehearsal.simulation.gcp.sql import INSTANCE
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

ADDRESS = "gcp:compute/address:Address"
RULE = "gcp:compute/forwardingRule:ForwardingRule"
ATTACHMENTS = "/serviceAttachments/"


def address_check(inputs: Properties) -> Iterator[Failure]:
    """A name, a kind, and a subnetwork for an internal one alone."""
    yield from names(inputs, "name")
    yield from one_of(inputs, "addressType", ("INTERNAL", "EXTERNAL"))
    yield from one_of(inputs, "networkTier", ("PREMIUM", "STANDARD"))
    if inputs.get("subnetwork") is not None and inputs.get("addressType", "EXTERNAL") == "EXTERNAL":
        yield invalid("subnetwork", inputs.get("subnetwork"), "Only an internal address is in a subnetwork")


def free(call: Call) -> str:
    """The address: the last of its subnetwork that nobody has, or one of those kept for documentation (RFC 5737)."""
    taken = {
        one.outputs.get("address")
        for one in call.world.of(ADDRESS, scope(call.provider))
        if one.id != call.id
    }
    subnet = lookup(call, SUBNETWORK, str(call.inputs.get("subnetwork")))
    whole = block(subnet.outputs.get("ipCidrRange")) if subnet else None
    if whole is None:
        return f"203.0.113.{int(digest(call, 'address', 8), 16) % 254 + 1}"
    for last in range(3, whole.num_addresses - 2):  # Google keeps the last two and the first two
        if str(whole[-last]) not in taken:
            return str(whole[-last])
    raise Refused("400 resourceInUse", f"subnetwork: no address is free in {whole}")


def address_answer(call: Call, id_: str) -> Properties:
    """The address, which stays what it is."""
    given = call.inputs.get("address") or call.olds.get("address")
    return {
        **made(call, id_),
        "address": given or free(call),
        "addressType": call.inputs.get("addressType", "EXTERNAL"),
    }


def rule_check(inputs: Properties) -> Iterator[Failure]:
    """A name, and a scheme; an endpoint has none."""
    yield from names(inputs, "name")
    schemes = ("", "EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL", "INTERNAL_MANAGED")
    yield from one_of(inputs, "loadBalancingScheme", schemes)
    for target in texts(inputs, "target"):
        if ATTACHMENTS in target and inputs.get("loadBalancingScheme") != "":
            yield invalid(
                "loadBalancingScheme", inputs.get("loadBalancingScheme"), "An endpoint has an empty one"
            )


def rule_refuse(call: Call) -> None:
    """An address that is there, and for an endpoint a service of this region that lets the project in."""
    placed(call)
    for text in texts(call.inputs, "ipAddress"):
        if (
            "/" in text
            and lookup(call, ADDRESS, text, "selfLink") is None
            and lookup(call, ADDRESS, text) is None
        ):
            raise Refused("404 notFound", f"ipAddress: The resource '{text}' was not found")
    for text in texts(call.inputs, "target"):
        if ATTACHMENTS not in text:
            continue
        found = lookup(call, INSTANCE, text, "pscServiceAttachmentLink")
        if found is None:
            raise Refused("404 notFound", f"target: The resource '{text}' was not found")
        if found.outputs.get("region") != region(call):
            where = found.outputs.get("region")
            raise Refused(
                "400 invalid",
                f"target: the service attachment is in {where} and the endpoint in {region(call)}",
            )
        admitted = set(texts(found.inputs, "settings.ipConfiguration.pscConfigs.allowedConsumerProjects"))
        if project(call) not in admitted:
            raise Refused(
                "403 forbidden", f"target: the project {project(call)} is not among those that are let in"
            )


def rule_answer(call: Call, id_: str) -> Properties:
    """The rule; whoever is let in is connected at once."""
    connection = str(int(digest(call, "psc", 14), 16))
    return {**made(call, id_), "pscConnectionId": connection, "pscConnectionStatus": "ACCEPTED"}


KINDS: Mapping[str, Kind] = {
    ADDRESS: gcp(
        lambda call: regional(call, "addresses"), address_answer,
        api="compute", check=address_check, refuse=placed, references=(Reference("subnetwork", SUBNETWORK),), autoname="name",
        replaces=("name", "project", "region", "address", "addressType", "subnetwork", "network", "networkTier", "purpose"),
    ),
    RULE: gcp(
        lambda call: regional(call, "forwardingRules"),
        rule_answer,
        api="compute", check=rule_check, refuse=rule_refuse, references=(Reference("network", NETWORK),), autoname="name",
        replaces=("name", "project", "region", "network", "subnetwork", "ipAddress", "ipProtocol", "loadBalancingScheme"),
    ),
}  # fmt: skip
