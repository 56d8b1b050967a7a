"""How a stack is let go."""

from typing import Any

from rehearsal.ending import released


def test_every_cluster_is_released_and_nothing_else_changes() -> None:
    config: dict[str, dict[str, Any]] = {
        "groundwork:clusters": {"a": {"protect": True, "region": "x"}, "b": {}},
        "groundwork:platform": {"protect": True},
    }

    assert released(config, "groundwork") == {
        "groundwork:clusters": {"a": {"protect": False, "region": "x"}, "b": {"protect": False}},
        "groundwork:platform": {"protect": True},
    }
    assert config["groundwork:clusters"]["a"]["protect"] is True, "what was given stays as it is"


def test_the_bootstrap_is_released_by_its_own_setting() -> None:
    config = {"groundwork-bootstrap:state": {"cloud": "aws"}}

    assert released(config, "groundwork-bootstrap") == {
        "groundwork-bootstrap:state": {"cloud": "aws", "protect": False}
    }


def test_a_stack_without_clusters_is_left_alone() -> None:
    assert released({"groundwork:colour": "blue"}, "groundwork") == {"groundwork:colour": "blue"}
