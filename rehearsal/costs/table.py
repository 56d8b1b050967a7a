"""The price table: what one unit of something costs by the month, and where the figure is from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("prices.yaml")
HOURS = 730
"""Hours of a month: 365 days of 24 hours by 12, as the clouds' own calculators count."""
_PER = {"hour": HOURS, "month": 1}


@dataclass(frozen=True)
class Price:
    """The list price of one unit. monthly: US dollars. as_of: the month, YYYY-MM, for which it is known."""

    monthly: float
    source: str
    as_of: str


@dataclass(frozen=True)
class Cloud:
    """One cloud's prices, which are those of one region; others differ from them by some per cent."""

    region: str
    prices: Mapping[str, Price]


@cache
def prices() -> Mapping[str, Cloud]:
    """The table: cloud (aws, gcp or azure) -> its prices."""
    found = {}
    for name, cloud in yaml.safe_load(TABLE.read_text(encoding="utf-8")).items():
        known = {
            key: Price(amount * _PER[group["per"]], group["source"], str(group["as_of"]))
            for group in cloud["groups"]
            for key, amount in group["prices"].items()
        }
        found[name] = Cloud(cloud["region"], known)
    return found
