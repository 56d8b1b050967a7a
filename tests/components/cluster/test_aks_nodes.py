"""The nodes of an AKS cluster."""

from typing import Any

import pytest

from components.cluster.aks_nodes import pool_name
from settings.clusters.aks import AksNodePool
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.aks_deployments import deployed, made, open_staging, plane


def system() -> Any:
    (pool,) = plane(made())["agentPoolProfiles"]
    return pool


def user() -> Any:
    return made().one(aks.POOL).inputs


@pytest.mark.parametrize("pool", [system, user])
def test_every_node_is_private_and_its_disks_are_encrypted_on_the_host(pool: Any) -> None:
    assert pool()["enableNodePublicIP"] is False
    assert pool()["enableEncryptionAtHost"] is True
    assert pool()["vnetSubnetID"] == made().one(aks.SUBNET).id


@pytest.mark.parametrize("pool", [system, user])
def test_every_node_starts_by_a_signed_chain_and_lets_nobody_log_in(pool: Any) -> None:
    assert pool()["securityProfile"] == {
        "enableSecureBoot": True,
        "enableVTPM": True,
        "sshAccess": "Disabled",
    }
    assert pool()["osSKU"] == "AzureLinux"


@pytest.mark.parametrize("pool", [system, user])
def test_every_pool_is_over_three_zones_and_the_autoscaler_keeps_to_its_bounds(pool: Any) -> None:
    assert pool()["availabilityZones"] == ["1", "2", "3"]
    assert pool()["enableAutoScaling"] is True
    assert pool()["count"] == pool()["minCount"] < pool()["maxCount"]


def test_the_system_pool_is_for_the_clusters_own_pods() -> None:
    assert system()["mode"] == "System"
    assert system()["nodeTaints"] == ["CriticalAddonsOnly=true:NoSchedule"]
    assert (system()["minCount"], system()["maxCount"]) == (3, 6)


def test_the_other_pools_are_for_applications() -> None:
    assert user()["mode"] == "User"
    assert "nodeTaints" not in user()


def test_the_number_of_nodes_is_the_autoscalers() -> None:
    assert made().one(aks.POOL).ignore_changes == ("count",)
    assert made().one(aks.CLUSTER).ignore_changes == ("agentPoolProfiles[0].count",)


def test_disks_are_on_the_host_where_they_fit() -> None:
    assert system()["osDiskType"] == "Ephemeral"
    assert open_staging().one(aks.POOL, "main-node-arm").inputs["osDiskType"] == "Managed"


def test_an_arm_pool_has_no_signed_boot_because_azure_has_none_for_it() -> None:
    arm = open_staging().one(aks.POOL, "main-node-arm").inputs["securityProfile"]

    assert arm == {"enableSecureBoot": False, "enableVTPM": False, "sshAccess": "Disabled"}


def test_a_spot_pool_pays_what_it_costs_and_does_not_surge() -> None:
    spot = open_staging().one(aks.POOL, "main-node-arm").inputs

    assert (spot["scaleSetPriority"], spot["scaleSetEvictionPolicy"], spot["spotMaxPrice"]) == (
        "Spot",
        "Delete",
        -1,
    )
    assert "upgradeSettings" not in spot
    assert spot["nodeLabels"] == {"a": "b"}


def test_an_upgrade_makes_room_first_and_does_not_hang_on_one_node() -> None:
    assert user()["upgradeSettings"] == {
        "maxSurge": "33%",
        "drainTimeoutInMinutes": 30,
        "undrainableNodeBehavior": "Cordon",
    }


def test_what_cannot_change_in_place_changes_the_pools_name_so_that_the_new_one_comes_first() -> None:
    names = {
        pool_name("general", AksNodePool(**change))
        for change in ({}, {"vm_size": "Standard_D8ds_v5"}, {"disk_gib": 100}, {"spot": True})
    }

    assert len(names) == 4


def test_what_can_change_in_place_keeps_the_name() -> None:
    assert pool_name("general", AksNodePool(max=20, min=1, labels={"a": "b"})) == pool_name(
        "general", AksNodePool()
    )


def test_no_name_is_longer_than_azure_takes() -> None:
    assert len(pool_name("abcdefgh", AksNodePool())) == 12
    assert system()["name"].startswith("system")


def test_a_pool_stays_at_its_own_version_until_it_is_drained_and_takes_no_new_pods_once_it_is_closed() -> (
    None
):
    pools = {"general": {"kubernetes": "1.35", "closed": True}, "generalb": {}}
    recording = deployed(kubernetes="1.36", node_pools=pools)
    old, new = (recording.one(aks.POOL, f"main-node-{name}").inputs for name in pools)

    assert (old["orchestratorVersion"], new["orchestratorVersion"]) == ("1.35", "1.36")
    assert old["nodeTaints"] == ["groundwork/closed=true:NoSchedule"]
    assert "nodeTaints" not in new
    assert plane(recording)["agentPoolProfiles"][0]["orchestratorVersion"] == "1.36"


def test_neither_replaces_a_pool() -> None:
    assert pool_name("general", AksNodePool(kubernetes="1.34", closed=True)) == pool_name(
        "general", AksNodePool()
    )
