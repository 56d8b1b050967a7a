"""Account, region, zones and names."""

import re

import pytest

from rehearsal.simulation.aws.account import (
    account,
    all_tags,
    arn,
    decoded,
    partition,
    region,
    resource_id,
    unique_id,
    uuid,
    zone_ids,
    zones,
)
from rehearsal.simulation.kinds import Call
from rehearsal.simulation.world import World


def call(provider: dict[str, object], **inputs: object) -> Call:
    return Call("t", "u", "n", inputs, provider, World(), "ab" * 32)


def test_the_account_is_the_first_that_the_provider_allows() -> None:
    assert account({"allowedAccountIds": ["210987654321"]}) == "210987654321"
    assert account({"allowedAccountIds": '["210987654321"]'}) == "210987654321"
    assert account({}) == "123456789012"


def test_a_resource_may_be_in_another_region_than_its_provider() -> None:
    assert region(call({"region": "eu-west-1"})) == "eu-west-1"
    assert region(call({"region": "eu-west-1"}, region="us-east-1")) == "us-east-1"
    assert region(call({})) == "eu-central-1"


@pytest.mark.parametrize(
    ("name", "expected"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_the_partition_follows_the_region(name: str, expected: str) -> None:
    assert partition(name) == expected
    assert (
        arn(call({"region": name}), "iam", "role/x", regional=False)
        == f"arn:{expected}:iam::123456789012:role/x"
    )


def test_ids_have_the_services_shape_and_are_always_the_same() -> None:
    one = call({})

    assert re.fullmatch(r"vpc-[0-9a-f]{17}", resource_id(one, "vpc"))
    assert re.fullmatch(r"AROA[0-9A-F]{17}", unique_id(one, "AROA"))
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid(one, "key"))
    assert resource_id(one, "vpc") == resource_id(call({}), "vpc")


def test_default_tags_are_beneath_a_resources_own() -> None:
    tagged = call({"defaultTags": '{"tags": {"a": "1", "b": "1"}}'}, tags={"b": "2"})

    assert all_tags(tagged) == {"a": "1", "b": "2"}


def test_a_setting_that_only_looks_like_json_stays_text() -> None:
    assert decoded("[not json") == "[not json"


def test_regions_have_the_zones_that_amazon_gives_them() -> None:
    assert zones("eu-central-1") == ("eu-central-1a", "eu-central-1b", "eu-central-1c")
    assert len(zones("us-east-1")) == 6


@pytest.mark.parametrize(
    ("region", "first"),
    [
        ("us-east-1", "use1-az1"),
        ("eu-central-1", "euc1-az1"),
        ("ap-northeast-2", "apne2-az1"),
        ("us-gov-west-1", "usgw1-az1"),
    ],
)
def test_zone_ids_begin_with_the_regions_short_name(region: str, first: str) -> None:
    assert zone_ids(region)[0] == first
    assert len(zone_ids(region)) == len(zones(region))
