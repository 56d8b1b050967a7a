"""Hosts that several clusters answer for, without one name that leads to all of them."""

from typing import Any

import pytest

from settings.load import warnings
from tests.settings.global_dns.worlds import HOST, ON_EKS, ROUTE, world

ZONE = {"domain": "example.com", "zone": "Z0123456789GLOBAL"}
USE1, USW2 = ({**one, "dns": ZONE} for one in ON_EKS.values())


def told(*specs: dict[str, Any], **sections: Any) -> list[str]:
    settings = world(*specs, **{"traffic": None, **sections})
    return [line for line in warnings(settings) if "is answered for on" in line]


def at(host: str) -> dict[str, Any]:
    return {"specs": [{"name": "app", "namespace": "app", "route": {**ROUTE, "hosts": [host]}}]}


@pytest.mark.parametrize(
    ("clusters", "why"),
    [
        (ON_EKS, "no zone of theirs has room for it, so nobody is led there"),
        (
            {**ON_EKS, "use1": USE1},
            "only the zone of use1 has room for it, so nobody is led to the others",
        ),
        ({"use1": USE1, "usw2": USW2}, "use1 and usw2 would all publish it, of which the first keeps it"),
    ],
)
def test_without_traffic_it_is_told_who_is_led_where(clusters: dict[str, Any], why: str) -> None:
    assert told(clusters=clusters) == [
        (
            f"applications.app: {HOST} is answered for on use1, usw2, and {why}: say traffic, which makes one name lead to all "
            "of them, or place the application on one"
        )
    ]


def test_one_name_that_leads_to_all_is_not_told() -> None:
    assert told(traffic={}) == []


def test_a_host_of_one_cluster_is_not_told() -> None:
    assert told(clusters={"use1": USE1}) == []
    assert told({"route": None}) == []
    assert told(overrides={name: at(f"app.{name}.example.com") for name in ON_EKS}) == []


def test_names_that_are_somebody_elses_are_not_told() -> None:
    assert told(clusters={name: {**one, "dns": None} for name, one in ON_EKS.items()}) == []
    assert told(platform={"dns": False}) == []
