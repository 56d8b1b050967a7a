"""The end of a stack: its protection is taken off as a real one's would be, it is destroyed, and nothing may be left."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from rehearsal.journal import Journal, Problem
from rehearsal.operation import Failed, Run
from rehearsal.state import STACK, left_over, protected, resources, retained


def destroy(run: Run, made: Journal, *, whole: bool | None = None) -> None:
    """Destroy what there is, and prove that it is gone. `made` knows to which component each resource belongs. `whole`: whether
    an up of it succeeds; where everything was good so far, unless said."""
    before = run.session.state()
    if protected(before):
        whole = run.exit_code == 0 if whole is None else whole
        _take_protection_off(run, len(protected(before)), made, whole=whole)
    everything = partial(run.session.stack.destroy, continue_on_error=True)
    try:
        run.operate("destroy", everything, len(resources(before)))
    except Failed as failed:
        run.explain(f"The stack {run.stack.name} could not be destroyed.", failed, made.component)
    _prove(run, retained(before), made)


def released(config: Mapping[str, Any], project: str) -> dict[str, Any]:
    """A stack's configuration with `protect: false` on each of its clusters, and on the bootstrap's state: the setting that lets
    a stack go."""
    changed = dict(config)
    if isinstance(clusters := config.get(key := f"{project}:clusters"), Mapping):
        changed[key] = {name: {**cluster, "protect": False} for name, cluster in clusters.items()}
    if isinstance(state := config.get(key := f"{project}:state"), Mapping):
        changed[key] = {**state, "protect": False}
    return changed


def _take_protection_off(run: Run, count: int, made: Journal, *, whole: bool) -> None:
    run.report.say(
        f"{count} resources are protected. As for a real stack: first protect: false on each cluster and an up."
    )
    if whole:  # a stack that could not be made cannot be brought up to take its protection off either
        run.session.reconfigure(lambda config: released(config, run.stack.project))
        try:
            # Some clouds protect by a lock, which is a resource: taking it off is a deletion.
            run.operate(
                "protection off", run.session.stack.up, len(made.changes), allowed={"update", "delete"}
            )
        except Failed as failed:
            run.explain("The protection could not be taken off.", failed, made.component)
    rest = protected(run.session.state())
    if rest:
        run.report.say(
            f"{len(rest)} are still protected; a real destroy would stop here. Unprotecting them in the state."
        )
        run.session.command("state", "unprotect", "--all", "--yes")


def _prove(run: Run, kept_on_purpose: set[str], made: Journal) -> None:
    started = time.monotonic()
    in_state = resources(run.session.state())
    left, kept = left_over(run.session.remaining(), kept_on_purpose)
    found = {entity.urn: f"still exists, as {entity.id}" for entity in left}
    found |= {
        r["urn"]: "still in the engine's state"
        for r in in_state
        if r["urn"] not in found and r["type"] != STACK
    }
    problems = [Problem(urn, reason) for urn, reason in found.items()]
    words = (
        f"{len(in_state)} left in the engine's state, {len(left)} in the services"
        if problems
        else "nothing is left"
    )
    if kept:
        words += f", {len(kept)} kept on purpose"
    run.ended("proof", time.monotonic() - started, words, good=not problems)
    if problems:
        run.report.failed("The destroy left something behind.", problems, made.component)
