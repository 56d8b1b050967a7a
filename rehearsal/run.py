"""The verbs that need an engine: `preview`, and `up`, which is the whole life of a stack.

`up` makes everything, makes it again to prove that nothing changes, checks what came out, destroys it, and proves twice
that nothing is left: by the engine's state, and by what the simulated services say they still hold.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from rehearsal import engine
from rehearsal.checks import CHECKS, Check, Result
from rehearsal.control_plane import binaries
from rehearsal.control_plane.binaries import Binaries
from rehearsal.control_plane.planes import Planes
from rehearsal.ending import destroy
from rehearsal.journal import Journal, Problem
from rehearsal.life.exercise import exercise
from rehearsal.operation import Failed, Run
from rehearsal.providers.kubernetes.client import Client
from rehearsal.regions import sides, told, way_on
from rehearsal.report import Phase, Report
from rehearsal.session import session
from rehearsal.stackfile import StackFile
from rehearsal.state import outputs

Program = Callable[[], None]


def preview(stack: StackFile, program: Program, report: Report) -> int:
    """Show what `up` would make. The exit code: 0, or 1 when the engine refuses."""
    found = engine.find(report.say)
    with session(stack, found, program) as live:
        run = Run(stack, live, report)
        try:
            report.planned(run.operate("preview", live.stack.preview).rows())
        except Failed as failed:
            run.explain("The preview failed.", failed)
        return run.exit_code


def up(
    stack: StackFile,
    program: Program,
    report: Report,
    checks: Sequence[Check] = CHECKS,
    *,
    memory: bool = False,
    exercised: bool = False,
) -> int:
    """Make, make again, check, destroy, prove. The exit code: 0, or 1 when any of these is not as it should be.

    Each cluster of the stack is a control plane of its own, or with `memory` a simulation. Several are made side by side, and
    what is refused in one stops no other. `exercised`: before it is destroyed the applications are put under load, and nodes
    are drained under them.
    """
    found = engine.find(report.say)
    kubernetes = None if memory or not stack.clusters else binaries.find(report.say)
    with session(stack, found, program, kubernetes, autoscaled=exercised) as live:
        run = Run(stack, live, report)
        title = f"What was made for {stack.name}"
        state: dict[str, Any] = {}
        try:
            made = run.operate("up", together(stack, live.stack.up))
            _unchanged(run, made)
            state = live.state()
            _check(run, Result(stack, state, "\n".join(run.said)), checks, made)
            if exercised and live.planes:
                _exercise(run, live.planes, made)
        except Failed as failed:
            run.explain(f"The stack {stack.name} could not be made.", failed)
            compare(run, failed.journal)
            made, title = failed.journal, f"What was made for {stack.name} before it failed"
        try:
            destroy(run, made)
        finally:
            if kubernetes and live.planes:
                tell(run, live.planes, kubernetes)
        report.made(made.rows(), title)
        if len(stack.clusters) > 1:
            report.timeline(sides(made, stack.clusters))
        report.phases(run.phases)
        report.outputs(outputs(state))
        return run.exit_code


def together(stack: StackFile, up: Callable[..., Any]) -> Callable[..., Any]:
    """An `up` that leaves no cluster of the stack out because of another: `pulumi up --continue-on-error`."""
    return partial(up, continue_on_error=True) if len(stack.clusters) > 1 else up


def compare(run: Run, failed: Journal) -> None:
    """After an up that failed: which of several clusters is whole."""
    clusters = run.stack.clusters
    if len(clusters) < 2:
        return
    witness = run.session.witness
    found = sides(failed, clusters, None if witness.cut else witness.skipped)
    run.report.fared(found)
    run.report.say(told(found))
    if not witness.cut:
        run.report.say(
            "The next up makes the rest, and leaves what is whole as it is; of a real stack it is pulumi up --continue-on-error."
        )
    elif 0 < sum(bool(side.failed) for side in found) < len(found):
        run.report.say(way_on(found))


def _exercise(run: Run, planes: Planes, made: Journal) -> None:
    started = time.monotonic()
    problems = [
        problem
        for access in planes.access
        for problem in exercise(Client(access), lambda row: run.report.say(f"  {row}"))
    ]
    words = f"{len(problems)} wrong" if problems else "load, drains and nodes as they should be"
    run.ended("exercise", time.monotonic() - started, words, good=not problems)
    if problems:
        run.report.failed("The applications are not as they should be at work.", problems, made.component)


def tell(run: Run, planes: Planes, kubernetes: Binaries) -> None:
    """Which Kubernetes it was, after how long it was ready and what memory it took; what of it ended too early, and
    what was not judged as it would be elsewhere."""
    ended = planes.ended()
    count = f", {len(planes.planes)} clusters" if len(planes.planes) > 1 else ""
    words = f"ready: {kubernetes}{count}; at most {planes.peak()} MiB"
    run.phases.insert(0, Phase("kubernetes", planes.seconds, words, good=not ended))
    for each in ended:
        run.report.say(each)
    for sentence in run.session.stand_ins():
        run.report.say(f"  stand-in: {sentence}")


def _unchanged(run: Run, made: Journal) -> None:
    again = run.operate("up again", run.session.stack.up, len(made.changes), allowed=())
    problems = [
        Problem(s.urn, f"{s.operation}: {', '.join(s.changed) or 'no property named'}") for s in again.changes
    ]
    if problems:
        heading = "A second up with the same settings must change nothing, but it did."
        run.report.failed(heading, sorted(problems, key=lambda problem: problem.urn), again.component)
        run.report.say(
            "Look for an input that differs from run to run: a time, a random value, an unordered set."
        )


def _check(run: Run, result: Result, checks: Sequence[Check], made: Journal) -> None:
    started = time.monotonic()
    problems = [problem for check in checks for problem in check(result)]
    words = f"{len(problems)} wrong" if problems else f"{len(checks)} passed"
    run.ended("checks", time.monotonic() - started, words, good=not problems)
    if problems:
        run.report.failed("The stack was made, but it is not as it should be.", problems, made.component)
