"""Node pools."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.gcp.cloud import CLUSTER, POOL, Cloud

BOUNDS = {"totalMinNodeCount": 3, "totalMaxNodeCount": 9}


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "General"}, "Must be a match of regex"),
        (
            {"autoscaling": {**BOUNDS, "maxNodeCount": 3}},
            "Total limits and limits per zone exclude each other",
        ),
        (
            {"autoscaling": {"totalMinNodeCount": 9, "totalMaxNodeCount": 3}},
            "Must be from 0 to totalMaxNodeCount",
        ),
        ({"autoscaling": {"locationPolicy": "EVEN"}}, "Expected one of BALANCED, ANY"),
        ({"upgradeSettings": {"maxSurge": 0, "maxUnavailable": 0}}, "cannot both be 0"),
        ({"nodeLocations": ["us-east1-b"]}, "Not a zone of europe-west4"),
        (
            {"cluster": "none"},
            "404 notFound: Not found: projects/example-project/locations/europe-west4/clusters/none",
        ),
        ({"management": {"autoUpgrade": False}}, "management.autoUpgrade must be true in a release channel"),
        ({"nodeConfig": {"machineType": "m6i.large"}}, "Machine type with this name does not exist"),
        ({"initialNodeCount": 6}, "The pods' range 10.64.0.0/20 has no room for 18 nodes"),
    ],
)
def test_a_pool_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.cluster()
    sound = {"name": "general", "cluster": "main", "location": "europe-west4", "autoscaling": BOUNDS}

    assert text in cloud.refusal(POOL, **{**sound, **inputs})


def test_a_pool_runs_its_clusters_version_in_the_zones_given(cloud: Cloud) -> None:
    cluster = cloud.cluster()
    pool = cloud.create(
        POOL, name="general", cluster=cluster["id"], location="europe-west4", nodeLocations=["europe-west4-a"]
    )

    assert pool["version"] == cluster["masterVersion"]
    assert len(pool["instanceGroupUrls"]) == 1
    assert pool["id"] == f"{cluster['id']}/nodePools/general"


def test_pools_share_the_room_of_the_pods_range(cloud: Cloud) -> None:
    cloud.cluster()
    cloud.create(POOL, name="first", cluster="main", location="europe-west4", initialNodeCount=3)

    assert "no room for 18 nodes" in cloud.refusal(
        POOL, name="second", cluster="main", location="europe-west4", initialNodeCount=3
    )


def test_a_cluster_goes_after_its_pools(cloud: Cloud) -> None:
    cluster = cloud.cluster()
    pool = cloud.create(POOL, name="general", cluster="main", location="europe-west4")

    with pytest.raises(Refused):
        cloud.delete(CLUSTER, cluster)
    cloud.delete(POOL, pool)
    cloud.delete(CLUSTER, cluster)
