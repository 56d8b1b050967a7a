"""The rows as texts: what is alike is one row, and what is short says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from rehearsal.capacity.table import HEADINGS, Carried, carried, carried_by
from rehearsal.stackfile import find, read
from settings.load import SettingsError
from tests.rehearsal.capacity.given import CARRIED, POOLS, row
from tests.settings.capacity.given import both, platform, shop
from tests.settings.stack import stack


def test_rows_that_differ_in_the_clusters_alone_are_one() -> None:
    assert CARRIED.cells() == [
        ("shop: shop/web", "use1, usw2", "usw2, use1", "6", "10", "40", "enough"),
        ("shop: shop/worker", "use1", "usw2", "6", "5", "40", "too little"),
    ]
    assert {len(cells) for cells in CARRIED.cells()} == {len(HEADINGS)}


def test_nodes_that_are_not_known_are_told_so() -> None:
    assert Carried((row(by_nodes=None),), POOLS).cells()[0][-2:] == ("not known", "enough")


def test_settings_are_worked_out_with_their_nodes() -> None:
    settings = stack().model_copy(
        update={"clusters": both(), "applications": {"shop": shop()}, "platform": platform()}
    )

    found = carried_by(settings)

    assert [(one.lost, one.survivor, one.needed) for one in found.rows] == [
        ("use1", "usw2", 6),
        ("usw2", "use1", 6),
    ]
    assert found.pools == {
        "use1": "3 of m6i.2xlarge, 6 of m6i.2xlarge",
        "usw2": "3 of m6i.2xlarge, 6 of m6i.2xlarge",
    }


def test_a_stack_file_without_traffic_has_nothing_to_take_over() -> None:
    assert carried(find("staging")) == Carried((), {})


def test_a_project_without_applications_has_nothing_to_take_over() -> None:
    assert carried(replace(find("staging"), root=Path("elsewhere"))) == Carried((), {})


def test_a_stack_file_that_is_wrong_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.wrong.yaml"
    path.write_text("config:\n  groundwork:clusters: {}\n")

    with pytest.raises(SettingsError, match="clusters is empty"):
        carried(read(path))
