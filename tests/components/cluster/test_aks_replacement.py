"""What a change of settings does to AKS: in place, another pool beside the old one, or something that is refused."""

from typing import Any

import pytest

from rehearsal.simulation.azure import KINDS
from rehearsal.simulation.kinds import Call, Refused, changed
from rehearsal.simulation.world import World
from tests.components.cluster import aks_deployments as aks
from tests.recorded import Recorded, Recording


def native(recording: Recording) -> dict[str, Recorded]:
    return {one.urn: one for one in recording.resources if one.type.startswith(aks.NATIVE)}


def effects(**change: Any) -> tuple[set[str], set[str], set[str]]:
    """Logical names of what a change updates, replaces, and makes or deletes."""
    olds, news = native(aks.made()), native(aks.deployed(**change))
    updated, replaced = set[str](), set[str]()
    for urn in olds.keys() & news.keys():
        old, new = olds[urn], news[urn]
        if changed(old.inputs, new.inputs, KINDS[new.type].replaces):
            replaced.add(new.name)
        elif old.inputs != new.inputs:
            updated.add(new.name)
    return updated, replaced, {(olds | news)[urn].name for urn in olds.keys() ^ news.keys()}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kubernetes": "1.36"}, {"main-cluster", "main-node-general"}),
        ({"log_days": 365}, {"main-logs"}),
        ({"maintenance": {"day": "Saturday"}}, {"main-nodes", "main-upgrades"}),
        ({"node_pools": {"general": {"max": 12}}}, {"main-node-general"}),
        ({"node_pools": {"general": {"labels": {"a": "b"}}}}, {"main-node-general"}),
        ({"system_pool": {"max": 9}}, {"main-cluster"}),
    ],
)
def test_these_are_changed_in_place(change: dict[str, Any], expected: set[str]) -> None:
    assert effects(**change) == (expected, set(), set())


@pytest.mark.parametrize("change", [{"vm_size": "Standard_D8ds_v5"}, {"disk_gib": 100}, {"spot": True}])
def test_these_replace_a_node_pool_and_nothing_else(change: dict[str, Any]) -> None:
    assert effects(node_pools={"general": change}) == (set(), {"main-node-general"}, set())


def test_a_node_pool_that_is_replaced_is_made_before_the_old_one_is_deleted() -> None:
    after = aks.deployed(node_pools={"general": {"disk_gib": 100}}).one(aks.POOL)

    assert not after.delete_before_replace
    assert after.inputs["agentPoolName"] != aks.made().one(aks.POOL).inputs["agentPoolName"]


def test_taking_the_protection_off_only_takes_the_lock_away() -> None:
    assert effects(protect=False) == (set(), set(), {"main-lock"})


def test_another_region_would_be_another_cluster_which_protection_forbids() -> None:
    _, replaced, _ = effects(region="northeurope")

    assert {"main-group", "main-cluster"} <= replaced
    assert aks.made().one(aks.CLUSTER).protect


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (
            {"network": {"cidr": "10.70.0.0/20", "services": "172.21.0.0/16"}},
            "networkProfile.serviceCidr was '172.20.0.0/16' and cannot become '172.21.0.0/16'",
        ),
        (
            {"network": {"cidr": "10.70.0.0/20", "pods": "10.245.0.0/16"}},
            "networkProfile.podCidr was '10.244.0.0/16' and cannot become '10.245.0.0/16'",
        ),
        (
            {"api": {"public_from": ["203.0.113.0/24"]}},
            "apiServerAccessProfile.enablePrivateCluster was True and cannot become False",
        ),
    ],
)
def test_these_are_refused_by_azure_rather_than_replacing_the_cluster(
    change: dict[str, Any], refusal: str
) -> None:
    assert effects(**change)[1] == set()

    with pytest.raises(Refused) as refused:
        update(aks.deployed(**change))

    assert str(refused.value) == f"PropertyChangeNotAllowed: {refusal}"


def update(after: Recording) -> None:
    """Update the cluster as it is by default, in a world that has its resource group."""
    provider, world = {"subscriptionId": aks.SUBSCRIPTION}, World()
    group = aks.made().one("azure-native:resources:ResourceGroup")
    inputs = {"resourceGroupName": group.outputs["name"]}
    world.create(
        KINDS[group.type], Call(group.type, group.urn, group.name, inputs, provider, world, "0" * 32)
    )
    old, new = aks.made().one(aks.CLUSTER), after.one(aks.CLUSTER)
    world.update(
        KINDS[aks.CLUSTER],
        Call(aks.CLUSTER, new.urn, new.name, new.inputs, provider, world, "0" * 32, old.id, old.outputs),
    )
