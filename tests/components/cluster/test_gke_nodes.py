"""The nodes of a GKE cluster."""

from typing import Any

import pulumi
import pytest

from components.cluster.gke_nodes import first_nodes
from rehearsal.simulation.gcp import KINDS
from settings.clusters.gke import GkeNodePool
from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import MEMBER, POOL, deployed, made

DATA = ("storage.", "secretmanager.", "dns.", "cloudkms.", "bigquery.", "editor", "owner", "container.admin")


def node() -> Any:
    return made().one(POOL).inputs["nodeConfig"]


def pool(**spec: Any) -> Any:
    return deployed(node_pools={"batch": spec}).one(POOL).inputs


def test_no_node_carries_data_plane_permissions() -> None:
    account = f"serviceAccount:{node()['serviceAccount']}"
    # On whatever a role can be granted: the project, buckets, keys, zones and accounts.
    roles = [
        str(one.inputs["role"]).removeprefix("roles/")
        for one in made().resources
        if one.inputs.get("member") == account
    ]

    assert roles == ["container.defaultNodeServiceAccount", "artifactregistry.reader"]
    assert not [role for role in roles if role.startswith(DATA)]


def test_nodes_act_as_an_account_of_their_own_which_has_its_grants_first() -> None:
    needed = needs(made(), made().one(POOL))

    assert node()["serviceAccount"].startswith("main-node-")
    assert {f"{MEMBER} main-node-defaultNodeServiceAccount", f"{MEMBER} main-node-reader"} <= needed


def test_a_pod_never_gets_the_nodes_credentials() -> None:
    assert node()["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert node()["metadata"] == {"disable-legacy-endpoints": "true"}


def test_nodes_boot_only_what_is_signed_and_are_watched() -> None:
    assert node()["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableIntegrityMonitoring": True}


def test_nodes_run_container_optimized_os_and_the_kubelet_answers_nobody_unknown() -> None:
    assert node()["imageType"] == "COS_CONTAINERD"
    assert node()["kubeletConfig"] == {"insecureKubeletReadonlyPortEnabled": "FALSE"}


def test_no_node_has_a_public_address() -> None:
    assert made().one(POOL).inputs["networkConfig"] == {"enablePrivateNodes": True}


def test_broken_nodes_are_made_again_and_all_follow_the_control_plane() -> None:
    assert made().one(POOL).inputs["management"] == {"autoRepair": True, "autoUpgrade": True}


def test_an_upgrade_never_takes_a_node_before_another_is_there() -> None:
    assert made().one(POOL).inputs["upgradeSettings"] == {
        "strategy": "SURGE",
        "maxSurge": 1,
        "maxUnavailable": 0,
    }


def test_a_pool_spans_the_three_zones_and_its_bounds_count_all_of_them() -> None:
    inputs = pool(min=4, max=7)

    assert inputs["nodeLocations"] == ["europe-west4-a", "europe-west4-b", "europe-west4-c"]
    assert inputs["autoscaling"] == {
        "totalMinNodeCount": 4,
        "totalMaxNodeCount": 7,
        "locationPolicy": "BALANCED",
    }


@pytest.mark.parametrize(("least", "each"), [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2)])
def test_a_pool_starts_with_its_min_at_least(least: int, each: int) -> None:
    assert first_nodes(GkeNodePool(min=least, max=9), 3) == each


def test_another_min_does_not_replace_the_pool() -> None:
    assert "initialNodeCount" in made().one(POOL).ignore_changes


def test_spot_nodes_are_taken_where_there_are_any() -> None:
    inputs = pool(spot=True, min=0)

    assert inputs["nodeConfig"]["spot"] is True
    assert inputs["autoscaling"]["locationPolicy"] == "ANY"


def test_machine_disk_and_labels_are_the_pools() -> None:
    config = pool(machine_type="n2d-standard-8", disk_gib=100, labels={"kind": "batch"})["nodeConfig"]

    assert config["machineType"] == "n2d-standard-8"
    assert (config["diskType"], config["diskSizeGb"]) == ("pd-balanced", 100)
    assert config["labels"] == {"kind": "batch"}


def test_a_replacement_can_stand_beside_the_pool_that_it_replaces() -> None:
    assert made().one(POOL).id.rsplit("/", 1)[-1].startswith("main-general-")


def test_names_too_long_for_gke_are_refused() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        deployed(node_pools={"p" * 30: {}})

    assert str(refused.value).startswith(
        "expected the names of a cluster and its pool to have at most 31 characters together on Google Cloud, got 'main-ppp"
    )


def test_a_closed_pool_takes_no_new_pods_and_is_changed_in_place() -> None:
    recording = deployed(node_pools={"general": {"closed": True}, "other": {}})
    closed, other = (
        recording.one(POOL, f"main-{name}").inputs["nodeConfig"] for name in ("general", "other")
    )

    assert closed["taints"] == [{"key": "groundwork/closed", "value": "true", "effect": "NO_SCHEDULE"}]
    assert "taints" not in other
    assert not [path for path in KINDS[POOL].replaces if path.startswith("nodeConfig.taint")]
