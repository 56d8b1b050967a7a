"""docs/runbooks/upgrade.md: a minor of Kubernetes with a second pool of nodes, by settings alone, on each cloud."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from rehearsal.engine import Engine
from rehearsal.journal import Journal
from rehearsal.operation import QUIET
from rehearsal.program import program
from rehearsal.session import Session, session
from rehearsal.stackfile import ROOT, read
from tests.rehearsal.faults.conftest import steps

pytestmark = pytest.mark.engine

PLATFORM = dict.fromkeys(
    ("cert_manager", "secrets", "ingress", "istio", "monitoring", "logs", "backup", "dns", "metrics_server"),
    False,
)
OLD, NEW = "1.35", "1.36"
KEPT = {
    "since": "2026-11-21T00:00:00Z",
    "until": "2026-12-05T00:00:00Z",
    "scope": "no-minor-or-node-upgrades",
}
Cluster = dict[str, Any]


def pinned(cluster: Cluster) -> None:
    cluster["node_pools"]["general"]["kubernetes"] = OLD


def excluded(cluster: Cluster) -> None:
    cluster["maintenance"] = {"exclusions": {"upgrade": KEPT}}


CASES: dict[str, tuple[Any, ...]] = {
    "eks": (
        {"node_pools": {"system": {"min": 2}, "general": {}}},
        pinned,
        {"update main-node-class-general"},
        {"main-node-class-general", "main-node-pool-general"},
        {"main-node-class-generalb", "main-node-pool-generalb"},
        {"update main-node-pool-general"},
    ),
    "eks-managed": (
        {"node_pools": {"general": {}}, "autoscaler": "cluster-autoscaler"},
        pinned,
        set[str](),
        {"main-node-general"},
        {"main-node-generalb"},
        {"update main-node-general"},
    ),
    "gke": (
        {"node_pools": {"general": {}}},
        excluded,
        {"update main-cluster"},
        {"main-general"},
        {"main-generalb"},
        {"update main-general"},
    ),
    "aks": (
        {"node_pools": {"general": {}}, "registry": None, "dns": None},
        pinned,
        set[str](),
        {"main-node-general"},
        {"main-node-generalb"},
        {"update main-node-general"},
    ),
}
"""Cloud -> changes to its example, how nodes are kept, what that changes; the resources of the old pool and of the new, and what
closing the old one changes."""


class Steps:
    """A session whose one cluster is changed from one `up` to the next."""

    def __init__(self, live: Session, cluster: Cluster) -> None:
        self._live, self._cluster = live, deepcopy(cluster)

    def up(self, change: Callable[[Cluster], None] = lambda cluster: None) -> Journal:
        """Everything as the settings say, once they are changed."""
        change(self._cluster)
        section = {"groundwork:clusters": {"main": self._cluster}}
        self._live.reconfigure(lambda config: {**config, **section})
        journal = Journal()
        self._live.stack.up(on_event=journal.record, **QUIET)
        journal.finish()
        return journal


@pytest.mark.parametrize("cloud", CASES)
def test_the_old_nodes_stay_untouched_until_they_are_closed_and_go_last(cloud: str, engine: Engine) -> None:
    changes, keep, kept, old, new, closing = CASES[cloud]
    stack = read(ROOT / "examples" / f"Pulumi.{cloud.partition('-')[0]}.yaml")
    cluster = {**stack.config["groundwork:clusters"]["main"], "kubernetes": OLD, "protect": False, **changes}
    cluster = {name: value for name, value in cluster.items() if value is not None}
    config = {
        "pulumi:disable-default-providers": ["*"],
        "groundwork:clusters": {"main": cluster},
        "groundwork:platform": PLATFORM,
        "groundwork:applications": {},
    }
    one = replace(stack, config=config, secrets={}, variables={})

    def raised(cluster: Cluster) -> None:
        pools = cluster["node_pools"]
        first = {name: value for name, value in pools["general"].items() if name != "kubernetes"}
        cluster.update(kubernetes=NEW, node_pools={**pools, "generalb": first})

    with session(one, engine, program(one.root)) as live:
        course = Steps(live, cluster)
        assert old <= {name(step) for step in steps(course.up())}

        assert steps(course.up(keep)) == kept

        done = steps(upgraded := course.up(raised))
        assert {"update main-cluster", *(f"create {one}" for one in new)} <= done
        assert not old & {name(step) for step in done}
        assert {step.partition(" ")[0] for step in done} == {"create", "update"}
        assert began(upgraded, *new) > ended(upgraded, "main-cluster")

        assert (
            steps(course.up(lambda cluster: cluster["node_pools"]["general"].update(closed=True))) == closing
        )

        gone = steps(course.up(lambda cluster: cluster["node_pools"].pop("general")))
        assert gone == {f"delete {one}" for one in old}
        assert steps(course.up()) == set()

        live.stack.destroy(**QUIET)
        assert [one for one in live.remaining() if not one.kept] == []


def name(step: str) -> str:
    return step.partition(" ")[2]


def began(journal: Journal, *names: str) -> float:
    """When the first of these was begun."""
    return min(step.started for step in journal.changes if step.name in names)


def ended(journal: Journal, name: str) -> float:
    """When that was done."""
    return max(step.ended or 0.0 for step in journal.changes if step.name == name)


def test_the_runbook_says_what_was_tried_here() -> None:
    text = (ROOT / "docs" / "runbooks" / "upgrade.md").read_text()

    assert 'general: { …, kubernetes: "1.35" }' in text
    assert "closed: true" in text
    assert f"scope: {KEPT['scope']}" in text
