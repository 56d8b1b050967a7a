"""The page has a table for each name, and leaves out the stacks without one."""

from rehearsal.answers.page import page
from rehearsal.recorded import Recording
from tests.rehearsal.answers.given import route53

NOTHING = Recording("test", "groundwork", (), {}, {}, ())


def test_a_stack_without_names_is_left_out() -> None:
    text = page([("none.yaml", NOTHING), ("two.yaml", route53())])

    assert "none.yaml" not in text
    assert "## two.yaml\n\n### shop.example.com\n\nPolicy latency by Route 53: use1" in text


def test_a_row_has_whoever_is_led_alike() -> None:
    text = page([("two.yaml", route53())])

    assert (
        "| from | all well | without use1 | without usw2 | none well |\n| --- | --- | --- | --- | --- |\n"
        in text
    )
    assert "| Los Angeles, Tokyo, Sydney | usw2 | usw2 | use1 | usw2 (unwell) |" in text
    assert "| Mumbai | usw2 or use1 | usw2 | use1 | usw2 (unwell) or use1 (unwell) |" in text
