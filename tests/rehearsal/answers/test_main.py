"""docs/answers.md says who is answered where now, and holds what a lost region must not change."""

import pytest

from facts.places import CITIES, CLIENTS
from rehearsal.__main__ import WRONG_INPUT, main
from rehearsal.answers.page import page
from rehearsal.answers.read import names
from rehearsal.answers.solver import after, answered
from rehearsal.reach.__main__ import shown
from rehearsal.stackfile import ROOT
from tests.stackfiles import named, recorded


def test_the_page_is_up_to_date() -> None:
    text = page((named(path), recorded(path)) for path in shown())

    assert (ROOT / "docs" / "answers.md").read_text() == text, (
        "run python -m rehearsal.answers > docs/answers.md"
    )


def test_whoever_was_led_to_a_lost_region_is_led_to_another() -> None:
    for path in shown():
        for name in names(recorded(path)):
            clusters = {one.cluster for one in name.answers}
            for gone in clusters if len(clusters) > 1 else ():
                for city in CLIENTS:
                    led = answered(name, CITIES[city], {gone})
                    assert gone not in led, f"{named(path)}: {name.host} from {city}"
                    assert set(led) <= clusters


def test_no_name_leads_to_a_lost_region_for_longer_than_ten_minutes() -> None:
    slow = {
        name.host: after(name)
        for path in shown()
        for name in names(recorded(path))
        if (after(name).seconds or 3600) > 600
    }

    assert slow == {}


def test_regions_may_be_lost_together(capsys: pytest.CaptureFixture[str]) -> None:
    lost = ["--lose", "us-east-1", "--lose", "usw2"]

    assert main(["answers", "--stack", "production", *lost]) == 0
    assert "without us-east-1 and usw2" in capsys.readouterr().out


def test_a_region_that_is_nowhere_is_wrong_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--stack", "staging", "--lose", "nowhere"]) == WRONG_INPUT
    assert "\n--lose: expected a cluster or a region that a name leads to" in capsys.readouterr().err


def test_the_verb_prints_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--stack", "production"]) == 0
    assert capsys.readouterr().out
