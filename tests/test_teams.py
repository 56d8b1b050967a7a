"""A stack is split by settings alone: what a team's stack looks up the other one makes, and both make nothing twice."""

from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from rehearsal.recorded import RELEASE, Recording
from rehearsal.render import recording_of
from rehearsal.simulation.kinds import value_at
from rehearsal.simulation.kubernetes.charts import brought
from rehearsal.stackfile import ROOT, find, read
from tests.stackfiles import recorded

TEAM = ROOT / "examples" / "Pulumi.team.yaml"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
CLUSTER = "use1"
MOVED = "clipper"


@cache
def rest() -> Recording:
    """The production stack without the application that the team's stack has."""
    stack = find("production")
    key = f"{stack.project}:applications"
    others = {name: one for name, one in stack.config[key].items() if name != MOVED}
    return recording_of(replace(stack, config={**stack.config, key: others}))


def objects(recording: Recording) -> set[tuple[str, str]]:
    """The objects on the cluster: type and id."""
    return {(one.type, one.id) for one in recording.objects() if one.cluster.startswith(CLUSTER)}


def groups(recording: Recording) -> set[str]:
    """The API groups that releases and definitions bring to the cluster."""
    on = [one for one in recording.resources if one.cluster.startswith(CLUSTER)]
    by_release = {group for one in on if one.type == RELEASE for group in brought(one.inputs)}
    return by_release | {str(value_at(one.inputs, "spec.group")) for one in on if one.type == DEFINITION}


def test_the_team_s_stack_has_what_was_taken_out_of_the_other_one() -> None:
    placed: dict[str, Any] = yaml.safe_load(TEAM.read_text())["config"]["groundwork:applications"]

    assert list(placed) == [MOVED]
    assert list(read(TEAM).settings["clusters"]) == [CLUSTER]
    assert not [one for one in rest().of("groundwork:application:Application") if one.name.endswith(MOVED)]


def test_all_that_the_team_s_stack_looks_up_is_made_by_the_other_one() -> None:
    looked_up = set(recorded(TEAM).looked_up)
    made, brings = objects(rest()), groups(rest())

    assert looked_up
    missing = {
        (type_, id_)
        for type_, id_ in looked_up - made
        if not (type_ == DEFINITION and id_.partition(".")[2] in brings)
    }
    assert missing == set()


def test_both_make_nothing_twice() -> None:
    ours = objects(recorded(TEAM))

    assert ours
    assert ours & objects(rest()) == set()
