"""Draining under a budget: what is told when it can never end."""

import pytest

from rehearsal.life.exercise.drain import drained
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import Living, deployment, soon

pytestmark = pytest.mark.engine


def test_a_budget_that_never_lets_go_is_a_problem_and_so_is_none(living: Living) -> None:
    home = living.namespace("drained")
    living.put(deployment(home, "web", 2))
    soon(
        lambda: (
            living.client.get(Ref("apps/v1", "Deployment", "web", home))
            .get("status", {})
            .get("readyReplicas")
            == 2
        )
    )
    scaler = {"metadata": {"name": "web", "namespace": home}, "spec": {"scaleTargetRef": {"name": "web"}}}
    (none,) = drained(living.client, scaler)
    spec = {"minAvailable": 2, "selector": {"matchLabels": {"app": "web"}}}
    budget = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web", "namespace": home},
    }
    living.put({**budget, "spec": spec})
    ref = Ref("policy/v1", "PodDisruptionBudget", "web", home)
    soon(lambda: living.client.get(ref).get("status", {}).get("currentHealthy") == 2)

    (stuck,) = drained(living.client, scaler)

    assert none.problem == "no PodDisruptionBudget is for its pods"
    assert (stuck.after, stuck.problem) == (
        "held for ever",
        "its budget never lets a pod go: a drain would not end",
    )
