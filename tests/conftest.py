"""What every test needs before Pulumi is imported."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from rehearsal import engine as engines
from rehearsal.engine import Engine, EngineError

# An Output in an f-string raises instead of printing a warning, so the mistake cannot hide in a name or a policy.
os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"

# A shell starts what it puts into the background with Ctrl-C ignored, and every process started from there inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def event_loop_of_its_own() -> Iterator[None]:
    """An Output needs a loop to be made in, and a test that ran a program before has taken the last one away."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine, found or built as a rehearsal does it."""
    try:
        return engines.find(print)
    except EngineError as error:
        pytest.skip(str(error))
