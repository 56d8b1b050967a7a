"""Whole rehearsals on the real engine, of a program with a network, a component and a few small objects."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pulumi
import pytest

from rehearsal import engine as engines
from rehearsal import run
from rehearsal.engine import Engine
from rehearsal.journal import Journal, Problem
from rehearsal.session import session
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import CANARY, Told
from tests.rehearsal.small import MAP, VPC, Inputs, Program, Up

pytestmark = pytest.mark.engine


def token() -> pulumi.Output[str]:
    """The stack's secret setting, as pulumi.Config gives it."""
    return pulumi.Output.secret(pulumi.runtime.config.get_config("groundwork:token") or "")


def test_a_good_stack_is_made_found_unchanged_checked_destroyed_and_gone(up: Up) -> None:
    code, text = up(Program())

    assert code == 0, text
    table = [line.split() for line in text.splitlines()]
    assert ["platform", "5"] in [line[:2] for line in table]
    assert ["up", "again"] in [line[:2] for line in table]
    assert ["nothing", "is", "left"] in [line[-3:] for line in table]
    assert "\x1b" not in text


def test_a_secret_stays_secret_from_the_setting_to_the_output(up: Up) -> None:
    code, text = up(
        Program(data=lambda: {"token": token()}, extra=lambda: export({"token": token(), "colour": "blue"}))
    )

    assert code == 0, text
    assert "[secret]" in text
    assert CANARY not in text


def export(outputs: Inputs) -> None:
    """What pulumi.export does, which only the program's main file may call."""
    for name, value in outputs.items():
        pulumi.export(name, value)  # noqa: TID251


def test_a_secret_in_a_plain_output_fails_the_rehearsal_and_is_named(up: Up) -> None:
    code, text = up(Program(extra=lambda: export({"leak": pulumi.Output.unsecret(token())})))

    assert code == 1
    assert (
        "groundwork-test  [pulumi:pulumi:Stack]\n    holds the secret groundwork:token in plain text" in text
    )
    assert "nothing is left" in text


def test_a_program_that_differs_from_run_to_run_is_caught_with_the_property(up: Up) -> None:
    times = iter(range(100))

    code, text = up(Program(maps=1, data=lambda: {"made": str(next(times))}))

    assert code == 1
    assert "A second up with the same settings must change nothing, but it did.\n  platform > map-0" in text
    assert ": data.made" in text


def test_protection_is_taken_off_by_the_setting_that_does_it_for_a_real_stack(
    stack: StackFile, told: Told, engine: Engine
) -> None:
    report, text = told
    clusters = {"main": {"protect": True, "region": "us-east-1"}}
    protecting = replace(stack, config={**stack.config, "groundwork:clusters": clusters})

    def program() -> None:
        main = json.loads(pulumi.runtime.config.get_config("groundwork:clusters") or "")["main"]
        assert main["region"] == "us-east-1"
        Program(options={"protect": main["protect"]})()

    assert run.up(protecting, program, report) == 0, text()
    assert (
        "3 resources are protected. As for a real stack: first protect: false on each cluster and an up."
        in text()
    )
    assert "\nprotection off: " in text()
    assert "still protected" not in text()
    assert "nothing is left" in text()


def test_what_stays_protected_is_told_and_destroyed_all_the_same(up: Up) -> None:
    code, text = up(Program(options={"protect": True}))

    assert code == 0, text
    assert "3 are still protected; a real destroy would stop here. Unprotecting them in the state." in text


def test_taking_the_protection_off_may_not_replace_anything(
    stack: StackFile, told: Told, engine: Engine
) -> None:
    report, text = told
    protecting = replace(stack, config={**stack.config, "groundwork:clusters": {"main": {"protect": True}}})

    def program() -> None:
        protect = "true" in (pulumi.runtime.config.get_config("groundwork:clusters") or "")
        Program(options={"protect": protect}, cidr="10.0.0.0/16" if protect else "10.1.0.0/16")()

    assert run.up(protecting, program, report) == 1
    assert "made anew" in text()


def test_what_is_kept_on_purpose_is_told_and_is_no_failure(up: Up) -> None:
    code, text = up(Program(maps=2, options={"retain_on_delete": True}))

    assert code == 0, text
    assert "nothing is left, 2 kept on purpose" in text


def test_a_failed_check_fails_the_rehearsal(up: Up) -> None:
    code, text = up(
        Program(), checks=[lambda result: [Problem("", f"{len(result.state['resources'])} are too many")]]
    )

    assert code == 1
    assert "it is not as it should be.\n    8 are too many" in text
    assert "1 wrong" in text


def test_a_destroy_that_is_refused_tells_what_is_left(up: Up) -> None:
    def subnet() -> None:
        aws = pulumi.ProviderResource("aws", "other", {"region": "us-east-1"})
        vpc = pulumi.CustomResource(
            VPC, "vpc", {"cidrBlock": "10.1.0.0/16"}, pulumi.ResourceOptions(provider=aws)
        )
        inputs = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/24", "availabilityZone": "us-east-1a"}
        options = pulumi.ResourceOptions(provider=aws, retain_on_delete=True)
        pulumi.CustomResource("aws:ec2/subnet:Subnet", "subnet", inputs, options)

    code, text = up(subnet)

    assert code == 1
    assert "The stack test could not be destroyed." in text
    assert "DependencyViolation" in text
    assert (
        f"The destroy left something behind.\n  (the stack itself) > vpc  [{VPC}]\n    still exists, as vpc-"
        in text
    )


def test_a_preview_makes_nothing_and_shows_the_plan(stack: StackFile, told: Told, engine: Engine) -> None:
    report, text = told

    assert run.preview(stack, Program(), report) == 0, text()
    assert ["platform", "5"] in [line.split() for line in text().splitlines()]


def test_a_preview_finds_wrong_inputs(stack: StackFile, told: Told, engine: Engine) -> None:
    report, text = told

    assert run.preview(stack, Program(cidr=None), report) == 1
    assert f"The preview failed.\n  platform > network  [{VPC}]" in text()


def test_a_change_is_planned_as_it_is_then_made(stack: StackFile, engine: Engine) -> None:
    program = Program(maps=1, cidr="10.0.0.0/16")
    with session(stack, engine, program) as live:

        def operations(operation: Callable[..., Any]) -> set[str]:
            journal = Journal()
            operation(on_event=journal.record)
            return {f"{step.operation} {step.name}" for step in journal.steps if step.type in {VPC, MAP}}

        assert operations(live.stack.up) == {"create network", "create map-0"}
        assert operations(live.stack.up) == {"same network", "same map-0"}

        program.network = {"tags": {"colour": "blue"}}
        tagged = {"update network", "same map-0"}
        assert operations(live.stack.preview) == tagged
        assert operations(live.stack.up) == tagged

        program.cidr = "10.9.0.0/16"
        replaced = {"create-replacement network", "replace network", "delete-replaced network"}
        assert replaced <= operations(live.stack.preview)
        assert replaced <= operations(live.stack.up)
        assert [entity.type for entity in live.remaining()].count(VPC) == 1, "the old one is gone"

        program.cluster = "two"
        moved = operations(live.stack.up)
        assert {step for step in moved if "network" in step} == {"same network"}
        assert {"create-replacement map-0", "delete-replaced map-0"} <= moved, (
            "another cluster has none of the old one's objects"
        )

        assert operations(live.stack.destroy) == {"delete network", "delete map-0"}
        assert live.remaining() == []
        assert not live.state().get("resources")


def test_without_an_engine_nothing_is_started(
    stack: StackFile, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(engines.EngineError, match="install the pulumi CLI"):
        run.up(stack, Program(), told[0])
