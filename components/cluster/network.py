"""Plans a VPC's subnets. Arithmetic only, so that it is settled and tested before anything is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network


@dataclass(frozen=True)
class ZoneSubnets:
    """The blocks of one availability zone: private for nodes and pods, public for NAT gateways and load balancers."""

    zone: str
    private: str
    public: str


def plan(cidr: str, zones: Sequence[str]) -> tuple[ZoneSubnets, ...]:
    """Cut a VPC's block into one private and one public subnet for each of three zones, in the order given.

    The first three quarters of the block are the private subnets, because every pod takes an address of its own from
    them. The last quarter is quartered again: three public subnets, and a sixteenth of the VPC left free for later.
    AWS keeps 5 addresses of every subnet (Amazon VPC User Guide, "Subnet CIDR blocks"), which leaves:

        VPC   private, each     public, each
        /16   /18  16,379       /20   4,091
        /17   /19   8,187       /21   2,043
        /18   /20   4,091       /22   1,019
        /19   /21   2,043       /23     507
        /20   /22   1,019       /24     251

    Raises ValueError unless there are exactly three zones.
    """
    *private, rest = IPv4Network(cidr).subnets(prefixlen_diff=2)
    public = list(rest.subnets(prefixlen_diff=2))[:3]
    return tuple(
        ZoneSubnets(zone, str(inner), str(outer))
        for zone, inner, outer in zip(zones, private, public, strict=True)
    )
