"""How many nodes a pool has."""

from dataclasses import replace
from typing import Any

from rehearsal.life.nodes import node
from rehearsal.life.scaling import emptiest, idle, kept, members, needed
from tests.rehearsal.life.living import GENERAL, ZONES

POOL = replace(GENERAL, least=1, most=3)


def nodes(*zones: str) -> list[dict[str, Any]]:
    made = [node(POOL, number, zone, "gke", "europe-west4", "now") for number, zone in enumerate(zones)]
    for number, one in enumerate(made):
        one["metadata"]["creationTimestamp"] = f"2026-11-21T00:00:0{number}Z"
    return made


def pod(uid: str, cpu: str, owner: str = "", **spec: Any) -> dict[str, Any]:
    owners = {"ownerReferences": [{"uid": owner}]} if owner else {}
    containers = [{"resources": {"requests": {"cpu": cpu}}}]
    return {"metadata": {"uid": uid, **owners}, "spec": {"containers": containers, **spec}}


def test_nodes_are_spread_over_the_zones() -> None:
    new, gone = kept(POOL, 3, nodes(ZONES[1]))

    assert [one.zone for one in new] == [ZONES[0], ZONES[2]]
    assert gone == []
    assert emptiest(POOL, nodes(*ZONES, ZONES[0])) == ZONES[1]


def test_the_youngest_go_first() -> None:
    there = nodes(*ZONES)

    _, gone = kept(POOL, 1, there)

    assert gone == [there[2], there[1]]


def test_the_zone_that_has_the_most_nodes_gives_one_up_first() -> None:
    there = nodes(ZONES[0], ZONES[0], *ZONES)

    _, gone = kept(POOL, 3, there)

    assert gone == [there[2], there[1]], "the youngest of three, and of two, in the first zone"


def test_of_nodes_that_were_made_in_one_second_the_one_that_came_last_is_the_youngest() -> None:
    there = nodes(*ZONES, ZONES[1])
    for one in there:
        one["metadata"]["creationTimestamp"] = "2026-11-21T00:00:00Z"

    assert kept(POOL, 3, there)[1] == [there[3]]
    assert idle(replace(POOL, least=3), there, set(), _since(there), 1000.0) == [there[3]]


def _since(there: list[dict[str, Any]]) -> dict[str, float]:
    return {one["metadata"]["name"]: 0.0 for one in there}


def test_empty_nodes_leave_the_zones_even_as_far_as_they_can() -> None:
    there = nodes(ZONES[0], ZONES[1], ZONES[1], ZONES[2], ZONES[0])
    last, least = there[4]["metadata"]["name"], replace(POOL, least=3)

    assert idle(least, there, set(), _since(there), 1000.0) == [there[4], there[2]]
    assert idle(least, there, {last}, _since(there), 1000.0) == [there[2], there[0]], "the last one has pods"


def test_a_node_that_is_going_is_no_member() -> None:
    there = nodes(*ZONES)
    there[0]["metadata"]["deletionTimestamp"] = "now"

    assert members(POOL, there) == there[1:]
    assert members(replace(POOL, name="other"), there) == []


def test_pods_share_a_new_node_and_no_pool_outgrows_its_bound() -> None:
    waiting = [pod(str(number), "1500m") for number in range(7)]

    new = needed(waiting, [POOL], nodes(ZONES[0]), "gke")

    assert [sorted(one.pods) for one in new] == [["0", "1"], ["2", "3"]]
    assert [one.zone for one in new] == [ZONES[1], ZONES[2]]


def test_pods_that_stay_apart_get_a_node_each() -> None:
    apart = {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}
    waiting = [pod(str(number), "100m", "set", topologySpreadConstraints=[apart]) for number in range(2)]

    assert len(needed(waiting, [POOL], [], "gke")) == 2


def test_a_pod_that_fits_nowhere_gets_nothing() -> None:
    assert needed([pod("1", "64")], [POOL], [], "gke") == []
    assert needed([pod("1", "1", nodeSelector={"for": "nobody"})], [POOL], [], "gke") == []


def test_empty_nodes_go_after_a_while_down_to_the_bound() -> None:
    there = nodes(*ZONES)
    names = [one["metadata"]["name"] for one in there]
    since = _since(there)

    assert idle(POOL, there, {names[0]}, since, 1000.0) == [there[2], there[1]]
    assert idle(POOL, there, set(), since, 1000.0) == [there[2], there[1]], "one stays"
    assert idle(POOL, there, set(), {}, 1000.0) == [], "it has just become empty"
