"""The most nodes of a cluster on each cloud, and what is left on one."""

import pytest

from facts.machines import spare_cpu
from facts.system_pods import SYSTEM_PODS
from settings.capacity.nodes import described, rooms, system
from settings.capacity.packing import Load, Room
from settings.clusters.aks import AksCluster
from settings.clusters.base import AnyCluster
from settings.clusters.eks import EksCluster
from settings.clusters.existing import ExistingCluster
from settings.clusters.gke import GkeCluster
from tests.settings.capacity.given import AKS, EXISTING, GKE
from tests.settings.stack import EKS

POOLS = {
    "system": {"instance_types": ["m6i.large"], "min": 3, "max": 6},
    "general": {"instance_types": ["m6i.2xlarge", "m6i.xlarge"], "max": 12, "labels": {"disk": "fast"}},
}


def eks(**more: object) -> EksCluster:
    return EksCluster.model_validate({**EKS, "node_pools": POOLS, **more})


def counts(cluster: AnyCluster) -> list[int]:
    found = rooms(cluster, ())
    assert found is not None
    return [room.count for room in found]


def test_karpenter_leaves_its_own_pool_alone_and_takes_the_others_to_their_max() -> None:
    assert counts(eks()) == [3, 12]


def test_a_closed_pool_does_not_count_for_it_is_on_its_way_out() -> None:
    leaving = eks(node_pools={**POOLS, "old": {"instance_types": ["m6i.large"], "closed": True}})

    assert counts(leaving) == counts(eks())
    assert described(leaving) == described(eks())


def test_the_cluster_autoscaler_takes_every_pool_to_its_max() -> None:
    assert counts(eks(autoscaler="cluster-autoscaler")) == [6, 12]


def test_without_an_autoscaler_no_pool_grows() -> None:
    pools = {"system": {"min": 3, "max": 6}, "general": {"min": 2, "max": 12}}

    assert counts(eks(autoscaler="none", node_pools=pools)) == [3, 2]


def test_a_pool_of_karpenter_s_is_as_large_as_the_smallest_of_its_types() -> None:
    found = rooms(eks(), ())
    assert found is not None

    # m6i.xlarge: four cores, less what EKS keeps and what its own pods request.
    assert found[1].cpu == int(spare_cpu(4) * 1000) - SYSTEM_PODS["eks"].node_cpu
    assert found[1].labels == {"disk": "fast"}


def test_what_runs_on_every_node_takes_its_part_of_each() -> None:
    bare, beside = rooms(eks(), ()), rooms(eks(), [Load("agent", 1, 100, 200), Load("other", 1, 10, 20)])
    assert bare is not None
    assert beside is not None

    assert [
        (one.cpu - two.cpu, one.memory - two.memory, one.pods - two.pods)
        for one, two in zip(bare, beside, strict=True)
    ] == [
        (110, 220, 2),
        (110, 220, 2),
    ]


def test_no_node_has_less_than_nothing() -> None:
    (room, _) = rooms(eks(), [Load("giant", 1, 10**6, 10**6)]) or []

    assert room == Room(3, 0, 0, room.pods)


def test_pools_of_the_other_clouds_go_to_their_max() -> None:
    gke = GkeCluster.model_validate({**GKE, "node_pools": {"general": {"max": 7}}})
    aks = AksCluster.model_validate(
        {**AKS, "node_pools": {"general": {"max": 8}, "cheap": {"max": 9, "spot": True}}}
    )

    assert counts(gke) == [7]
    # Not the pool that keeps all pods away, nor the one that keeps those away that do not ask for it.
    assert counts(aks) == [8]


def test_the_nodes_of_an_existing_cluster_are_not_known() -> None:
    existing = ExistingCluster.model_validate(EXISTING)

    assert rooms(existing, ()) is None
    assert system(existing) == []


@pytest.mark.parametrize(("cloud", "there"), [("eks", True), ("gke", True), ("aks", False)])
def test_a_cloud_s_own_pods_are_counted_where_applications_run_too(cloud: str, there: bool) -> None:
    cluster: AnyCluster = {
        "eks": eks(),
        "gke": GkeCluster.model_validate(GKE),
        "aks": AksCluster.model_validate(AKS),
    }[cloud]

    assert bool(system(cluster)) == there


def test_pools_are_told_with_their_machines() -> None:
    assert described(eks()) == "3 of m6i.large, 12 of m6i.2xlarge or m6i.xlarge"
    assert (
        described(GkeCluster.model_validate({**GKE, "node_pools": {"general": {"max": 7}}}))
        == "7 of e2-standard-4"
    )
    assert described(ExistingCluster.model_validate(EXISTING)) == ""
