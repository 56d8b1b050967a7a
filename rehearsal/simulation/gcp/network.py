"""VPC networks, subnetworks, routers and Cloud NAT.

Rules: https://cloud.google.com/vpc/docs/subnets, https://cloud.google.com/nat/docs/public-nat. Replacement follows the
ForceNew marks of terraform-provider-google 7.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from rehearsal.simulation.gcp.inputs import block, blocks, invalid, names, one_of
from rehearsal.simulation.gcp.resource import (
    CREATED,
    Reference,
    digest,
    gcp,
    link,
    lookup,
    placed,
    project,
    region,
    scope,
)
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
ROUTER = "gcp:compute/router:Router"
NAT = "gcp:compute/routerNat:RouterNat"
CLUSTER = "gcp:container/cluster:Cluster"
SECONDARY = "secondaryIpRanges.ipCidrRange"
INTERVALS = ("5_SEC", "30_SEC", "1_MIN", "5_MIN", "10_MIN", "15_MIN")


def regional(call: Call, collection: str) -> str:
    """The id of a regional object."""
    return f"projects/{project(call)}/regions/{region(call)}/{collection}/{call.inputs.get('name')}"


def made(call: Call, id_: str) -> Properties:
    """What Compute Engine says of every regional object."""
    return {"region": region(call), "selfLink": link(id_), "creationTimestamp": CREATED}


def network_check(inputs: Properties) -> Iterator[Failure]:
    """What a network's inputs alone show."""
    yield from names(inputs, "name")
    yield from one_of(inputs, "routingMode", ("REGIONAL", "GLOBAL"))


def subnetwork_check(inputs: Properties) -> Iterator[Failure]:
    """Blocks of a size that Google takes, apart from each other, and a known way to log."""
    yield from names(inputs, "name")
    yield from names(inputs, "secondaryIpRanges.rangeName")
    yield from blocks(inputs, "ipCidrRange", "secondaryIpRanges.ipCidrRange")
    yield from one_of(inputs, "logConfig.aggregationInterval", [f"INTERVAL_{text}" for text in INTERVALS])
    yield from one_of(
        inputs, "logConfig.metadata", ("EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA", "CUSTOM_METADATA")
    )
    for sampling in values(inputs, "logConfig.flowSampling"):
        if isinstance(sampling, (int, float)) and not 0 <= sampling <= 1:
            yield invalid("logConfig.flowSampling", sampling, "Must be in [0, 1]")
    whole = block(inputs.get("ipCidrRange"))
    if whole and not 4 <= whole.prefixlen <= 29:
        yield invalid("ipCidrRange", whole, "A subnetwork takes a /4 to a /29")
    for (one_, text), (_, other) in combinations(ranges(inputs), 2):
        first, second = block(text), block(other)
        if first and second and first.overlaps(second):
            yield invalid(one_, text, f"Overlaps {other} of the same subnetwork")


def ranges(inputs: Properties) -> list[tuple[str, str]]:
    """The primary and the secondary blocks of a subnetwork, with the path of each."""
    return [(path, text) for path in ("ipCidrRange", SECONDARY) for text in texts(inputs, path)]


def subnetwork_refuse(call: Call) -> None:
    """Blocks of one network never overlap, and those that a cluster uses never change."""
    placed(call)
    used = [
        one_.id
        for one_ in call.world.of(CLUSTER, scope(call.provider))
        if one_.outputs.get("subnetwork") == call.id
    ]
    lost = set(texts(call.olds, SECONDARY)) - set(texts(call.inputs, SECONDARY))
    if call.id and used and lost:
        raise Refused(
            "400 resourceInUseByAnotherResource",
            f"secondaryIpRanges: {', '.join(sorted(lost))} cannot be taken away while {used[0]} uses it",
        )
    network = call.inputs.get("network")
    for other in call.world.of(SUBNETWORK, scope(call.provider)):
        if other.id == call.id or other.outputs.get("network") != network:
            continue
        for path, text in ranges(call.inputs):
            for _, taken in ranges(other.outputs):
                mine, theirs = block(text), block(taken)
                if mine and theirs and mine.overlaps(theirs):
                    name, where = other.outputs.get("name"), other.outputs.get("region")
                    raise Refused(
                        "400 invalid",
                        f"{path}: Invalid IPCidrRange: {text} conflicts with existing subnetwork '{name}' in region '{where}'",
                    )


def subnetwork_answer(call: Call, id_: str) -> Properties:
    """The subnetwork with its gateway, the first address."""
    whole = block(call.inputs.get("ipCidrRange"))
    gateway = str(whole.network_address + 1) if whole else ""
    return {**made(call, id_), "gatewayAddress": gateway, "fingerprint": digest(call, "fingerprint", 12)}


def nat_check(inputs: Properties) -> Iterator[Failure]:
    """Addresses and ports, and what cannot be had together."""
    yield from names(inputs, "name")
    sources = (
        "ALL_SUBNETWORKS_ALL_IP_RANGES",
        "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
        "LIST_OF_SUBNETWORKS",
    )
    yield from one_of(inputs, "sourceSubnetworkIpRangesToNat", sources)
    yield from one_of(inputs, "natIpAllocateOption", ("AUTO_ONLY", "MANUAL_ONLY"))
    yield from one_of(inputs, "logConfig.filter", ("ALL", "ERRORS_ONLY", "TRANSLATIONS_ONLY"))
    if one(inputs, "natIpAllocateOption") == "AUTO_ONLY" and list(values(inputs, "natIps")):
        yield invalid("natIps", "", "Addresses cannot be given with AUTO_ONLY")
    dynamic = one(inputs, "enableDynamicPortAllocation", False)
    if dynamic is True and one(inputs, "enableEndpointIndependentMapping", False) is True:
        reason = "Dynamic port allocation and endpoint-independent mapping exclude each other"
        yield invalid("enableEndpointIndependentMapping", True, reason)
    for path in ("minPortsPerVm", "maxPortsPerVm"):
        ports = one(inputs, path)
        if dynamic is True and isinstance(ports, (int, float)):
            whole = int(ports)
            if whole & (whole - 1) or not 32 <= whole <= 65536:
                yield invalid(path, whole, "With dynamic port allocation a power of two from 32 to 65536")
        elif path == "maxPortsPerVm" and isinstance(ports, (int, float)) and dynamic is not UNKNOWN:
            yield invalid(path, ports, "Only with dynamic port allocation")


def router_id(call: Call) -> str:
    """The id of the router that a NAT belongs to, which is named by its name."""
    return f"projects/{project(call)}/regions/{region(call)}/routers/{call.inputs.get('router')}"


def nat_refuse(call: Call) -> None:
    """A NAT is part of a router."""
    if isinstance(call.inputs.get("router"), str) and lookup(call, ROUTER, router_id(call)) is None:
        raise Refused("404 notFound", f"router: The resource '{router_id(call)}' was not found")


def nat_id(call: Call) -> str:
    """The id of a NAT."""
    return "/".join(
        (project(call), region(call), str(call.inputs.get("router")), str(call.inputs.get("name")))
    )


ON_NETWORK = (Reference("network", NETWORK),)
KINDS: Mapping[str, Kind] = {
    NETWORK: gcp(
        lambda call: f"projects/{project(call)}/global/networks/{call.inputs.get('name')}",
        lambda call, id_: {"selfLink": link(id_), "networkId": digest(call, "network", 16)},
        api="compute", check=network_check, autoname="name",
        replaces=("name", "project", "autoCreateSubnetworks", "description", "enableUlaInternalIpv6"),
    ),
    SUBNETWORK: gcp(
        lambda call: regional(call, "subnetworks"), subnetwork_answer,
        api="compute", check=subnetwork_check, refuse=subnetwork_refuse, references=ON_NETWORK, required=("network",),
        # A wider block that holds the old one would change in place; any other is another subnetwork, which is what is shown.
        replaces=("name", "project", "region", "network", "purpose", "description", "ipCidrRange"), autoname="name",
    ),
    ROUTER: gcp(
        lambda call: regional(call, "routers"), made,
        api="compute", check=lambda inputs: names(inputs, "name"), refuse=placed, references=ON_NETWORK, required=("network",),
        replaces=("name", "project", "region", "network"), autoname="name",
    ),
    NAT: gcp(
        nat_id, lambda call, id_: {"region": region(call)},
        api="compute", check=nat_check, refuse=nat_refuse, required=("router", "sourceSubnetworkIpRangesToNat"),
        replaces=("name", "project", "region", "router"), autoname="name",
        refers=lambda call: [("router", router_id(call))],
    ),
}  # fmt: skip
