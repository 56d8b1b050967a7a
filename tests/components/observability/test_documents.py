"""docs/alerts.md and docs/runbooks say what is so, and every link of an alert leads to its own heading."""

import re
from pathlib import Path

import pytest

from components.observability.alerts import Alert, Group
from components.observability.alerts.rules import anchor
from tests.components.observability.table import EVERY, page

DOCS = Path(__file__).resolve().parents[3] / "docs"
RUNBOOKS = DOCS / "runbooks"
PROCEDURES = [
    RUNBOOKS / f"{name}.md"
    for name in (
        "interrupted-up",
        "stuck-destroy",
        "region-loss",
        "failing-back",
        "recovery",
        "certificate-trouble",
        "rotating-secrets-and-keys",
        "upgrade",
        "drains",
        "releases",
        "rollout-by-phases",
    )
]
"""Pages about what to do rather than about an alert."""
PAGES = sorted({*RUNBOOKS.glob("*.md")} - {RUNBOOKS / "README.md", *PROCEDURES})
ALERTS = [(group, alert) for group in EVERY for alert in group.alerts]
PARTS = ["**Impact.**", "**Look.**", "**Do.**", "**Escalate.**"]

by_alert = pytest.mark.parametrize(("group", "alert"), ALERTS, ids=lambda item: item.name)


def sections(path: Path) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## (.+)$", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_table_is_the_one_that_the_sources_give() -> None:
    command = "python -m tests.components.observability.table > docs/alerts.md"

    assert (DOCS / "alerts.md").read_text() == page(), f"run {command}"


@by_alert
def test_an_alert_has_its_heading_where_its_link_leads(group: Group, alert: Alert) -> None:
    headings = {anchor(heading) for heading in sections(RUNBOOKS / f"{group.page}.md")}

    assert anchor(alert.name) in headings


@by_alert
def test_a_runbook_says_what_hurts_where_to_look_what_to_do_and_when_to_call(
    group: Group, alert: Alert
) -> None:
    text = sections(RUNBOOKS / f"{group.page}.md")[alert.name]
    begins = [text.find(part) for part in PARTS]

    assert -1 not in begins, "a part is missing"
    assert begins == sorted(begins)
    assert text[: begins[0]].strip(), "it begins with what the alert means"


def test_no_heading_is_left_of_an_alert_that_is_gone() -> None:
    names = {alert.name for _, alert in ALERTS}

    assert {heading for path in PAGES for heading in sections(path)} == names
    assert {path.stem for path in PAGES} == {group.page for group in EVERY}


@pytest.mark.parametrize(
    "path", [*PAGES, *PROCEDURES, RUNBOOKS / "README.md", DOCS / "alerts.md"], ids=lambda path: path.name
)
def test_every_link_to_another_page_leads_somewhere(path: Path) -> None:
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", path.read_text()):
        file = (path.parent / target).resolve() if target else path
        assert file.is_file(), target
        below = re.findall(r"^#{2,3} (.+)$", file.read_text(), re.MULTILINE)
        headings = {re.sub(r"[^\w -]", "", anchor(name)).replace(" ", "-") for name in below}
        assert not heading or heading in headings, f"{target}#{heading}"


def test_the_index_names_every_page() -> None:
    index = (RUNBOOKS / "README.md").read_text()

    named = re.findall(r"^\| \[([\w-]+)\]\(([\w-]+)\.md\)", index, re.MULTILINE)
    assert all(shown == target for shown, target in named)
    assert {shown for shown, _ in named} == {path.stem for path in [*PAGES, *PROCEDURES]}
