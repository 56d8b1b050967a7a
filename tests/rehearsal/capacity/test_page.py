"""The page has a table for each stack file with something to take over."""

from rehearsal.capacity.page import page
from tests.rehearsal.capacity.given import CARRIED, NOTHING


def test_a_stack_with_nothing_to_take_over_is_left_out() -> None:
    text = page([("none.yaml", NOTHING), ("two.yaml", CARRIED)])

    assert "none.yaml" not in text
    assert (
        "## two.yaml\n\n- use1: 3 of m6i.large at most\n- usw2: 3 of m6i.large at most\n\n| workload |"
        in text
    )


def test_a_row_has_the_figures_of_the_warning() -> None:
    assert "| shop: shop/worker | use1 | usw2 | 6 | 5 | 40 | too little |\n" in page([("two.yaml", CARRIED)])
