"""docs/regions.md and the README draw the stack files as they are now."""

import re
from pathlib import Path

import pytest

from rehearsal.picture import page, picture, pictures
from rehearsal.stackfile import ROOT, find
from settings.load import parse
from stacks import CATALOGUE


@pytest.fixture(scope="module")
def production() -> str:
    return picture(parse(find("production").settings, CATALOGUE))


def test_the_page_is_what_the_stack_files_say() -> None:
    assert (ROOT / "docs" / "regions.md").read_text() == page(), (
        "run python -m rehearsal.picture > docs/regions.md"
    )


def test_the_readme_has_production(production: str) -> None:
    assert production in (ROOT / "README.md").read_text(), "take it over from docs/regions.md"


def test_a_stack_with_one_cluster_is_not_drawn() -> None:
    drawn = {Path(name).name for name, _ in pictures()}

    assert "Pulumi.production.yaml" in drawn
    assert "Pulumi.staging.yaml" not in drawn


def test_each_end_of_an_arrow_is_a_box(production: str) -> None:
    boxes = set(re.findall(r"^ +(?:subgraph |people --> )?(\w+)[\[{(]", production, re.MULTILINE)) | {
        "people"
    }
    ends = re.findall(r"^  (\w+) (?:-->|<?==>|--.*-->|-\..*\.->) (\w+)", production, re.MULTILINE)

    assert ends
    assert {one for both in ends for one in both} <= boxes


def test_a_primary_is_led_to_first_and_the_other_without_it(production: str) -> None:
    assert re.search(
        r"names(\d) -- while it is well --> use1\n +names\1 -\. without use1 \.-> usw2\n",
        production,
    )


def test_what_nobody_is_led_to_has_no_way() -> None:
    settings = find("production").settings
    settings["applications"]["orion"]["traffic"]["weights"] = {"use1": 100, "usw2": 0}
    drawn = picture(parse(settings, CATALOGUE))

    assert drawn.count("-- weight") == 1


def test_a_replica_is_drawn_beside_its_cluster_and_an_arrow_leads_to_it(production: str) -> None:
    _, east, west = production.split("subgraph ")

    assert '[("PostgreSQL of spoke")]' in east
    assert '[("replica of spoke")]' in west
    assert "use1_spoke ==> usw2_spoke" in production


def test_what_two_regions_copy_from_each_other_is_one_arrow(production: str) -> None:
    assert re.findall(r"use1_buckets.*usw2_buckets|usw2_buckets.*use1_buckets", production) == [
        "use1_buckets <==> usw2_buckets"
    ]
