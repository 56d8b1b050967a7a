"""One rehearsal under way: operations of the engine as phases, each with its progress, its result and its failures."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from pulumi.automation.errors import CommandError

from rehearsal.journal import Journal, Problem
from rehearsal.report import Phase, Report, described
from rehearsal.session import Session, last_words
from rehearsal.stackfile import StackFile

QUIET: dict[str, Any] = {"suppress_progress": True, "suppress_outputs": True, "color": "never"}

SECOND_HAND = ("an unhandled error occurred", "Exception calling application")
"""What follows from an error already told."""
FAULT = "a fault in the simulation itself"


class Failed(Exception):
    """An operation of the engine did not succeed; its journal says why."""

    def __init__(self, journal: Journal, words: str) -> None:
        super().__init__(words)
        self.journal = journal
        self.words = words


@dataclass
class Run:
    """One rehearsal under way: what it drives, what it tells, and the phases that have ended."""

    stack: StackFile
    session: Session
    report: Report
    phases: list[Phase] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def operate(
        self, name: str, operation: Callable[..., Any], total: int = 0, allowed: Collection[str] | None = None
    ) -> Journal:
        """One operation of the engine with its progress, as a phase. It is good when the engine succeeds and, where
        `allowed` is given, does nothing else than that (`update`, for instance). Raises Failed when the engine fails."""
        journal = Journal()
        try:
            with self.report.progress(name, journal, total):
                operation(
                    on_event=journal.record, on_output=self.said.append, on_error=self.said.append, **QUIET
                )
        except CommandError as error:
            self.ended(name, journal.seconds, f"failed after {described(journal.counts)}", good=False)
            raise Failed(journal, str(error)) from None
        good = allowed is None or set(journal.counts) <= set(allowed)
        self.ended(name, journal.seconds, described(journal.counts), good=good)
        for warning in journal.warnings:
            if warning.message not in self.warned:
                self.warned.append(warning.message)
                self.report.say(f"  warning: {warning.message}")
        return journal

    def ended(self, name: str, seconds: float, result: str, *, good: bool) -> None:
        """Remember a phase."""
        self.phases.append(Phase(name, seconds, result, good))

    @property
    def exit_code(self) -> int:
        """0 when every phase was good, else 1."""
        return int(not all(phase.good for phase in self.phases))

    def explain(self, heading: str, failed: Failed, component: Callable[[str], str] | None = None) -> None:
        """Tell why an operation failed, and what to do next. `component` names a resource's place, if not the journal."""
        journal = failed.journal
        problems = [problem for problem in journal.errors if problem.urn] or journal.errors
        first_hand = [problem for problem in problems if not problem.message.startswith(SECOND_HAND)]
        shown = first_hand or problems or [Problem("", failed.words.strip())]
        self.report.failed(heading, shown, component or journal.component)
        if any("Traceback (most recent call last)" in problem.message for problem in shown):
            self.report.say(
                "This is a fault in the program; the last line of the traceback that is ours is where to look."
            )
        elif any(FAULT in problem.message for problem in shown):
            self.report.say(
                f"The process that simulates the clouds has this to say:\n{last_words(self.session.log)}"
            )
        else:
            self.report.say(
                f"Correct what is named above, in {self.stack.path.name} or in the component, and run the same command again."
            )
