"""Which AWS regions there are."""

from facts.aws_regions import REGIONS, wrong_region


def test_a_region_is_taken() -> None:
    assert {wrong_region(region) for region in REGIONS} == {None}


def test_a_slip_of_the_finger_is_answered_with_the_region_meant() -> None:
    assert wrong_region("us-esat-1") == "expected an AWS region that has EKS (did you mean us-east-1?)"
    assert str(wrong_region("eu-central-3")).endswith("(did you mean eu-central-2 or eu-central-1?)")


def test_what_is_near_to_none_is_answered_with_all_of_them() -> None:
    assert str(wrong_region("mars")).startswith("expected an AWS region that has EKS of af-south-1, ")
