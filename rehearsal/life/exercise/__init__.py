"""Shows a stack's applications at work: their autoscalers under load, their budgets in a drain, nodes for pods that wait."""

from collections.abc import Callable, Iterator
from typing import Any

from rehearsal.journal import Problem
from rehearsal.life.exercise import drain, load
from rehearsal.life.exercise.rows import Row
from rehearsal.providers.kubernetes.client import Client

APPLICATIONS = "app.kubernetes.io/managed-by=pulumi,app.kubernetes.io/part-of"
"""What is made as an application's (components/naming.py); the autoscalers of add-ons are their charts'."""
SCALER = ("autoscaling/v2", "HorizontalPodAutoscaler")


def exercise(client: Client, tell: Callable[[str], None]) -> list[Problem]:
    """Exercise every application of a cluster that has an autoscaler, and tell each thing that happened as one line.

    Answers what is not as it should be. Everything is put back: autoscalers, load and nodes. client: of no patience, for a
    budget that holds is an answer here.
    """
    problems: list[Problem] = []
    for row in rows(client):
        tell(str(row))
        if row.problem:
            problems.append(Problem("", f"{row.what}: {row.problem}"))
    return problems


def rows(client: Client) -> Iterator[Row]:
    """The rows, as they come about: all loads at once, then one drain after another."""
    scalers: list[dict[str, Any]] = client.list(*SCALER, labels=APPLICATIONS)
    yield from load.raised_and_lowered(client, scalers)
    for scaler in scalers:
        yield from drain.drained(client, scaler)
