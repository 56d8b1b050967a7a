"""What every test needs before Pulumi is imported, the engine and the Kubernetes, and which tests could not run and why."""

import asyncio
import gc
import os
import signal
from collections import Counter
from collections.abc import Generator, Iterator

import pytest

from rehearsal import engine as engines
from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine, EngineError
from tests.rehearsal.planes import NOT_RUN, Running, cannot_run, found, running, the_one

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
        cannot_run("The rehearsal on the engine", str(error))


@pytest.fixture(scope="session")
def programs() -> Binaries:
    """A control plane's programs, given or built as a rehearsal does it."""
    return found()


@pytest.fixture(scope="session")
def plane(tmp_path_factory: pytest.TempPathFactory, programs: Binaries) -> Iterator[Running]:
    """A Kubernetes that all tests of a process share: each uses namespaces, nodes and cluster-wide names of its own."""
    with running(tmp_path_factory.mktemp("plane") / "private", programs=programs) as planes:
        yield the_one(planes)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure is told by reading its source as a tree, which CPython 3.11 may fail to build when the garbage collector comes by
    (github.com/python/cpython/issues/106905); then the whole run would end there."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """At the very end, so that nobody takes a run for complete which was not."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.getreports("skipped")
        if isinstance(report.longrepr, tuple) and NOT_RUN in report.longrepr[2]
    )
    if reasons:
        terminalreporter.section("Not everything was tested", yellow=True)
        for reason, count in reasons.items():
            terminalreporter.write_line(f"Tests skipped: {count}. {reason}")
