"""The plan of a VPC's subnets."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest

from components.cluster.network import ZoneSubnets, plan

ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
KEPT_BY_AWS = 5
# VPC prefix: usable addresses of each private and each public subnet, as the plan's documentation promises.
USABLE = {16: (16379, 4091), 17: (8187, 2043), 18: (4091, 1019), 19: (2043, 507), 20: (1019, 251)}

every_size = pytest.mark.parametrize("prefix", USABLE)


def blocks(planned: tuple[ZoneSubnets, ...]) -> list[IPv4Network]:
    return [IPv4Network(block) for zone in planned for block in (zone.private, zone.public)]


@every_size
def test_no_two_subnets_overlap(prefix: int) -> None:
    assert not [
        pair
        for pair in combinations(blocks(plan(f"10.0.0.0/{prefix}", ZONES)), 2)
        if pair[0].overlaps(pair[1])
    ]


@every_size
def test_every_subnet_is_inside_the_vpc(prefix: int) -> None:
    vpc = IPv4Network(f"172.16.0.0/{prefix}")

    assert all(block.subnet_of(vpc) for block in blocks(plan(str(vpc), ZONES)))


@every_size
def test_the_subnets_have_the_addresses_that_the_table_promises(prefix: int) -> None:
    for zone in plan(f"10.0.0.0/{prefix}", ZONES):
        usable = tuple(
            IPv4Network(block).num_addresses - KEPT_BY_AWS for block in (zone.private, zone.public)
        )

        assert usable == USABLE[prefix]


@every_size
def test_even_the_smallest_subnet_is_one_that_aws_takes(prefix: int) -> None:
    assert all(16 <= block.prefixlen <= 28 for block in blocks(plan(f"10.0.0.0/{prefix}", ZONES)))


@every_size
def test_a_sixteenth_of_the_vpc_stays_free_for_later(prefix: int) -> None:
    vpc = IPv4Network(f"10.0.0.0/{prefix}")
    free = list(vpc.subnets(prefixlen_diff=4))[-1]

    assert not [block for block in blocks(plan(str(vpc), ZONES)) if block.overlaps(free)]


def test_the_plan_follows_the_order_of_the_zones_and_nothing_else() -> None:
    assert plan("10.20.0.0/16", ZONES) == (
        ZoneSubnets("eu-west-1a", "10.20.0.0/18", "10.20.192.0/20"),
        ZoneSubnets("eu-west-1b", "10.20.64.0/18", "10.20.208.0/20"),
        ZoneSubnets("eu-west-1c", "10.20.128.0/18", "10.20.224.0/20"),
    )


@pytest.mark.parametrize("zones", [ZONES[:2], (*ZONES, "eu-west-1d")])
def test_another_number_of_zones_is_refused(zones: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"argument 2 is (longer|shorter) than argument 1"):
        plan("10.0.0.0/16", zones)
