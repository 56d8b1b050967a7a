"""A stack of one region is the same stack, without anything of the others, and is compared with the whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import regions
from benchmarks.measuring import Figure
from benchmarks.regions import narrowed, one_alone
from rehearsal.stackfile import StackFile, find, read
from settings.load import parse
from stacks import CATALOGUE
from tests.benchmarks.measured import Measured, life, shown

PAIR = StackFile(
    "pair",
    "groundwork",
    Path("Pulumi.pair.yaml"),
    {
        "groundwork:clusters": {
            "east": {"copies_to": "west", "protect": True},
            "west": {"copies_to": "east"},
        },
        "groundwork:platform": {"mesh": {}},
        "groundwork:applications": {
            "moved": {
                "clusters": ["west"],
                "host": "moved.example.com",
                "overrides": {"east": {"size": "small"}, "west": {"size": "large"}},
                "traffic": {"policy": "weighted", "weights": {"east": 0, "west": 100}},
            },
            "spread": {"regions": ["here", "there"], "traffic": {"policy": "failover", "primary": "west"}},
            "plain": {"overrides": {"west": {"size": "large"}}, "traffic": {"policy": "latency"}},
        },
        "groundwork:data": {
            "databases": {
                "orders": {
                    "cluster": "west",
                    "secret": "a",
                    "replica": "east",
                    "replica_secret": "b",
                    "promoted": True,
                }
            },
            "images": {"cluster": "west", "repositories": ["app"], "copies": ["east"]},
            "secrets": {"token": {"cluster": "east", "copies": ["west"]}},
        },
    },
)


def section(stack: StackFile, name: str) -> Any:
    return stack.config[f"groundwork:{name}"]


def mentioned(value: object) -> Iterator[str]:
    """Every text in settings, the keys among them."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from mentioned(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from mentioned(inner)
    else:
        yield str(value)


def test_nothing_is_left_of_the_other_clusters() -> None:
    assert "west" not in set(mentioned(narrowed(PAIR, "east").config))


def test_every_application_is_on_the_cluster_that_is_left_with_what_is_said_for_it() -> None:
    assert section(narrowed(PAIR, "east"), "applications") == {
        "moved": {
            "host": "moved.example.com",
            "overrides": {"east": {"size": "small"}},
            "traffic": {"policy": "weighted", "weights": {"east": 1}},
        },
        "spread": {"traffic": {"policy": "failover", "primary": "east"}},
        "plain": {"traffic": {"policy": "latency"}},
    }


def test_data_is_beside_the_cluster_that_is_left_and_nowhere_else() -> None:
    assert section(narrowed(PAIR, "east"), "data") == {
        "databases": {"orders": {"cluster": "east", "secret": "a"}},
        "images": {"cluster": "east", "repositories": ["app"]},
        "secrets": {"token": {"cluster": "east"}},
    }


def test_what_is_of_no_cluster_stays() -> None:
    assert section(narrowed(PAIR, "east"), "platform") == {"mesh": {}}
    assert section(narrowed(PAIR, "east"), "clusters") == {"east": {"protect": True}}


def test_production_in_one_region_is_a_stack_that_a_user_could_write_with_all_its_applications() -> None:
    production = find("production")
    with one_alone(production) as (cluster, file):
        alone = parse(read(file).settings, CATALOGUE)

    assert list(alone.clusters) == [cluster] == production.clusters[:1]
    assert list(alone.applications) == list(production.settings["applications"])
    assert {one.clusters for one in alone.applications.values()} == {(cluster,)}


def test_the_ratio_is_of_the_whole_stack_to_one_region() -> None:
    def answer(what: tuple[str, ...]) -> Figure:
        return life(400, 30.0) if what == ("life", str(PAIR.path)) else life(200, 20.0)

    rows = shown(lambda console: regions.lives(console, Measured(answer), PAIR))

    assert [row[0] for row in rows] == ["east, west", "east alone", "ratio"]
    assert rows[-1] == ["ratio", "2.00", "1.50", "1.50", "1.33", "1.50", "1.50", "1.00", "1.50"]


def test_each_tool_is_measured_on_the_whole_stack_and_on_one_region() -> None:
    def answer(what: tuple[str, ...]) -> Figure:
        return Figure(7.0, 6.0, 250.4, {}) if what[2] == str(PAIR.path) else Figure(5.0, 4.0, 200.4, {})

    rows = shown(lambda console: regions.tools(console, Measured(answer), PAIR, repeat=1))

    assert rows == [[tool, "7.00", "6.00", "250", "5.00", "4.00", "200", "1.50"] for tool in regions.TOOLS]


def test_the_file_of_one_region_goes_again() -> None:
    with one_alone(PAIR) as (_, file):
        assert file.is_file()

    assert not file.exists()
