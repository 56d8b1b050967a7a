"""The pools of an AKS cluster."""

from typing import Any

import pytest

from rehearsal.life.cluster import Taint
from rehearsal.life.pools.aks import find
from rehearsal.simulation.azure.aks_pools import CLUSTER, POOL
from tests.rehearsal.simulation.azure.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


def test_a_cluster_has_its_own_pools_and_those_beside_it(cloud: Cloud) -> None:
    made: dict[str, Any] = cloud.create(CLUSTER, **cloud.sound_cluster())
    cloud.put(
        POOL, resourceName="cluster", agentPoolName="spot", vmSize="Standard_D4ds_v5", mode="User", enableAutoScaling=True,
        minCount=0, maxCount=5, count=0, scaleSetPriority="Spot", availabilityZones=["1", "2"],
        nodeTaints=["only=batch:NoExecute"], nodeLabels={"for": "batch"},
    )  # fmt: skip

    found = find(cloud.world, made["id"], "")

    assert found is not None
    assert len(found.pools) == 2
    pool = found.pools[1]
    assert (pool.name, pool.least, pool.most, pool.scaled_by) == ("spot", 0, 5, "cloud")
    assert (pool.cpu, pool.memory_gib, pool.architecture) == (4.0, 16.0, "amd64")
    assert pool.zones == (f"{found.region}-1", f"{found.region}-2")
    assert pool.labels["for"] == "batch"
    assert pool.taints == (
        Taint("only", "batch", "NoExecute"), Taint("kubernetes.azure.com/scalesetpriority", "spot", "NoSchedule"),
    )  # fmt: skip


def test_a_cluster_is_found_by_its_host_and_another_is_not(cloud: Cloud) -> None:
    made = cloud.create(CLUSTER, **cloud.sound_cluster())
    host = made["fqdn"] or made["privateFQDN"]

    assert find(cloud.world, "", f"https://{host}:443") is not None
    assert find(cloud.world, "", "https://elsewhere.example.com") is None
