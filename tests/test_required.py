"""docs/requirements.md says of each thing that the five systems ask where it is met and which test holds it, and it is so."""

from collections import Counter
from pathlib import Path

import pytest

from rehearsal.stackfile import ROOT
from tests.required import Row, at, nowhere, rows

ROWS = rows(ROOT / "docs" / "requirements.md")
SYSTEMS = ("ORION auth-service", "Ironclad", "Clipper", "Dog Walking", "Spoke")
BODY = {"a": [{"name": "x", "b.c/d": 1}, {"name": "y"}], "none": None}


def pointing(met: str, held: str = "tests/test_required.py::test_a_path_finds_what_is_there") -> Row:
    return Row("Spoke", 1, "something", (met,), (held,))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line {row.line}")
def test_a_row_points_at_what_is_there(row: Row) -> None:
    assert list(nowhere(row)) == []


def test_all_five_systems_are_in_the_table() -> None:
    assert set(SYSTEMS) == {row.section for row in ROWS}
    assert min(Counter(row.section for row in ROWS).values()) >= 20


def test_no_line_is_asked_twice_of_one_system() -> None:
    asked = Counter((row.section, row.asked) for row in ROWS)

    assert [row for row, times in asked.items() if times > 1] == []


@pytest.mark.parametrize(
    ("met", "complaint"),
    [
        ("staging Deployment spoke/nobody", "there is no Deployment spoke/nobody"),
        ("nowhere Deployment spoke/spoke", "there is no stack file nowhere"),
        ("staging Deployment spoke/spoke spec.replicas", "there is nothing at that path"),
        ("staging Deployment spoke/spoke spec.strategy.type = Recreate", "it is 'RollingUpdate'"),
        ("staging Deployment spoke/spoke spec.strategy.type ~ Blue", "it is 'RollingUpdate'"),
        ("staging Release spoke/spoke", "there is no Release spoke/spoke"),
        ("docs/nothing.md", "there is no document docs/nothing.md"),
        ("docs/requirements.md#nothing", "docs/requirements.md has no heading #nothing"),
        ("nothing", "`nothing` is no pointer"),
    ],
)
def test_a_row_that_points_nowhere_is_told(met: str, complaint: str) -> None:
    [told] = nowhere(pointing(met))

    assert complaint in told


def test_a_row_without_a_place_or_with_a_test_that_is_not_there_is_told() -> None:
    row = Row("Spoke", 1, "something", (), ("tests/test_required.py::test_nothing",))

    assert list(nowhere(row)) == [
        "it names no place",
        "there is no test tests/test_required.py::test_nothing",
    ]


def test_a_row_that_points_somewhere_is_not() -> None:
    assert list(nowhere(pointing("staging Deployment spoke/spoke spec.strategy.type = RollingUpdate"))) == []
    assert list(nowhere(pointing("staging Release cert-manager/cert-manager version"))) == []
    assert list(nowhere(pointing("staging aws:eks/cluster:Cluster main* version = '1.35'"))) == []
    assert list(nowhere(pointing("docs/requirements.md#spoke"))) == []


def test_a_path_finds_what_is_there() -> None:
    assert at(BODY, 'a[name=x]["b.c/d"]') == [1]
    assert at(BODY, "a[1].name") == ["y"]
    assert at(BODY, "a[2].name") == at(BODY, "none.name") == at(BODY, "a.name") == at(BODY, "a[name=z]") == []


def test_a_path_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match=r"'a\[\?\]' is no path: '\[\?\]' is no step of one"):
        at(BODY, "a[?]")


def test_rows_are_read_with_their_sections_and_lines(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Page\n\n## Spoke\n\n| asked | met by | held by |\n| --- | --- | --- |\n| one | `a` and `b` | `c` |\n"
    )

    assert rows(page) == [Row("Spoke", 7, "one", ("a", "b"), ("c",))]
