"""What the verb prints, and what it says of a region that is nowhere."""

import io

import pytest
from rich.console import Console

from rehearsal.answers.answer import UnknownRegion, answers
from rehearsal.recorded import Recording
from tests.rehearsal.answers.given import route53

NOTHING = Recording("test", "groundwork", (), {}, {}, ())


def told(recording: Recording, *lose: str) -> str:
    console = Console(file=io.StringIO(), highlight=False)
    assert answers(recording, lose, console) == 0
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_it_says_who_is_answered_where_and_after_how_long() -> None:
    text = told(route53())

    assert text.startswith("shop.example.com\n")
    assert "without use1" in text
    assert "156 s in all" in text


def test_one_region_is_lost_by_its_name_or_its_clusters() -> None:
    for lose in ("us-east-1", "use1"):
        text = told(route53(), lose)
        assert f"without {lose}" in text
        assert "none well" not in text


def test_a_region_that_is_nowhere_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownRegion) as told_:
        answers(route53(), ["use1", "eu-west-1"])

    assert str(told_.value) == (
        "--lose: expected a cluster or a region that a name leads to, use1 (us-east-1), usw2 (us-west-2), got 'eu-west-1'"
    )
    with pytest.raises(UnknownRegion, match="of which this stack has none, got 'use1'"):
        answers(NOTHING, ["use1"])


def test_all_that_is_lost_is_lost_at_once() -> None:
    text = told(route53(), "us-east-1", "usw2")

    assert "without us-east-1 and usw2" in text
    assert "use1 (unwell)" in text


def test_a_stack_without_names_says_so() -> None:
    assert told(NOTHING) == "No name of this stack leads to several regions: no application has traffic.\n"
