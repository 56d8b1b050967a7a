"""The page has a table once, and refers to it from then on."""

from rehearsal.reach.page import page
from tests.rehearsal.reach.small import SHOP


def test_a_table_that_was_there_is_referred_to() -> None:
    text = page([("one.yaml", SHOP), ("two.yaml", SHOP)])

    assert text.count("### To shop") == 1
    assert "| from | web |\n| --- | --- |\n| edge: edge | 8080 |\n" in text
    assert "## two.yaml, cluster main\n\nAs in one.yaml, cluster main: edge, shop, outside.\n" in text


def test_a_cell_without_a_port_is_a_dash() -> None:
    assert "| shop: web | 53/UDP | – |" in page([("one.yaml", SHOP)])
