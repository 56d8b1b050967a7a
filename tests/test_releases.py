"""The life of a release, as docs/runbooks/releases.md tells it: each of its steps on the real engine, by either way in."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import yaml

from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine
from rehearsal.journal import Journal, Step
from rehearsal.operation import QUIET
from rehearsal.program import program
from rehearsal.session import Session, session
from rehearsal.stackfile import ROOT, find
from settings.workload import Candidate

pytestmark = pytest.mark.engine

OLD, NEW = "registry.example.com/orion/auth-service:1.4.2", "registry.example.com/orion/auth-service:1.5.0"
APPLICATIONS, PLATFORM = "groundwork:applications", "groundwork:platform"
DEPLOYMENT, SERVICE = "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Service"
INGRESS, ROUTE = (
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
)
SHARES = "kubernetes:networking.istio.io/v1:VirtualService"
SERVES, BESIDE = "main-auth-service", "main-auth-service-candidate"
WAYS = ("nginx", "gateway")


@dataclass
class Release:
    """ORION alone on a small platform, between whose ups its settings change."""

    live: Session
    way_in: str
    last: list[Step] = field(default_factory=list)

    def up(self, image: str, candidate: dict[str, Any] | None = None) -> None:
        """The stack file says so, and `pulumi up`. Raises CommandError."""

        def change(config: dict[str, Any]) -> dict[str, Any]:
            return {**config, APPLICATIONS: {"orion": orion(self.way_in, image, candidate)}}

        self.live.reconfigure(change)
        journal = Journal()
        up: Callable[..., Any] = self.live.stack.up
        up(on_event=journal.record, **QUIET)
        journal.finish()
        self.last = journal.changes

    @property
    def held(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What there is, by type and name."""
        return {
            (one["type"], one["urn"].rpartition("::")[2]): one["inputs"]
            for one in self.live.state()["resources"]
            if "inputs" in one
        }

    @property
    def weights(self) -> tuple[int, int]:
        """Percent of the requests from outside for the version that serves, and for the candidate."""
        held = self.held
        if self.way_in == "nginx":
            beside = held.get((INGRESS, BESIDE))
            if beside is None:
                return 100, 0
            share = int(beside["metadata"]["annotations"]["nginx.ingress.kubernetes.io/canary-weight"])
            return 100 - share, share
        (rule,) = [
            rule for rule in held[ROUTE, f"{SERVES}-route"]["spec"]["rules"] if rule["name"] == "requests"
        ]
        found = {to["name"]: to["weight"] for to in rule["backendRefs"]}
        return found["auth-service"], found.get("auth-service-candidate", 0)

    @property
    def weights_in_the_mesh(self) -> tuple[int, int]:
        body = self.held.get((SHARES, f"{SERVES}-shares"))
        if body is None:
            return 100, 0
        (*_, rule) = body["spec"]["http"]
        first, second = (to["weight"] for to in rule["route"])
        return first, second

    @property
    def behind_the_service(self) -> str:
        selector: dict[str, str] = self.held[SERVICE, SERVES]["spec"]["selector"]
        return selector["app"]

    def image(self, name: str) -> str | None:
        """What a Deployment runs, None where there is none."""
        made = self.held.get((DEPLOYMENT, name))
        return made["spec"]["template"]["spec"]["containers"][0]["image"] if made else None

    def did_to(self, type_: str, name: str) -> list[str]:
        """What the last up did to one resource."""
        return [step.operation for step in self.last if (step.type, step.name) == (type_, name)]

    def when(self, type_: str, name: str) -> Step:
        (step,) = [step for step in self.last if (step.type, step.name) == (type_, name)]
        return step


def orion(way_in: str, image: str, candidate: dict[str, Any] | None) -> dict[str, Any]:
    said = {
        "image": image,
        "host": "auth.example.com",
        "scale": {"min": 4, "max": 8},
        "mesh": way_in == "gateway",
    }
    return {**said, "candidate": candidate} if candidate else said


@contextmanager
def begun(engine: Engine, way_in: str, kubernetes: Binaries | None = None) -> Iterator[Release]:
    """The old version, serving. kubernetes: the programs of a real one."""
    local = find("local")
    platform = {**local.config[PLATFORM], "ingress": way_in, "monitoring": False, "logs": False}
    config = {**local.config, PLATFORM: platform, APPLICATIONS: {"orion": orion(way_in, OLD, None)}}
    with session(replace(local, config=config), engine, program(), kubernetes) as live:
        if live.planes:
            live.planes.wait()
        release = Release(live, way_in)
        release.up(OLD)
        yield release


def test_every_candidate_in_the_runbook_is_one_that_a_stack_file_may_have() -> None:
    text = (ROOT / "docs" / "runbooks" / "releases.md").read_text()
    found = [yaml.safe_load(one) for one in re.findall(r"candidate: (\{.*?\})", text)]
    table = [
        yaml.safe_load(one.replace("NEW", NEW)) for one in re.findall(r"^\| `(\{.*?\})`", text, re.MULTILINE)
    ]

    shares = [Candidate.model_validate(one).share for one in found]
    assert shares == [10, 100, 100, 0]
    assert [Candidate.model_validate(one).share for one in table] == [10, 0, 100, 0]


def takes_over(release: Release) -> None:
    """From a trial to the candidate's image being the application's."""
    seen = []
    for candidate in (
        {"image": NEW, "weight": 10},
        {"image": NEW, "weight": 50},
        {"image": NEW, "state": "promoted"},
    ):
        release.up(OLD, candidate)
        seen.append(release.weights)
        assert release.did_to(DEPLOYMENT, SERVES) == [], "the version that serves, and the way back"
        if release.way_in == "gateway":
            assert release.weights_in_the_mesh == release.weights
    assert seen == [(90, 10), (50, 50), (0, 100)]
    assert (release.image(SERVES), release.image(BESIDE)) == (OLD, NEW)
    assert release.behind_the_service == "auth-service-candidate"

    release.up(NEW, {"image": NEW, "state": "promoted"})
    assert release.image(SERVES) == NEW
    assert release.weights == (0, 100), "nobody asks it while its pods are replaced"
    assert release.did_to(DEPLOYMENT, BESIDE) == []

    release.up(NEW)
    assert release.weights == (100, 0)
    assert release.behind_the_service == "auth-service"
    assert release.image(BESIDE) is None
    assert release.did_to(DEPLOYMENT, SERVES) == []
    assert not [name for _, name in release.held if "candidate" in name or name == f"{SERVES}-shares"]


@pytest.mark.parametrize("way_in", WAYS)
def test_a_version_is_tried_promoted_and_taken_over(engine: Engine, way_in: str) -> None:
    with begun(engine, way_in) as release:
        takes_over(release)


@pytest.mark.kubernetes
def test_a_real_api_server_takes_every_step_too(engine: Engine, programs: Binaries) -> None:
    with begun(engine, "gateway", programs) as release:
        takes_over(release)


@pytest.mark.parametrize("way_in", WAYS)
def test_a_version_is_tried_and_given_up(engine: Engine, way_in: str) -> None:
    with begun(engine, way_in) as release:
        before = release.held

        release.up(OLD, {"image": NEW, "weight": 10})
        assert release.weights == (90, 10)
        route = (INGRESS, BESIDE) if way_in == "nginx" else (ROUTE, f"{SERVES}-route")
        made = release.when(DEPLOYMENT, BESIDE).ended
        assert made is not None
        assert made <= release.when(*route).started, "requests come when its pods are ready"

        release.up(OLD, {"image": NEW, "weight": 10, "state": "aborted"})
        assert release.weights == (100, 0)
        assert release.did_to(DEPLOYMENT, SERVES) == release.did_to(SERVICE, SERVES) == []
        assert release.held == before
        gone = release.when(*route).ended
        assert gone is not None
        assert gone <= release.when(DEPLOYMENT, BESIDE).started, "requests stop before its pods do"


@pytest.mark.parametrize("way_in", WAYS)
def test_a_whole_second_set_of_pods_waits_for_testers_alone_and_then_takes_all(
    engine: Engine, way_in: str
) -> None:
    blue_green = {"image": NEW, "strategy": "blue-green"}
    with begun(engine, way_in) as release:
        release.up(OLD, blue_green)
        assert release.weights == (100, 0)
        assert release.image(BESIDE) == NEW

        release.up(OLD, {**blue_green, "state": "promoted"})
        assert release.weights == (0, 100)
        assert release.did_to(DEPLOYMENT, SERVES) == release.did_to(DEPLOYMENT, BESIDE) == []

        release.up(OLD, {**blue_green, "state": "aborted"})
        assert release.weights == (100, 0)
        assert release.behind_the_service == "auth-service"
        assert release.did_to(DEPLOYMENT, SERVES) == []
