"""`python -m rehearsal drill`: the course of a drill, in the order of docs/runbooks/region-loss.md and failing-back.md.

Everything is made; a region goes; it is told who is answered where, what the survivors can carry and who is called; the
survivors are changed while the region stays away; it comes back, and an `up` finds nothing to do; the settings are as before
again; everything is destroyed, and nothing is left.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rehearsal import engine
from rehearsal.capacity.report import show
from rehearsal.control_plane import binaries
from rehearsal.control_plane.planes import Planes
from rehearsal.control_plane.readiness import ready
from rehearsal.drill.alerts import Expected, expected, gathered
from rehearsal.drill.known import Known
from rehearsal.drill.loss import Loss
from rehearsal.drill.names import led
from rehearsal.drill.scenario import Scenario
from rehearsal.ending import destroy
from rehearsal.journal import Journal, Problem
from rehearsal.operation import Failed, Run
from rehearsal.regions import cluster_of, sides
from rehearsal.report import Report
from rehearsal.run import Program, compare, tell, together
from rehearsal.session import session
from rehearsal.stackfile import StackFile
from rehearsal.state import concealed, resources


def drill(stack: StackFile, program: Program, report: Report, scenario: Scenario, known: Known) -> int:
    """Run the whole course on control planes of its own. The exit code: 0, or 1 when any phase is not as it should be."""
    found = engine.find(report.say)
    kubernetes = binaries.find(report.say)
    with session(stack, found, program, kubernetes, autoscaled=True) as live:
        assert live.planes is not None
        run = Run(stack, live, report)
        course = Course(run, live.planes, scenario, known)
        whole = True
        try:
            made = run.operate("up", together(stack, live.stack.up))
        except Failed as failed:
            run.explain(f"The stack {stack.name} could not be made.", failed)
            compare(run, failed.journal)
            made, whole = failed.journal, False
        else:
            report.timeline(sides(made, stack.clusters))
            course.run(made)
        try:
            destroy(run, made, whole=whole)
        finally:
            tell(run, live.planes, kubernetes)
        report.phases(run.phases)
        return run.exit_code


class Course:
    """What lies between a stack's making and its end."""

    def __init__(self, run: Run, planes: Planes, scenario: Scenario, known: Known) -> None:
        self._run, self._planes, self._scenario, self._known = run, planes, scenario, known
        self._names = ", ".join(scenario.lost)
        self._loss = Loss(run.session, planes, scenario)
        self._before: dict[str, Any] = {}

    def run(self, made: Journal) -> None:
        """All phases; one that fails ends what depends on it, but what was lost is always brought back."""
        self._lose()
        self._tell()
        try:
            self._without(made)
        except Failed as failed:
            self._run.explain(f"The survivors of {self._names} could not be changed.", failed, made.component)
        self._found()
        try:
            self._look("look with all again", made)
            self._again("up with all again", made)
            self._run.session.reconfigure(lambda _: self._before)
            back = together(self._run.stack, self._run.session.stack.up)
            self._run.operate("up as before", back, len(made.changes), allowed={"update"})
        except Failed as failed:
            self._run.explain(f"{self._names} could not be taken back.", failed, made.component)

    def _lose(self) -> None:
        started = time.monotonic()
        down = self._loss.begin()
        good = down == len(self._scenario.lost) and self._loss.silent
        words = "neither its cloud nor its API server answers" if good else f"{down} of its clusters are down"
        self._run.ended(f"lose {self._names}", time.monotonic() - started, words, good=good)

    def _tell(self) -> None:
        """What the loss means: for clients, for those that carry it, for those that are to notice."""
        words, good = led(self._known.recording, self._scenario, self._run.report.console)
        self._run.ended("names", 0.0, words, good=good)
        show(self._known.carried, self._run.report.console)
        short = [row for row in self._known.carried.rows if row.short]
        names = dict.fromkeys(f"{row.workload} on {row.survivor}" for row in short)
        words = f"too little for {', '.join(names)}" if short else "the survivors can carry it"
        self._run.ended("capacity", 0.0, words, good=not short)
        found = expected(self._known.recording, self._scenario, self._known.carried.rows)
        self._run.report.alerts(gathered(found))
        paged = [one for one in found if one.where == "outside"]
        good = all(one.verdict == "fires" for one in paged)
        words = "its watchdog pages" if good else "nobody learns of it"
        self._run.ended("alerts", 0.0, f"{words}; {counted(found)}", good=good)

    def _without(self, made: Journal) -> None:
        """The survivors are changed while the lost are left alone."""
        run, session = self._run, self._run.session
        kept = self._record()

        def more(config: dict[str, Any]) -> dict[str, Any]:
            self._before = config
            return self._scenario.more(config)

        session.reconfigure(more)
        up = partial(session.stack.up, exclude=self._scenario.excluded)
        changed = run.operate(f"up without {self._names}", up, len(made.changes), allowed={"update"})
        self._look("look without it", made, exclude=self._scenario.excluded)
        started = time.monotonic()
        problems = [
            Problem(step.urn, f"{step.operation}, but it is lost")
            for step in changed.changes
            if self._lost(step.urn)
        ]
        problems += [Problem(urn, "its record has changed") for urn in different(kept, self._record())]
        down = [plane.access.server for plane in self._planes.planes if not ready(plane.access)]
        problems += [Problem("", "a survivor's API server is down")] * (len(down) - len(self._scenario.lost))
        words = (
            f"{len(problems)} wrong"
            if problems
            else f"{len(changed.resources)} changed, the record of {self._names} untouched"
        )
        run.ended("survivors", time.monotonic() - started, words, good=not problems)
        run.report.remains(self._remains(changed))
        if problems:
            run.report.failed("The survivors are not as they should be.", problems, made.component)

    def _remains(self, changed: Journal) -> list[tuple[str, str, str]]:
        """Each cluster, how many resources the engine knows there, and how they are."""
        clusters = self._run.stack.clusters
        there = Counter(cluster_of(one["urn"], clusters) for one in resources(self._run.session.state()))
        anew = Counter(cluster_of(step.urn, clusters) for step in changed.resources)
        return [
            (
                cluster,
                str(there[cluster]),
                "lost; left as it was recorded"
                if cluster in self._scenario.lost
                else f"as it should be; {anew[cluster]} changed to carry more",
            )
            for cluster in clusters
        ]

    def _found(self) -> None:
        started = time.monotonic()
        self._loss.end()
        self._run.ended(f"{self._names} back", time.monotonic() - started, "it answers again", good=True)

    def _look(self, name: str, made: Journal, **options: Any) -> None:
        """Ask what there is, and find that nothing is to be changed."""
        look = partial(self._run.session.stack.preview, refresh=True, **options)
        seen = self._run.operate(name, look, allowed=())
        problems = [
            Problem(step.urn, f"{step.operation}: {', '.join(step.changed)}") for step in seen.changes
        ]
        if problems:
            self._run.report.failed("What there is differs from what should be.", problems, made.component)

    def _again(self, name: str, made: Journal) -> None:
        up = together(self._run.stack, self._run.session.stack.up)
        again = self._run.operate(name, up, len(made.changes), allowed=())
        problems = [Problem(step.urn, step.operation) for step in again.changes]
        if problems:
            self._run.report.failed(
                "Nothing was changed while it was away, and yet there is something to do.",
                problems,
                made.component,
            )

    def _lost(self, urn: str) -> bool:
        return cluster_of(urn, self._run.stack.clusters) in self._scenario.lost

    def _record(self) -> dict[str, Any]:
        """What the engine remembers of the lost clusters, secrets left out: they are encrypted anew each time."""
        return {
            one["urn"]: concealed({key: one.get(key) for key in ("id", "inputs", "outputs")})
            for one in resources(self._run.session.state())
            if self._lost(one["urn"])
        }


def different(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The keys whose values differ, or that only one of the two has."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def counted(found: Sequence[Expected]) -> str:
    """How many alerts of the survivors fire, stay quiet, or cannot be told."""
    inside = [one.verdict for one in found if one.where != "outside"]
    return ", ".join(f"{inside.count(how)} {how}" for how in dict.fromkeys(inside)) or "no other"
