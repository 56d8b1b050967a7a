"""The engine's events become steps, components, counts and reasons."""

from typing import Any

import pytest
from pulumi.automation import EngineEvent

from rehearsal.journal import NO_COMPONENT, Journal, Problem, clean, type_of

ROOT = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s"
PLATFORM = "urn:pulumi:s::p::x:Platform::platform"
ADDON = "urn:pulumi:s::p::x:Platform$x:Addon::certs"
PART = "urn:pulumi:s::p::x:Platform$x:Addon$x:Part::deep"
POD = "urn:pulumi:s::p::x:Platform$x:Addon$x:Part$k:Pod::pod"
VPC = "urn:pulumi:s::p::aws:Vpc::vpc"


class Clock:
    """A clock that the test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def metadata(urn: str, op: str, parent: str, custom: bool, **more: Any) -> dict[str, Any]:
    type_ = type_of(urn)
    state = {"type": type_, "urn": urn, "id": "", "parent": parent, "provider": "", "custom": custom}
    return {"op": op, "urn": urn, "type": type_, "provider": "", "new": state, **more}


def event(kind: str, body: dict[str, Any]) -> EngineEvent:
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, kind: body})


class Played:
    """A journal and the events that feed it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.journal = Journal(self.clock)

    def begin(
        self, urn: str, op: str = "create", *, parent: str = ROOT, custom: bool = True, **more: Any
    ) -> None:
        self.journal.record(
            event("resourcePreEvent", {"metadata": metadata(urn, op, parent, custom, **more)})
        )

    def end(self, urn: str, op: str = "create") -> None:
        self.journal.record(event("resOutputsEvent", {"metadata": metadata(urn, op, "", True)}))

    def fail(self, urn: str, op: str = "create") -> None:
        body = {"metadata": metadata(urn, op, "", True), "status": 0, "steps": 0}
        self.journal.record(event("resOpFailedEvent", body))

    def say(self, severity: str, message: str, urn: str = "") -> None:
        body = {"message": message, "color": "never", "severity": severity, "urn": urn}
        self.journal.record(event("diagnosticEvent", body))


@pytest.fixture
def played() -> Played:
    """A stack with a platform of one add-on that has a part with a pod, and a network outside it."""
    played = Played()
    played.begin(ROOT, parent="", custom=False)
    played.begin(PLATFORM, custom=False)
    played.begin(VPC)
    played.begin(ADDON, parent=PLATFORM, custom=False)
    played.begin(PART, parent=ADDON, custom=False)
    played.begin(POD, parent=PART)
    return played


def test_a_resource_belongs_to_the_nearest_component_two_levels_down(played: Played) -> None:
    named = {urn: played.journal.component(urn) for urn in (ROOT, VPC, PLATFORM, ADDON, PART, POD)}

    assert named == {
        ROOT: NO_COMPONENT, VPC: NO_COMPONENT, PLATFORM: "platform",
        ADDON: "platform / certs", PART: "platform / certs", POD: "platform / certs",
    }  # fmt: skip


def test_a_resource_that_never_began_is_placed_by_the_type_of_its_parent(played: Played) -> None:
    assert played.journal.component("urn:pulumi:s::p::x:Platform$x:Addon$k:Pod::other") == "platform / certs"
    assert played.journal.component("urn:pulumi:s::p::x:Other$k:Pod::other") == NO_COMPONENT
    assert played.journal.component("no urn") == NO_COMPONENT


def test_the_table_counts_by_component_and_measures_from_first_start_to_last_end(played: Played) -> None:
    played.clock.now += 2.0
    played.end(POD)
    played.clock.now += 5.0
    played.end(ADDON)

    rows = {row.component: (dict(row.operations), row.seconds) for row in played.journal.rows()}

    assert rows == {
        NO_COMPONENT: ({"create": 2}, 0.0), "platform": ({"create": 1}, 0.0), "platform / certs": ({"create": 3}, 2.0),
    }  # fmt: skip


def test_resources_are_what_is_neither_a_component_nor_a_provider(played: Played) -> None:
    played.begin("urn:pulumi:s::p::pulumi:providers:aws::aws")

    assert [step.urn for step in played.journal.resources] == [VPC, POD]


def test_parts_stand_under_their_whole_in_the_table() -> None:
    played = Played()
    names: dict[str, str] = {}
    for name in ("one", "two"):
        played.clock.now += 1
        played.begin(names.setdefault(name, f"urn:pulumi:s::p::x:C::{name}"), custom=False)
    for name in ("two", "one"):
        played.clock.now += 1
        played.begin(f"urn:pulumi:s::p::x:C$x:D::part-of-{name}", parent=names[name], custom=False)

    assert [row.component for row in played.journal.rows()] == [
        "one",
        "one / part-of-one",
        "two",
        "two / part-of-two",
    ]


def test_what_stays_the_same_is_no_change(played: Played) -> None:
    played.begin("urn:pulumi:s::p::aws:Vpc::other", "same")

    assert played.journal.counts == {"create": 6}


def test_a_change_names_its_properties() -> None:
    played = Played()
    played.begin(
        VPC, "update", detailedDiff={"tags.a": {"diffKind": "update", "inputDiff": True}}, diffs=["tags"]
    )

    assert [step.changed for step in played.journal.changes] == [("tags.a",)]


def test_what_failed_was_not_made(played: Played) -> None:
    played.fail(POD)

    assert POD not in {step.urn for step in played.journal.changes}
    assert [step.urn for step in played.journal.steps if step.failed] == [POD]


def test_only_resources_under_way_are_running(played: Played) -> None:
    played.end(VPC)

    assert [step.name for step in played.journal.running] == ["pod"]


def test_errors_and_warnings_are_kept_once(played: Played) -> None:
    for _ in range(2):
        played.say("error", "<{%fg 1%}>bad<{%reset%}>", POD)
        played.say("warning", "careful")
        played.say("info", "nothing")
        played.say("error", " ")

    assert played.journal.errors == [Problem(POD, "bad")]
    assert played.journal.warnings == [Problem("", "careful")]


@pytest.mark.parametrize(
    ("message", "cleaned"),
    [
        (
            "creating urn: rpc error: code = FailedPrecondition desc = InUse: vpc-1 is in use",
            "InUse: vpc-1 is in use",
        ),
        (
            "aws:Vpc resource 'v': property cidr value {10/8 hunter2} has a problem: not a CIDR",
            "cidr: not a CIDR",
        ),
        ("plain words\nof two lines\n", "plain words\nof two lines"),
    ],
)
def test_a_message_becomes_a_sentence_without_the_value_that_was_given(message: str, cleaned: str) -> None:
    assert clean(message) == cleaned
