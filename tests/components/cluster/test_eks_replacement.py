"""What a change of settings does: in place, another pool beside the old one, or another cluster, which is refused."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation.errors import CommandError

from components.cluster import create_cluster
from rehearsal.engine import Engine
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.components.cluster.changes import effects
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, deployed, settings

POOL = {"instance_types": ["m6i.large"], "min": 3, "max": 6}
SCALED: dict[str, Any] = {"autoscaler": "cluster-autoscaler", "node_pools": {"general": POOL}}


@pytest.mark.parametrize(
    ("setting", "updated"),
    [
        ({"kubernetes": "1.36"}, "Cluster main-cluster"),
        ({"api": {"public_from": ["203.0.113.0/24"]}}, "Cluster main-cluster"),
        ({"log_days": 30}, "LogGroup main-logs"),
        ({"network": {"cidr": "10.20.0.0/16", "flow_log_days": 30}}, "LogGroup main-flow-logs"),
        ({"protect": False}, "Cluster main-cluster"),
        ({"node_pools": {"general": {**POOL, "max": 12}}}, "NodeGroup main-node-general"),
        ({"node_pools": {"general": {**POOL, "labels": {"a": "b"}}}}, "NodeGroup main-node-general"),
        ({"node_pools": {"general": {**POOL, "disk_gib": 100}}}, "LaunchTemplate main-node-general"),
    ],
)
def test_these_are_changed_in_place(setting: dict[str, Any], updated: str) -> None:
    found = effects(SCALED, {**SCALED, **setting})

    assert updated in found.updated
    assert found.replaced == set()
    assert found.deleted == set()


@pytest.mark.parametrize(
    "change", [{"instance_types": ["m6a.large"]}, {"instance_types": ["m7g.large"]}, {"spot": True}]
)
def test_these_replace_a_node_pool_and_nothing_else(change: dict[str, Any]) -> None:
    found = effects(SCALED, {**SCALED, "node_pools": {"general": {**POOL, **change}}})

    assert found.replaced == {"NodeGroup main-node-general"}


def test_a_node_pool_that_is_replaced_is_made_before_the_old_one_is_deleted() -> None:
    group = deployed(**SCALED).one("aws:eks/nodeGroup:NodeGroup")

    assert not group.delete_before_replace
    assert "nodeGroupName" not in group.inputs


def test_another_pool_and_one_less_leave_the_rest_alone() -> None:
    found = effects(SCALED, {**SCALED, "node_pools": {"general": POOL, "batch": POOL}})

    assert "NodeGroup main-node-batch" in found.created
    assert (found.replaced, found.deleted) == (set(), set())


def test_endpoints_and_nat_change_without_touching_the_cluster() -> None:
    private = {"cidr": "10.20.0.0/16", "endpoints": "private", "nat": "single"}

    found = effects(SCALED, {**SCALED, "network": private})

    assert not [
        one
        for one in found.replaced | found.updated
        if one.startswith(("Cluster", "NodeGroup", "Vpc", "Subnet"))
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"network": {"cidr": "10.30.0.0/16"}},
        {"zones": ["eu-west-1a", "eu-west-1c", "eu-west-1b"]},
        {"region": "eu-central-1"},
    ],
    ids=["cidr", "zones", "region"],
)
def test_these_would_make_another_network_and_so_another_cluster(change: dict[str, Any]) -> None:
    assert "Cluster main-cluster" in effects(SCALED, {**SCALED, **change}).replaced


@pytest.mark.parametrize("protect", [True, False])
def test_what_a_cluster_cannot_be_without_is_kept_where_it_is_protected(protect: bool) -> None:
    kept = Counter(one.type.rsplit(":", 1)[-1] for one in deployed(protect=protect).resources if one.protect)

    assert kept == ({"Vpc": 1, "Subnet": 6, "Key": 1, "Cluster": 1} if protect else {})


@dataclass
class Lived:
    """A stack of one cluster on the real engine, whose settings may change between one up and the next."""

    live: Session
    chosen: dict[str, Any] = field(default_factory=dict)
    name: str = "main"

    def up(self, **chosen: Any) -> str:
        """What the engine says as it does it, at once; an error of it is its text."""
        return self._say(self.live.stack.up, chosen)

    def preview(self, **chosen: Any) -> str:
        """What the engine says beforehand, as `pulumi up` asks it to."""
        return self._say(self.live.stack.preview, chosen)

    def _say(self, operation: Callable[..., Any], chosen: dict[str, Any]) -> str:
        said: list[str] = []
        self.chosen = chosen
        try:
            operation(on_output=said.append, color="never")
        except CommandError as error:
            said.append(str(error))
        return re.sub(r"\s+", " ", "\n".join(said))

    def ids(self) -> dict[str, str]:
        """The ids of everything that AWS holds, by URN."""
        return {one.urn: one.id for one in self.live.remaining() if one.type.startswith("aws:")}


@contextmanager
def living(engine: Engine) -> Iterator[Lived]:
    lived: list[Lived] = []

    def program() -> None:
        (now,) = lived
        create_cluster(now.name, settings(**now.chosen))

    stack = StackFile("staging", "groundwork", Path("Pulumi.staging.yaml"), dict(NO_DEFAULT_PROVIDERS), {})
    with session(stack, engine, program) as live:
        lived.append(Lived(live))
        yield lived[0]


@pytest.mark.engine
def test_the_engine_refuses_to_replace_a_protected_cluster_and_replaces_nothing(engine: Engine) -> None:
    with living(engine) as stack:
        stack.up()
        before = stack.ids()
        assert len(before) > 60

        for change, named in (
            ({"network": {"cidr": "10.30.0.0/16"}}, "main-vpc"),
            ({"zones": ["eu-west-1a", "eu-west-1c", "eu-west-1b"]}, "main-(public|private)-eu-west-1"),
        ):
            said = stack.up(**change)

            assert re.search(
                rf'unable to replace resource "urn:[^"]+::{named}[^"]*" as it is currently marked for prot',
                said,
            )
            assert before.items() <= stack.ids().items()
        assert "failed" not in stack.up()


@pytest.mark.engine
def test_the_engine_refuses_to_take_a_protected_cluster_out_of_the_stack(engine: Engine) -> None:
    with living(engine) as stack:
        stack.up()
        before = stack.ids()
        stack.name = "other"

        said = stack.preview(network={"cidr": "10.30.0.0/16"})

        assert re.search(
            r'resource "urn:[^"]+::main-cluster" cannot be deleted because it is protected', said
        )
        assert before.items() <= stack.ids().items()


@pytest.mark.engine
def test_a_cluster_that_is_not_protected_is_still_there_when_its_network_cannot_be_replaced(
    engine: Engine,
) -> None:
    with living(engine) as stack:
        stack.up(protect=False)
        before = stack.ids()

        said = stack.up(protect=False, network={"cidr": "10.30.0.0/16"})

        assert "failed" in said
        assert "Cluster already exists" in said
        kept = ("Vpc::main-vpc", "Cluster::main-cluster", "NodeGroup::main-node-system", "Key::main-key")
        held = {(one.urn, one.id) for one in stack.live.remaining()}
        assert {(urn, id_) for urn, id_ in before.items() if urn.endswith(kept)} <= held
