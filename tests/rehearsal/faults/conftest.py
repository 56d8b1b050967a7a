"""A small stack on a Kubernetes of its own, whose program each test changes while it lives."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from pulumi.automation.errors import CommandError

from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.planes import Plane, Planes
from rehearsal.engine import Engine
from rehearsal.journal import Journal, Problem
from rehearsal.operation import QUIET
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.rehearsal.faults.programs import Things

PATIENTLY = 300.0


@dataclass
class Life:
    """A running session. `things` is its program, which a test may change between two operations."""

    session: Session
    planes: Planes
    things: Things

    @property
    def plane(self) -> Plane:
        return self.planes.planes[0]

    @property
    def client(self) -> Client:
        return Client(self.plane.access, patience=120)

    @property
    def impatient(self) -> Client:
        """One that gives up at once where the API server does not answer."""
        return Client(self.plane.access)

    def up(self, **options: Any) -> Journal:
        """Everything as the program says. Raises CommandError."""
        return self._do(partial(self.session.stack.up, **options))

    def fails(self) -> Journal:
        """An up that must fail: what the engine said."""
        return self._failing(self.session.stack.up)

    def refresh(self) -> Journal:
        """Look at what is there."""
        return self._do(self.session.stack.refresh)

    def destroy(self) -> Journal:
        """Remove everything. Raises CommandError."""
        return self._do(self.session.stack.destroy)

    def not_destroyed(self) -> Journal:
        """A destroy that must fail: what the engine said."""
        return self._failing(self.session.stack.destroy)

    def until(self, true: Callable[[], object]) -> None:
        """Wait for something that takes the cluster a moment."""
        end = time.monotonic() + PATIENTLY
        while not true():
            assert time.monotonic() < end
            time.sleep(0.05)

    def refuses(self, config_map: dict[str, Any]) -> bool:
        """Whether the API server would refuse this ConfigMap now: it takes a moment to learn a rule."""
        try:
            obj = {"apiVersion": "v1", "kind": "ConfigMap", **config_map}
            self.client.apply(obj, "test", force=True, dry_run=True)
        except ApiError:
            return True
        return False

    def _do(self, operation: Callable[..., Any]) -> Journal:
        journal = Journal()
        operation(on_event=journal.record, **QUIET)
        journal.finish()
        return journal

    def _failing(self, operation: Callable[..., Any]) -> Journal:
        journal = Journal()
        with pytest.raises(CommandError) as failure:
            operation(on_event=journal.record, **QUIET)
        journal.finish()
        if not journal.errors:  # it ended before it began
            journal.errors.append(Problem("", str(failure.value)))
        return journal


def steps(journal: Journal) -> set[str]:
    """What an operation did, as `create web`."""
    return {
        f"{step.operation} {step.name}" for step in journal.changes if not step.type.startswith("pulumi:")
    }


def said(journal: Journal) -> str:
    """The errors of an operation: `web: the API server refused ...`."""
    return "\n".join(f"{problem.urn.rpartition('::')[2]}: {problem.message}" for problem in journal.errors)


Living = Callable[..., Any]


@pytest.fixture
def living(stack: StackFile, engine: Engine, programs: Binaries) -> Living:
    """A context: a session with one cluster, ready."""

    @contextmanager
    def context(*, checkpoints: bool = False) -> Iterator[Life]:
        one = replace(stack, config={**stack.config, "groundwork:clusters": {"one": {}}})
        things = Things()
        with session(one, engine, things, programs, checkpoints=checkpoints) as live:
            assert live.planes is not None
            live.planes.wait()
            yield Life(live, live.planes, things)

    return context


@pytest.fixture
def life(living: Living) -> Iterator[Life]:
    """Such a session, whose engine keeps its state only at the end of an operation, as in a rehearsal."""
    with living() as live:
        yield live
