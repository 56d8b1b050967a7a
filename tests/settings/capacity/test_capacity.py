"""What is left when a cluster is lost: who takes over how much, and what is said where it cannot."""

from typing import Any

import pytest

from settings.capacity import rows
from settings.clusters.existing import ExistingCluster
from settings.load import warnings
from tests.settings.capacity.given import EXISTING, POOLS, both, found, lines, platform, shop
from tests.settings.placed import given, load
from tests.settings.stack import EKS

SMALL = {
    "system": {"instance_types": ["m6i.large"], "min": 3},
    "general": {"instance_types": ["m6i.large"], "max": 6},
}
HUGE = {"cpu": "2", "memory": "1Gi", "cpu_limit": "2", "memory_limit": "1Gi"}
DATABASE = {
    "name": "db",
    "kind": "stateful",
    "claims": {"data": {"path": "/data", "size": "1Gi"}},
    "scale": {"min": 1, "max": 1},
}


def needed(**settings: Any) -> dict[tuple[str, str], int]:
    """(lost, survivor) -> the replicas of the one workload."""
    return {(row.lost, row.survivor): row.needed for row in found(shop(**settings))}


def test_what_is_left_needs_as_many_as_all_had_at_least() -> None:
    assert needed() == {("use1", "usw2"): 6, ("usw2", "use1"): 6}


def test_the_peak_says_how_many_are_needed() -> None:
    assert needed(traffic={"peak": 9}) == {("use1", "usw2"): 9, ("usw2", "use1"): 9}


def test_each_cluster_counts_with_its_own_bounds() -> None:
    application = shop(
        {"scale": {"min": 2, "max": 4}},
        overrides={
            "usw2": {"specs": [{"name": "shop", "namespace": "shop", "scale": {"min": 5, "max": 20}}]}
        },
    )

    assert {row.survivor: (row.needed, row.by_scale) for row in found(application)} == {
        "usw2": (7, 20),
        "use1": (7, 4),
    }


@pytest.mark.parametrize(
    "traffic",
    [
        {"policy": "failover", "primary": "use1"},
        {"policy": "weighted", "weights": {"use1": 1, "usw2": 0}},
    ],
)
def test_what_nobody_is_led_to_has_nothing_to_take_over(traffic: dict[str, Any]) -> None:
    small = {"name": "shop", "namespace": "shop", "scale": {"min": 1, "max": 2}}

    assert needed(traffic=traffic) == {("use1", "usw2"): 3, ("usw2", "use1"): 3}
    # The primary's three are too many for a region that is kept smaller.
    (line,) = lines(shop(traffic=traffic, overrides={"usw2": {"specs": [small]}}))
    assert line.startswith(
        "applications.shop: without clusters.use1 (us-east-1) the workload shop/shop needs 3 replicas on clusters.usw2 "
        "(us-west-2), expected its scale.max to be 3 or more there, got 2"
    )


def three(**settings: Any) -> dict[tuple[str, str], int]:
    third = {**EKS, "region": "eu-west-1", "network": {"cidr": "10.22.0.0/16"}}
    clusters = {**both(), "euw1": type(both()["use1"]).model_validate(third)}
    application = shop(clusters=("use1", "usw2", "euw1"), **settings)
    return {(row.lost, row.survivor): row.needed for row in found(application, clusters)}


def test_those_that_are_left_share_in_equal_parts() -> None:
    # Nine are needed, a half of which is rounded up.
    assert three()["use1", "usw2"] == three()["use1", "euw1"] == 5


def test_those_that_are_left_share_by_their_weights() -> None:
    shares = three(
        traffic={"policy": "weighted", "weights": {"use1": 50, "usw2": 30, "euw1": 15}, "peak": 90}
    )

    assert (shares["use1", "usw2"], shares["use1", "euw1"]) == (60, 30)


def test_weights_of_zero_share_only_when_nobody_else_is_left() -> None:
    shares = three(traffic={"policy": "weighted", "weights": {"use1": 1, "usw2": 0, "euw1": 0}, "peak": 8})

    # With use1 all is as it was, and without it the two others have nothing but each other.
    assert shares["usw2", "use1"] == 8
    assert ("usw2", "euw1") not in shares
    assert shares["use1", "usw2"] == shares["use1", "euw1"] == 4


def test_on_failover_the_first_that_is_left_has_everything() -> None:
    shares = three(traffic={"policy": "failover", "primary": "usw2", "peak": 8})

    assert shares["use1", "usw2"] == 8
    assert ("use1", "euw1") not in shares
    assert shares["usw2", "use1"] == 8


def test_a_region_with_several_clusters_may_be_lost_as_a_whole() -> None:
    beside = {**EKS, "network": {"cidr": "10.22.0.0/16"}, "node_pools": dict(POOLS)}
    clusters = {**both(), "use2": type(both()["use1"]).model_validate(beside)}
    weights = {"use1": 1, "usw2": 1, "use2": 1}
    application = shop(
        {"scale": {"min": 3, "max": 8}},
        clusters=tuple(clusters),
        traffic={"policy": "weighted", "weights": weights},
    )

    rows = {(row.lost, row.survivor): row.needed for row in found(application, clusters)}

    assert rows["use1", "usw2"] == rows["use1", "use2"] == 5
    assert rows["us-east-1", "usw2"] == 9
    assert ("us-east-1", "use2") not in rows
    assert [line.partition(" the workload")[0] for line in lines(application, clusters)] == [
        "applications.shop: without us-east-1"
    ]


@pytest.mark.parametrize("settings", [{"traffic": None}, {"clusters": ("use1",)}])
def test_an_application_that_nothing_moves_to_has_no_rows(settings: dict[str, Any]) -> None:
    assert found(shop(**settings)) == []


def test_a_database_of_a_fixed_size_takes_nothing_over() -> None:
    assert {row.workload for row in found(shop({}, DATABASE))} == {"shop/shop"}


def test_a_pod_requests_what_its_containers_do_together() -> None:
    core = {**HUGE, "cpu": "1"}
    beside = {"image": "registry.example.com/logs:1.0.0", "resources": core}
    (alone, *_), (together, *_) = (
        found(shop({"resources": core, "containers": containers})) for containers in ({}, {"logs": beside})
    )
    (as_much, *_) = found(shop({"resources": {**HUGE, "memory": "2Gi", "memory_limit": "2Gi"}}))

    assert together.by_nodes == as_much.by_nodes
    assert (together.by_nodes or 0) < (alone.by_nodes or 0)


def test_a_container_that_runs_before_the_others_counts_only_where_it_is_larger() -> None:
    def room(cpu: str) -> int | None:
        before = {
            "image": "registry.example.com/wait:1.0.0",
            "role": "before",
            "resources": {**HUGE, "cpu": cpu, "memory": "64Mi"},
        }
        return found(shop({"containers": {"wait": before}}))[0].by_nodes

    assert room("50m") == found(shop())[0].by_nodes
    assert (room("2") or 0) < (room("50m") or 0)


def test_a_pod_of_the_mesh_has_a_proxy_too() -> None:
    bare, meshed = found(shop())[0].by_nodes, found(shop(mesh=True))[0].by_nodes

    assert meshed is not None
    assert bare is not None
    assert meshed < bare


def test_others_on_the_cluster_take_room_at_what_they_need() -> None:
    greedy = {"name": "greedy", "namespace": "greedy", "resources": HUGE, "scale": {"min": 4, "max": 8}}
    idle = given("greedy", greedy, clusters=("usw2",))
    busy = given("greedy", greedy, clusters=("use1", "usw2"), traffic={"policy": "latency"})

    rooms = {
        name: next(
            row.by_nodes
            for row in found(shop(), greedy=other)
            if (row.application, row.survivor) == ("shop", "usw2")
        )
        for name, other in (("idle", idle), ("busy", busy))
    }

    assert found(shop())[0].by_nodes > rooms["idle"] > rooms["busy"]  # type: ignore[operator]


def test_labels_that_the_cloud_gives_by_itself_keep_no_pod_off_a_node() -> None:
    assert found(shop({"nodes": {"kubernetes.io/arch": "amd64"}}))[0].by_nodes == found(shop())[0].by_nodes


def test_nodes_that_are_not_known_are_no_bound() -> None:
    clusters = {**both(), "usw2": ExistingCluster.model_validate(EXISTING)}
    row = next(row for row in found(shop(), clusters) if row.survivor == "usw2")

    assert (row.by_nodes, row.bound, row.short) == (None, 10, False)


def test_enough_is_not_told() -> None:
    assert lines(shop()) == []


def test_an_autoscaler_that_may_not_grow_enough_is_told() -> None:
    first, second = lines(shop({"scale": {"min": 3, "max": 5}}))

    assert first == (
        "applications.shop: without clusters.use1 (us-east-1) the workload shop/shop needs 6 replicas on clusters.usw2 "
        "(us-west-2), expected its scale.max to be 6 or more there, got 5: raise it, for that cluster alone under "
        "overrides.usw2, or say in traffic.peak how many are needed"
    )
    assert second.startswith(
        "applications.shop: without clusters.usw2 (us-west-2) the workload shop/shop needs 6 replicas on clusters.use1 "
    )


def test_nodes_that_may_not_grow_enough_are_told() -> None:
    # A node of two cores has none for a pod of two.
    (line,) = lines(shop({"resources": HUGE}), both(usw2=SMALL))

    assert line == (
        "clusters.usw2.node_pools: without clusters.use1 (us-east-1) expected room for 6 replicas of shop/shop (0 fit) beside "
        "everything else, got 3 of m6i.large, 6 of m6i.large at most: raise max, or take larger nodes"
    )


def test_the_nodes_of_a_cluster_are_told_once_for_all_that_has_no_room() -> None:
    other = given(
        "other", {"resources": HUGE}, clusters=("use1", "usw2"), traffic={"policy": "latency", "peak": 2}
    )

    (line,) = lines(shop({"resources": HUGE}), both(usw2=SMALL), other=other)

    assert "room for 6 replicas of shop/shop (0 fit), 2 replicas of other/other (0 fit) beside" in line


def test_both_bounds_are_told_at_once() -> None:
    scale, room = lines(
        shop(
            {"resources": HUGE, "scale": {"min": 3, "max": 7}},
            traffic={"peak": 8},
            overrides={"use1": {"specs": [{"name": "shop", "namespace": "shop", "resources": HUGE}]}},
        ),
        both(usw2=SMALL),
    )

    assert "expected its scale.max to be 8 or more there, got 7" in scale
    assert "expected room for 8 replicas of shop/shop (0 fit)" in room


def test_a_workload_is_told_once_for_each_cluster_with_its_worst_loss() -> None:
    third = {**EKS, "region": "eu-west-1", "network": {"cidr": "10.22.0.0/16"}}
    clusters = {**both(), "euw1": type(both()["use1"]).model_validate(third)}
    weights = {"use1": 60, "usw2": 30, "euw1": 10}
    application = shop(
        {"scale": {"min": 3, "max": 6}},
        clusters=tuple(clusters),
        traffic={"policy": "weighted", "weights": weights, "peak": 10},
    )

    told = [line for line in lines(application, clusters) if "on clusters.usw2 " in line]

    # Without use1 it would need 8, without euw1 4.
    assert len(told) == 1
    assert "without clusters.use1 (us-east-1) the workload shop/shop needs 8 replicas" in told[0]


def test_a_stack_is_warned_of_it_when_it_is_loaded() -> None:
    settings = load({"shop": given("shop", {"scale": {"min": 3, "max": 5}})}, clusters={"use1": EKS})

    assert not any("needs 6 replicas" in line for line in warnings(settings))
    moved = settings.model_copy(
        update={"clusters": both(), "applications": {"shop": shop({"scale": {"min": 3, "max": 5}})}}
    )
    assert sum("needs 6 replicas" in line for line in warnings(moved)) == 2


def test_every_workload_is_worked_out_once_for_each_loss() -> None:
    many = {
        f"app-{number}": given(f"app-{number}", clusters=("use1", "usw2"), traffic={"policy": "latency"})
        for number in range(200)
    }

    # Two losses, each of which moves every workload once.
    assert len(rows(many, both(), platform())) == 400
