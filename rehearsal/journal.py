"""What the engine did, from its events: each resource's step, when it ran, to which component it belongs, what failed."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pulumi.automation import EngineEvent
from pulumi.automation.events import ResourcePreEvent, StepEventMetadata

UNCHANGED = frozenset({"same", "read", "refresh"})
STACK = "pulumi:pulumi:Stack"
NO_COMPONENT = "(the stack itself)"
DEPTH = 2
"""How many levels of components a table shows: an add-on of the platform has a line, its parts do not."""

COLOUR = re.compile(r"<\{%[^%]*%\}>")
REJECTED = re.compile(r"^\S+ resource '[^']*': property (\S+) value \{.*\} has a problem: (.*)$", re.DOTALL)
WRAPPING = re.compile(r"^.*\bdesc = ", re.DOTALL)


@dataclass
class Step:
    """One operation on one resource; times are seconds on the journal's clock, `ended` is None while it runs."""

    urn: str
    type: str
    operation: str
    started: float
    ended: float | None = None
    failed: bool = False
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return self.urn.rsplit("::", 1)[-1]


@dataclass(frozen=True)
class Problem:
    """An error message of the engine, and the resource it is about ("" when it is about none)."""

    urn: str
    message: str


@dataclass
class Row:
    """One line of the table: a component, how many of its resources each operation met, and its seconds from first start
    to last end."""

    component: str
    operations: Counter[str] = field(default_factory=Counter)
    started: float = 0.0
    ended: float = 0.0

    @property
    def seconds(self) -> float:
        """Wall seconds from the start of the component's first resource to the end of its last."""
        return max(0.0, self.ended - self.started)


class Journal:
    """Collects the events of one operation. Written by the Automation API's thread, read by the display's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._steps: dict[tuple[str, str], Step] = {}
        self._parents: dict[str, str] = {}
        self._components: set[str] = set()
        self.started = clock()
        self.ended: float | None = None
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []

    def record(self, event: EngineEvent) -> None:
        """Take in one event."""
        with self._lock:
            if event.resource_pre_event:
                self._begin(event.resource_pre_event)
            elif event.res_outputs_event:
                self._finish(event.res_outputs_event.metadata)
            elif event.res_op_failed_event:
                self._finish(event.res_op_failed_event.metadata).failed = True
            elif event.diagnostic_event:
                message = clean(event.diagnostic_event.message)
                severity = event.diagnostic_event.severity
                target = {"error": self.errors, "warning": self.warnings}.get(severity)
                problem = Problem(event.diagnostic_event.urn or "", message)
                if target is not None and message and problem not in target:
                    target.append(problem)

    def finish(self) -> None:
        """Say that the operation has ended."""
        self.ended = self._clock()

    @property
    def seconds(self) -> float:
        """Wall seconds since the start, until the end once there is one."""
        return (self._clock() if self.ended is None else self.ended) - self.started

    @property
    def steps(self) -> list[Step]:
        """Every step so far."""
        with self._lock:
            return list(self._steps.values())

    @property
    def changes(self) -> list[Step]:
        """The steps that made, changed or removed something, or are about to."""
        return [step for step in self.steps if step.operation not in UNCHANGED and not step.failed]

    @property
    def resources(self) -> list[Step]:
        """The changes of what exists outside the engine: of neither components nor providers."""
        changes = [step for step in self.changes if step.urn not in self._components]
        return [step for step in changes if not step.type.startswith("pulumi:")]

    @property
    def counts(self) -> Counter[str]:
        """How many changes of each kind: `create`, `update`, `delete`, `replace` ..."""
        return Counter(step.operation for step in self.changes)

    @property
    def running(self) -> list[Step]:
        """The steps under way, the oldest first; components, which only end with the operation, are left out."""
        return [step for step in self.changes if step.ended is None and step.urn not in self._components]

    @property
    def done(self) -> list[Step]:
        """The steps that have ended, those that found nothing to change included."""
        return [step for step in self.steps if step.ended is not None]

    def component(self, urn: str) -> str:
        """The component a resource belongs to: `platform / cert-manager`, at most DEPTH levels down from the stack."""
        path: list[str] = []
        if urn not in self._parents:
            urn = self._parent_by_type(urn)
        while urn and type_of(urn) != STACK:
            if urn in self._components:
                path.append(urn.rsplit("::", 1)[-1])
            urn = self._parents.get(urn, "")
        return " / ".join(reversed(path[-DEPTH:])) or NO_COMPONENT

    def rows(self) -> list[Row]:
        """The table of changes by component, in the order in which they began, parts after their whole."""
        found: dict[str, Row] = {}
        for step in sorted(self.changes, key=lambda step: step.started):
            component = self.component(step.urn)
            row = found.setdefault(component, Row(component, started=step.started, ended=step.started))
            row.operations[step.operation] += 1
            if (
                step.urn not in self._components
            ):  # a component ends when the program does, not when its resources do
                row.ended = max(row.ended, step.ended or step.started)
        first = {name.split(" / ")[0]: row.started for name, row in reversed(found.items())}
        return sorted(found.values(), key=lambda row: (first[row.component.split(" / ")[0]], row.started))

    def _parent_by_type(self, urn: str) -> str:
        """The parent of a resource that never began (its inputs did not pass): the one component of the type that its URN
        names as the parent's, else none."""
        parent_type = qualified_type(urn).rpartition("$")[0]
        fitting = [component for component in self._components if qualified_type(component) == parent_type]
        return fitting[0] if len(fitting) == 1 else ""

    def _begin(self, event: ResourcePreEvent) -> None:
        meta = event.metadata
        state = meta.new or meta.old
        if state is not None:
            self._parents[meta.urn] = state.parent or ""
            if not state.custom:
                self._components.add(meta.urn)
        operation = str(meta.op.value)
        changed = tuple(sorted(meta.detailed_diff or meta.diffs or ()))
        self._steps[meta.urn, operation] = Step(
            meta.urn, meta.type, operation, self._clock(), changed=changed
        )

    def _finish(self, meta: StepEventMetadata) -> Step:
        operation = str(meta.op.value)
        now = self._clock()
        step = self._steps.setdefault((meta.urn, operation), Step(meta.urn, meta.type, operation, now))
        step.ended = now
        return step


def qualified_type(urn: str) -> str:
    """The resource's type after those of its parents: `groundwork:cluster:Eks$aws:ec2/vpc:Vpc`; "" when it is no URN."""
    return urn.rsplit("::", 2)[-2] if urn.count("::") >= 2 else ""


def type_of(urn: str) -> str:
    """The resource's own type."""
    return qualified_type(urn).rsplit("$", 1)[-1]


def clean(message: str) -> str:
    """An engine message as a sentence for people: no colour tags, no trail of wrapped RPC errors, and no value of an input
    that did not pass, for it may be a secret."""
    text = COLOUR.sub("", message).strip()
    text = REJECTED.sub(r"\1: \2", text)
    return WRAPPING.sub("", text).strip() if "rpc error:" in text else text
