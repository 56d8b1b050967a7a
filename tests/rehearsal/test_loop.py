"""The loop a program runs in."""

import asyncio
import gc
import threading
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from pulumi.runtime import settings

from rehearsal.loop import Inline, patient_collector, undebugged
from tests.recorded import deploy


def test_work_is_done_at_once_in_the_callers_thread() -> None:
    future = Inline().submit(threading.get_ident)

    assert future.done()
    assert future.result() == threading.get_ident()


def test_what_the_work_raises_is_in_its_future() -> None:
    with pytest.raises(ZeroDivisionError):
        Inline().submit(lambda: 1 // 0).result()


def test_the_collector_is_patient_only_meanwhile() -> None:
    before = gc.get_threshold()

    with patient_collector():
        during = gc.get_threshold()

    assert during[0] == 50_000
    assert gc.get_threshold() == before


def test_a_loop_takes_it_as_its_executor() -> None:
    async def where() -> int:
        asyncio.get_running_loop().set_default_executor(Inline())
        return await asyncio.get_running_loop().run_in_executor(None, threading.get_ident)

    assert asyncio.run(where()) == threading.get_ident()


def test_what_fails_after_the_program_has_returned_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        deploy(lambda: pulumi.Output.from_input(0).apply(lambda zero: 1 // zero))


def test_of_what_a_program_says_the_engine_hears_all_but_debug_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []
    engine = SimpleNamespace(Log=lambda request: heard.append(request.message))
    monkeypatch.setattr(settings, "get_engine", lambda: engine)

    def program() -> None:
        pulumi.log.debug("registering")
        pulumi.log.warn("too small")

    undebugged(program)()

    assert heard == ["too small"]


def asked(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a task is asked whether it is done, in a program of that many networks, each after the one before."""
    wait, tasks = asyncio.wait, 0

    async def counted(fs: Iterable[Any], **how: Any) -> Any:
        nonlocal tasks
        waiting = list(fs)
        tasks += len(waiting)
        return await wait(waiting, **how)

    def program() -> None:
        aws = pulumi.ProviderResource("aws", "aws", {"region": "us-east-1"})
        before: list[pulumi.Resource] = []
        for number in range(count):
            opts = pulumi.ResourceOptions(provider=aws, depends_on=before)
            before = [
                pulumi.CustomResource(
                    "aws:ec2/vpc:Vpc", f"vpc-{number}", {"cidrBlock": f"10.{number}.0.0/16"}, opts
                )
            ]

    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "wait", counted)
        assert len(deploy(program).of("aws:ec2/vpc:Vpc")) == count
    return tasks


def test_twice_as_much_is_waited_for_twice_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(100, monkeypatch) < 2.5 * asked(50, monkeypatch)
