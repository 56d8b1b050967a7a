"""What a person reads about costs: sums that are right, what they leave out, and from when they are."""

import io
import re

import pytest
from rich.console import Console

from rehearsal.costs.estimate import estimates
from rehearsal.costs.report import ages, money, report
from rehearsal.recorded import Recording
from rehearsal.stackfile import ROOT, find, read
from tests.whole import whole


def told(name: str) -> str:
    """What the verb prints about a stack."""
    console = Console(file=io.StringIO(), highlight=False)
    assert report(find(name), console) == 0
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def rows(text: str, cluster: str) -> dict[str, tuple[str, str]]:
    """The rows of a cluster's table: what -> at min, at max."""
    table = text.partition(f"{cluster}: US dollars a month")[2].partition("\n\n")[0]
    found = [re.split(r"\s{2,}", line) for line in table.splitlines()]
    return {
        cells[0]: (cells[1], cells[2])
        for cells in found
        if len(cells) > 2 and re.fullmatch(r"[\d,.]+", cells[1])
    }


def test_the_production_stack_is_added_up_by_hand() -> None:
    found = rows(told("production"), "use1")

    # 3 to 6 m6i.large at 0.096 for the system, 0 to 12 m6i.xlarge at 0.192 by Karpenter, 730 hours.
    assert found["nodes"] == (money(730 * 3 * 0.096), money(730 * (6 * 0.096 + 12 * 0.192)))
    assert found["control plane"] == ("73.00", "73.00")
    assert found["NAT"] == ("98.55", "98.55")
    # Prometheus 2 x 100, Alertmanager 2 x 2, Grafana 10, Ironclad's database 1.
    assert found["volumes"] == ("17.20", "17.20")


@pytest.mark.parametrize("cluster", ["use1", "usw2"])
def test_the_total_is_the_sum_of_the_rows(cluster: str) -> None:
    found = rows(told("production"), cluster)
    total = found.pop("Total")

    for column in (0, 1):
        parts = sum(float(row[column].replace(",", "")) for row in found.values())
        assert abs(parts - float(total[column].replace(",", ""))) < 0.05


def test_it_says_what_it_leaves_out_and_from_when_the_prices_are() -> None:
    text = told("production")

    assert "without discounts, commitments, free tiers, taxes, support, traffic" in text
    assert "Prices as of 2025-01 to 2026-06" in text
    assert "at the list prices of us-east-1" in text


def test_a_cluster_without_prices_is_told_in_words() -> None:
    assert "main: not in it: an existing cluster" in told("local")
    assert ages(estimates(whole("local"))) == "none were needed"


def test_a_terminal_in_a_pipe_is_wide_enough_for_a_row() -> None:
    assert max(map(len, told("production").splitlines())) <= 200


def test_several_clusters_are_added_up() -> None:
    console = Console(file=io.StringIO(), highlight=False)
    report(read(ROOT / "examples" / "Pulumi.two-clouds.yaml"), console)
    assert isinstance(console.file, io.StringIO)

    assert "The whole stack: " in console.file.getvalue()


def test_a_recording_without_clusters_has_no_estimates() -> None:
    assert estimates(Recording("test", "groundwork", (), {}, {}, ())) == []
