"""What is written is plain where nobody looks at a terminal, complete, and without a secret."""

import io
import re
import time
from collections import Counter

import pytest
from rich.console import Console

from rehearsal import report as reports
from rehearsal.journal import Journal, Problem, Row
from rehearsal.regions import Side
from rehearsal.report import Phase, Report, described, place, status
from tests.rehearsal.conftest import Told

ROWS = [
    Row("platform", Counter(create=2), 1.0, 3.5),
    Row("[b]odd[/b]", Counter(create=1, update=4), 1.0, 1.0),
]
POD = "urn:pulumi:s::p::x:C$k:Pod::pod"


def test_the_table_of_components_has_counts_seconds_and_a_total(told: Told) -> None:
    report, text = told
    report.made(ROWS, "What was made")

    lines = [line.split() for line in text().splitlines() if line.strip()]
    assert lines[2] == ["platform", "2", "2.50"]
    assert lines[3][-2:] == ["5", "0.00"]
    assert lines[4] == ["Total", "7"]


def test_a_preview_has_a_column_for_each_operation(told: Told) -> None:
    report, text = told
    report.planned(ROWS)

    lines = [line.split() for line in text().splitlines() if line.strip()]
    assert lines[1] == ["Component", "Create", "Update"]
    assert lines[-1] == ["Total", "3", "4"]


def test_phases_have_their_result(told: Told) -> None:
    report, text = told
    report.phases([Phase("up", 12.34, "143 made"), Phase("proof", 0.1, "1 left", good=False)])

    assert "up" in text()
    assert "12.3" in text()
    assert "143 made" in text()
    assert "1 left" in text()


def test_clusters_have_what_was_made_and_what_was_not_and_whether_they_are_whole(told: Told) -> None:
    report, text = told
    report.fared(
        [
            Side("use1", 5),
            Side("usw2", 3, failed=1, skipped=2),
            Side("use2", 4, skipped=1),
            Side("euc1", 1, skipped=None),
        ]
    )

    rows = [line.split() for line in text().splitlines() if line.strip()]
    assert rows[1:] == [
        ["Cluster", "Made", "Failed", "Skipped", "Whole"],
        ["use1", "5", "0", "0", "yes"],
        ["usw2", "3", "1", "2", "no"],
        ["use2", "4", "0", "1", "but", "for", "the", "skipped"],
        ["euc1", "1", "0", "not", "known", "not", "known"],
    ]


def test_the_timeline_shows_when_each_cluster_was_worked_on_and_for_how_long_all_were(told: Told) -> None:
    report, text = told
    report.timeline([Side("use1", 5, spans=((1.04, 8.0), (9.0, 10.0))), Side("usw2", 4, spans=((0.5, 5.0),))])

    rows = [line.split() for line in text().splitlines() if line.strip()]
    assert rows[1] == ["Cluster", "Made", "Start", "End", "Seconds", "0", "s", "to", "10.0", "s"]
    assert rows[2][:5] == ["use1", "5", "1.0", "10.0", "9.0"]
    assert rows[2][5] == "·" * 4 + "█" * 28 + "·" * 4 + "█" * 4
    assert rows[3][5] == "··" + "█" * 18 + "·" * 20
    assert text().rstrip().endswith("All of them at once: 4.0 s of 10.0 s.")


def test_alerts_are_told_with_their_reason(told: Told) -> None:
    report, text = told
    report.alerts([("Watchdog", "outside", "fires", "[no] call")])

    rows = [line.split() for line in text().splitlines() if line.strip()]
    assert rows[1:] == [
        ["Alert", "Where", "Verdict", "Why"],
        ["Watchdog", "outside", "fires", "[no]", "call"],
    ]


def test_what_remains_is_told_by_cluster(told: Told) -> None:
    report, text = told
    report.remains([("use1", "186", "lost, [as] recorded"), ("usw2", "7", "whole")])

    rows = [line.split() for line in text().splitlines() if line.strip()]
    assert rows == [
        ["What", "remains"],
        ["Cluster", "Resources"],
        ["use1", "186", "lost,", "[as]", "recorded"],
        ["usw2", "7", "whole"],
    ]


def test_no_outputs_no_table(told: Told) -> None:
    report, text = told
    report.outputs({})

    assert text() == ""


def test_what_looks_like_markup_is_text(told: Told) -> None:
    report, text = told
    report.outputs({"name": "[secret]"})
    report.failed("Wrong.", [Problem(POD, "[red]line one\nline two")], lambda urn: "platform")

    assert "[secret]" in text()
    assert "  platform > pod  [k:Pod]\n    [red]line one\n    line two\n" in text()


def test_a_long_list_of_problems_ends_in_a_count(told: Told) -> None:
    report, text = told
    report.failed(
        "Wrong.", [Problem(POD, f"reason {n}") for n in range(reports.LISTED + 7)], lambda urn: "platform"
    )

    assert text().endswith("  ... and 7 more\n")


def test_progress_off_a_terminal_is_a_plain_line_now_and_then(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "EVERY", 0.05)
    report, text = told
    began = time.monotonic()
    with report.progress("up", Journal(), total=3):
        while len(text().splitlines()) < 2 and time.monotonic() < began + 60:
            time.sleep(0.01)
    took = time.monotonic() - began

    lines = text().splitlines()
    assert 2 <= len(lines) <= took / reports.EVERY + 2
    assert re.fullmatch(r"up: 0 of 3 done, \d+ s", lines[0])
    assert re.match(r"up: nothing changed, \d+\.\d", lines[-1])
    assert "\x1b" not in text()


def test_progress_on_a_terminal_moves_on_one_line() -> None:
    text = io.StringIO()
    report = Report(Console(file=text, force_terminal=True, width=80))
    with report.progress("up", Journal()):
        time.sleep(0.2)

    assert "\x1b[2K" in text.getvalue()
    assert text.getvalue().splitlines()[-1].removeprefix("\x1b[1A\x1b[2K").startswith("up: nothing changed")


def test_the_end_is_told_even_when_it_is_an_error(told: Told) -> None:
    report, _ = told
    journal = Journal()
    with pytest.raises(ValueError, match="stop"), report.progress("up", journal):
        raise ValueError("stop")

    assert journal.ended is not None


def test_a_status_counts_what_is_done() -> None:
    assert status("up", Journal(clock=lambda: 1.0)) == "up: 0 done, 0 s"


def test_counts_are_told_in_words() -> None:
    assert described(Counter({"create": 3, "update": 1, "odd": 2})) == "3 made, 1 changed, 2 odd"
    assert described(Counter()) == "nothing changed"


def test_a_place_is_the_component_the_name_and_the_type() -> None:
    assert place(POD, lambda urn: "platform / certs") == "platform / certs > pod  [k:Pod]"
