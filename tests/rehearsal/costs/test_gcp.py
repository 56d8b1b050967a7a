"""What a GKE cluster is charged for."""

from typing import Any

import pytest

from rehearsal.costs.gcp import bounds, items
from rehearsal.recorded import Recorded
from tests.rehearsal.costs.bills import amounts, one, part, release

NODE = {"machineType": "e2-standard-4", "diskType": "pd-balanced", "diskSizeGb": 50}


def pool(**inputs: Any) -> Recorded:
    return one("gcp:container/nodePool:NodePool", "general", {"nodeConfig": NODE, **inputs})


TOTAL = {"totalMinNodeCount": 3, "totalMaxNodeCount": 9}


def test_nodes_are_charged_from_min_to_max_with_their_disks() -> None:
    made = [one("gcp:container/cluster:Cluster", "main-cluster"), pool(autoscaling=TOTAL)]

    assert amounts(items(part(*made))) == {
        "gke/cluster": (1, 1),
        "node/e2-standard-4": (3, 9),
        "disk/pd-balanced": (150, 450),
    }


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"autoscaling": TOTAL}, (3, 9)),
        ({"autoscaling": {"minNodeCount": 1, "maxNodeCount": 3}, "nodeLocations": ["a", "b", "c"]}, (3, 9)),
        ({"nodeCount": 2, "nodeLocations": ["a", "b", "c"]}, (6, 6)),
    ],
)
def test_bounds_are_of_all_zones_together_however_they_are_given(
    inputs: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert bounds(pool(**inputs)) == expected


def test_spot_nodes_have_no_list_price() -> None:
    (nodes,) = [
        item
        for item in items(part(pool(autoscaling=TOTAL, nodeConfig={**NODE, "spot": True})))
        if item.kind == "nodes"
    ]

    assert (nodes.key, nodes.low, nodes.high) == ("", 3, 9)


def test_cloud_nat_costs_by_the_node_and_for_no_more_than_32() -> None:
    nat = one("gcp:compute/routerNat:RouterNat", "nat")
    large = pool(autoscaling={"totalMinNodeCount": 3, "totalMaxNodeCount": 90})

    assert amounts(items(part(nat, large)))["nat/node"] == (3, 32)


def test_volumes_are_of_the_clusters_storage_class() -> None:
    class_ = one(
        "kubernetes:storage.k8s.io/v1:StorageClass",
        "class",
        {"parameters": {"type": "pd-ssd"}},
        cluster="main",
    )
    values = {"persistence": {"enabled": True, "size": "10Gi"}}

    assert amounts(items(part(class_, release("a", values)))) == {"disk/pd-ssd": (10, 10)}


def test_a_load_balancer_and_a_key_are_charged() -> None:
    made = [release("ingress-nginx", {}), one("gcp:kms/cryptoKey:CryptoKey", "key")]

    assert amounts(items(part(*made))) == {"load-balancer": (1, 1), "key": (1, 1)}
