"""What is promised for the day after a disaster."""

import pytest

from settings.recovery import Recovery
from tests.settings.workload.given import wrong


def test_hours_may_be_parts_of_one() -> None:
    assert Recovery.model_validate({"rto_hours": 4, "rpo_hours": 0.25}).rpo_hours == 0.25


@pytest.mark.parametrize(("rto", "rpo"), [(0, 1), (1, 0), (-1, 1), (9000, 1)])
def test_no_time_and_more_than_a_year_are_no_promise(rto: float, rpo: float) -> None:
    assert "_hours" in wrong(Recovery, {"rto_hours": rto, "rpo_hours": rpo})


def test_both_are_promised_together() -> None:
    assert "rpo_hours" in wrong(Recovery, {"rto_hours": 4})
