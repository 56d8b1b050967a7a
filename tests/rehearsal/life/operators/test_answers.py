"""The vocabulary of what operators answer."""

from rehearsal.life.operators.answers import Condition, conditions, controlled, is_true, not_yet, ready
from tests.rehearsal.life.operators.found import Found, obj


def test_a_condition_keeps_its_time_as_long_as_its_status_is_the_same() -> None:
    made = obj("Thing", "one")
    (first,) = conditions(made, [Condition("Ready", "Made")], "then")
    made["status"] = {"conditions": [first]}

    (same,) = conditions(made, [Condition("Ready", "Remade")], "now")
    (other,) = conditions(made, [Condition("Ready", "Lost", status="False")], "now")

    assert (same["lastTransitionTime"], same["reason"]) == ("then", "Remade")
    assert other["lastTransitionTime"] == "now"


def test_an_answer_that_waits_is_not_final() -> None:
    assert not not_yet("Pending", "it waits").final
    assert ready("Fine")(obj("Thing", "one"), Found()).final


def test_a_condition_is_looked_up_by_its_type() -> None:
    assert is_true(obj("Thing", "one", ready=True), "Ready")
    assert not is_true(obj("Thing", "one", ready=False), "Ready")
    assert not is_true(obj("Thing", "one"), "Ready")


def test_what_an_object_controls_goes_with_it() -> None:
    owner = controlled(obj("Thing", "one"))

    assert (owner["kind"], owner["uid"], owner["controller"]) == ("Thing", "uid-one", True)
