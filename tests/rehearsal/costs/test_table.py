"""The price table is complete: every figure with its source and its date."""

import re

import pytest

from rehearsal.costs.table import HOURS, prices


@pytest.mark.parametrize("cloud", ["aws", "gcp", "azure"])
def test_every_price_has_a_source_and_a_month(cloud: str) -> None:
    for key, price in prices()[cloud].prices.items():
        assert price.source.startswith("https://"), key
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", price.as_of), key
        assert price.monthly >= 0, key


def test_an_hourly_price_is_counted_for_730_hours() -> None:
    assert HOURS == 730
    assert prices()["aws"].prices["eks/cluster"].monthly == pytest.approx(73.0)


def test_a_monthly_price_is_taken_as_it_is() -> None:
    assert prices()["aws"].prices["disk/gp3"].monthly == pytest.approx(0.08)


def test_a_clouds_prices_are_those_of_one_region() -> None:
    assert {name: cloud.region for name, cloud in prices().items()} == {
        "aws": "us-east-1",
        "gcp": "us-central1",
        "azure": "eastus",
    }
