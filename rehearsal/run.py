"""The verbs that need an engine: `preview`, and `up`, which is the whole life of a stack.

`up` makes everything, makes it again to prove that nothing changes, checks what came out, destroys it, and proves twice
that nothing is left: by the engine's state, and by what the simulated services say they still hold.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from rehearsal import engine
from rehearsal.checks import CHECKS, Check, Result
from rehearsal.ending import destroy
from rehearsal.journal import Journal, Problem
from rehearsal.operation import Failed, Run
from rehearsal.report import Report
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


def up(stack: StackFile, program: Program, report: Report, checks: Sequence[Check] = CHECKS) -> int:
    """Make, make again, check, destroy, prove. The exit code: 0, or 1 when any of these is not as it should be."""
    found = engine.find(report.say)
    with session(stack, found, program) as live:
        run = Run(stack, live, report)
        title = f"What was made for {stack.name}"
        state: dict[str, Any] = {}
        try:
            made = run.operate("up", live.stack.up)
            _unchanged(run, made)
            state = live.state()
            _check(run, Result(stack, state, "\n".join(run.said)), checks, made)
        except Failed as failed:
            run.explain(f"The stack {stack.name} could not be made.", failed)
            made, title = failed.journal, f"What was made for {stack.name} before it failed"
        destroy(run, made)
        report.made(made.rows(), title)
        report.phases(run.phases)
        report.outputs(outputs(state))
        return run.exit_code


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
