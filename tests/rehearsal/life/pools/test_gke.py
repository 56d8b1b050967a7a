"""The node pools of a GKE cluster."""

from typing import Any

import pytest

from rehearsal.life.cluster import Pool, Taint
from rehearsal.life.pools.gke import find
from tests.rehearsal.simulation.gcp.cloud import POOL, Cloud


def pool(**inputs: Any) -> Pool:
    cloud = Cloud()
    cluster = cloud.cluster()
    cloud.create(
        POOL,
        name="general",
        cluster=cluster["id"],
        location="europe-west4",
        project="example-project",
        **inputs,
    )
    found = find(cloud.world, cluster["id"], "")
    assert found is not None
    return found.pools[0]


def test_a_pool_with_total_bounds_has_them() -> None:
    found = pool(
        initialNodeCount=1, autoscaling={"totalMinNodeCount": 3, "totalMaxNodeCount": 9},
        nodeConfig={"machineType": "n2-standard-4", "spot": True, "labels": {"for": "all"},
                    "taints": [{"key": "a", "value": "b", "effect": "NO_EXECUTE"}]},
    )  # fmt: skip

    assert (found.least, found.desired, found.most, found.scaled_by) == (3, 3, 9, "cloud")
    assert (found.instance_type, found.cpu, found.memory_gib) == ("n2-standard-4", 4.0, 16.0)
    assert found.zones == ("europe-west4-a", "europe-west4-b", "europe-west4-c")
    assert found.labels["cloud.google.com/gke-spot"] == "true"
    assert found.labels["for"] == "all"
    assert found.taints == (Taint("a", "b", "NoExecute"),)


@pytest.mark.parametrize(
    ("autoscaling", "expected"), [({"minNodeCount": 1, "maxNodeCount": 2}, (2, 4)), (None, (4, 4))]
)  # fmt: skip
def test_bounds_of_each_zone_and_a_fixed_number_count_for_all_zones(
    autoscaling: dict[str, int] | None, expected: tuple[int, int]
) -> None:
    zones = ["europe-west4-a", "europe-west4-b"]

    found = pool(
        initialNodeCount=2, nodeLocations=zones, **({"autoscaling": autoscaling} if autoscaling else {})
    )

    assert (found.least, found.most) == expected
    assert found.scaled_by == ("cloud" if autoscaling else "")


def test_a_cluster_is_found_by_its_name_in_dns_and_another_is_not() -> None:
    cloud = Cloud()
    made = cloud.cluster()
    host = made["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]["endpoint"]

    assert find(cloud.world, "", f"https://{host}") is not None
    assert find(cloud.world, "projects/x", "https://elsewhere.example.com") is None
