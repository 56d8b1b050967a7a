"""What an operation of the engine tells of its failures and warnings, in whole rehearsals."""

import pulumi
import pytest

from tests.rehearsal.small import VPC, Program, Up

pytestmark = pytest.mark.engine


def test_what_the_service_refuses_names_the_resource_and_the_reason(up: Up) -> None:
    code, text = up(Program(cidr="10.0.0.0/8"))

    assert code == 1
    assert f"The stack test could not be made.\n  platform > network  [{VPC}]\n" in text
    assert "10.0.0.0/8" in text
    assert (
        "Correct what is named above, in Pulumi.test.yaml or in the component, and run the same command again."
        in text
    )
    assert "Traceback" not in text
    assert "nothing is left" in text


def test_a_type_nobody_knows_names_the_place_to_add_it(up: Up) -> None:
    def program() -> None:
        pulumi.CustomResource("aws:rds/nothing:Nothing", "db")

    code, text = up(program)

    assert code == 1
    assert (
        "the rehearsal does not know the resource type aws:rds/nothing:Nothing; add it under rehearsal/simulation/aws/"
        in text
    )


def test_a_users_mistake_has_no_traceback_and_a_fault_has_one(up: Up) -> None:
    def mistake() -> None:
        raise pulumi.RunError("groundwork:colour is red, expected blue")

    code, text = up(mistake)

    assert code == 1
    assert "    groundwork:colour is red, expected blue\nCorrect what is named above" in text
    assert "Traceback" not in text


def test_a_fault_in_the_program_keeps_its_traceback(up: Up) -> None:
    def fault() -> None:
        raise KeyError("forgotten")

    code, text = up(fault)

    assert code == 1
    assert "KeyError: 'forgotten'" in text
    assert "This is a fault in the program" in text


def test_a_warning_is_told_once(up: Up) -> None:
    code, text = up(lambda: pulumi.log.warn("this input is deprecated"))

    assert code == 0, text
    assert text.count("this input is deprecated") == 1
