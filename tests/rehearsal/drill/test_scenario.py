"""What is lost is named by a cluster or a region, and the survivors are given its share within their bounds."""

from typing import Any

import pytest

from rehearsal.drill.scenario import Undrillable, divided, raised, scenario
from settings.load import Settings
from tests.settings.placed import given, load
from tests.settings.stack import EKS

PLACES = {"use1": "us-east-1", "use1b": "us-east-1", "usw2": "us-west-2"}
SCALE = {"min": 3, "max": 10}


def settings(**applications: dict[str, Any]) -> Settings:
    """A stack in two regions, with a cluster of each and one more in the first."""
    clusters = {
        name: {**EKS, "region": region, "network": {"cidr": f"10.{number}.0.0/16"}}
        for number, (name, region) in enumerate(PLACES.items())
    }
    return load({name: given(name, **said) for name, said in applications.items()}, clusters=clusters)


def test_a_cluster_is_lost_by_its_name_and_all_of_a_region_by_the_regions() -> None:
    assert divided("use1", PLACES) == (("use1",), ("use1b", "usw2"))
    assert divided("us-east-1", PLACES) == (("use1", "use1b"), ("usw2",))


def test_what_nothing_is_called_is_told_with_what_there_is() -> None:
    with pytest.raises(Undrillable) as error:
        divided("eu-west-1", {"use1": "us-east-1", "local": ""})

    assert str(error.value) == (
        "--lose: expected a cluster or a region of this stack, use1 (us-east-1), local, got 'eu-west-1'"
    )


def test_no_name_at_all_is_nothing_that_can_be_lost() -> None:
    with pytest.raises(Undrillable, match="got ''"):
        divided("", {"local": "", "usw2": "us-west-2"})


def test_a_stack_is_not_lost_as_a_whole() -> None:
    with pytest.raises(Undrillable) as error:
        divided("us-east-1", {"use1": "us-east-1"})

    assert str(error.value) == (
        "--lose: expected something of this stack, use1 (us-east-1), to survive, got 'us-east-1', which is all of it: a drill "
        "needs two clusters"
    )


def test_clusters_that_an_up_cannot_tell_apart_are_named() -> None:
    with pytest.raises(
        Undrillable, match="no name that goes on after another one's and a hyphen, got use1 and use1-b: an up"
    ):
        divided("use1", {"use1": "us-east-1", "use1-b": "us-west-2"})


def test_an_up_leaves_out_all_that_is_called_after_what_is_lost() -> None:
    found = scenario(settings(app={}), "us-east-1", "groundwork")

    assert found.excluded == ["**::use1", "**::use1-**", "**::use1b", "**::use1b-**"]


def test_only_a_region_of_which_nothing_is_left_is_gone() -> None:
    assert scenario(settings(app={}), "use1", "groundwork").places == frozenset()
    assert scenario(settings(app={}), "us-east-1", "groundwork").places == {"us-east-1"}


def test_survivors_get_the_share_of_the_lost_within_their_own_maximum() -> None:
    stack = settings(
        app={"scale": SCALE},
        full={"scale": SCALE, "overrides": {"usw2": {"scale": {"max": 4}}}},
        fixed={"scale": {"min": 3, "max": 3}},
        there={"scale": SCALE, "clusters": ["usw2"]},
        here={"scale": SCALE, "clusters": ["use1"]},
    )

    assert raised(stack, ["use1"], ["use1b", "usw2"]) == {
        "app": {"overrides": {"use1b": {"scale": {"min": 5}}, "usw2": {"scale": {"min": 5}}}},
        "full": {"overrides": {"use1b": {"scale": {"min": 5}}, "usw2": {"scale": {"min": 4}}}},
    }
    assert raised(stack, ["use1", "use1b"], ["usw2"])["app"] == {"overrides": {"usw2": {"scale": {"min": 9}}}}


def test_more_is_laid_over_what_the_stack_file_says() -> None:
    found = scenario(settings(app={"scale": SCALE}), "use1", "groundwork")
    config: dict[str, Any] = {
        "groundwork:platform": {"logs": {}},
        "groundwork:applications": {"app": {"host": "app.example.com", "scale": SCALE}},
    }

    changed = found.more(config)

    assert changed["groundwork:platform"] == {"logs": {}}
    assert changed["groundwork:applications"]["app"] == {
        "host": "app.example.com",
        "scale": SCALE,
        "overrides": {"use1b": {"scale": {"min": 5}}, "usw2": {"scale": {"min": 5}}},
    }
    assert "overrides" not in config["groundwork:applications"]["app"]
