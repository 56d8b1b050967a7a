"""The loop a program runs in."""

import asyncio
import gc
import threading

import pytest

from rehearsal.loop import Inline, patient_collector


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
