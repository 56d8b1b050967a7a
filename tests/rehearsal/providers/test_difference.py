"""Changes are found where they are, and mean what the kind says."""

from typing import Any

import pytest

from rehearsal.providers.difference import PropertyDiff, describe, differences
from rehearsal.simulation.kinds import UNKNOWN, Call, Kind, Properties


def nothing(call: Call) -> tuple[str, Properties]:
    return "id", {}


KIND = Kind(create=nothing, replaces=frozenset({"cidrBlock", "spec.selector"}))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"a": "UPDATE"}),
        ({}, {"a": {"b": 1}}, {"a": "ADD"}),
        ({"a": {"b": 1}}, {"a": {}}, {"a.b": "DELETE"}),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": "UPDATE", "a[2]": "ADD"}),
        ({"a": [1, 2]}, {"a": [1]}, {"a[1]": "DELETE"}),
        ({"a": {"x.y/z": 1}}, {"a": {"x.y/z": 2}}, {'a["x.y/z"]': "UPDATE"}),
        ({"a": 1}, {"a": UNKNOWN}, {"a": "UPDATE"}),
        ({"a": {"b": 1}}, {"a": "text"}, {"a": "UPDATE"}),
        ({"__defaults": ["name"]}, {"__defaults": []}, {}),
    ],
)
def test_a_change_is_named_by_its_path(
    old: dict[str, Any], new: dict[str, Any], found: dict[str, str]
) -> None:
    assert dict(differences(old, new)) == found


def test_no_change_is_said_to_be_none() -> None:
    answer = describe(KIND, {"a": 1}, {"a": 1})

    assert (answer.changes, list(answer.diffs)) == (answer.DIFF_NONE, [])


def test_a_change_under_a_fixed_input_replaces_and_others_update() -> None:
    answer = describe(
        KIND,
        {"spec": {"selector": {"a": "1"}, "replicas": 1}},
        {"spec": {"selector": {"a": "2"}, "replicas": 2}},
    )

    assert list(answer.replaces) == ["spec.selector"]
    kinds = {path: PropertyDiff.Kind.Name(diff.kind) for path, diff in answer.detailedDiff.items()}
    assert kinds == {"spec.selector.a": "UPDATE_REPLACE", "spec.replicas": "UPDATE"}
    assert list(answer.diffs) == ["spec"]


def test_adding_the_whole_of_what_holds_a_fixed_input_replaces() -> None:
    answer = describe(KIND, {}, {"spec": {"selector": {"a": "1"}}})

    assert [PropertyDiff.Kind.Name(diff.kind) for diff in answer.detailedDiff.values()] == ["ADD_REPLACE"]


@pytest.mark.parametrize(
    ("kind", "news", "first"),
    [
        (Kind(create=nothing, replaces=frozenset({"a"})), {"a": 2}, False),
        (Kind(create=nothing, replaces=frozenset({"a"}), delete_before_replace=True), {"a": 2}, True),
        (Kind(create=nothing, replaces=frozenset({"a"}), autoname="name"), {"a": 2, "name": "fixed"}, True),
        (
            Kind(create=nothing, replaces=frozenset({"a"}), autoname="name"),
            {"a": 2, "name": "x-1", "__defaults": ["name"]},
            False,
        ),
        (Kind(create=nothing, autoname="name"), {"a": 2, "name": "fixed"}, False),
    ],
)
def test_an_object_whose_name_is_fixed_goes_before_its_successor_comes(
    kind: Kind, news: dict[str, Any], first: bool
) -> None:
    assert describe(kind, {**news, "a": 1}, news).deleteBeforeReplace is first
