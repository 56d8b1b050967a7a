"""Pods on nodes: as many as cores, memory, places and labels let in, whoever comes first."""

import pytest

from settings.capacity.packing import Load, Room, packed

NODES = Room(3, cpu=2000, memory=4096, pods=10)


@pytest.mark.parametrize(
    ("load", "most"),
    [
        (Load("by cores", 1, 500, 1), 12),
        (Load("by memory", 1, 1, 2048), 6),
        (Load("by places", 1, 1, 1), 30),
        (Load("one on each", 1, 1, 1, alone=True), 3),
        (Load("larger than a node", 1, 2001, 1), 0),
        (Load("of nothing", 1, 0, 0), 30),
    ],
)
def test_the_scarcest_of_all_is_the_bound(load: Load, most: int) -> None:
    assert packed([NODES], [load]) == [most]


def test_what_is_left_of_two_nodes_does_not_add_up_to_a_third() -> None:
    assert packed([Room(2, 1500, 4096, 10)], [Load("one", 1, 1000, 1)]) == [2]


def test_others_have_their_place_first() -> None:
    wanted, other = Load("wanted", 4, 500, 1), Load("other", 4, 1000, 1)

    # Six thousand in all, of which the other takes four.
    assert packed([NODES], [wanted, other]) == [4, 4]


def test_a_lower_rank_is_placed_before_what_is_larger() -> None:
    first, large = Load("first", 12, 500, 1, rank=0), Load("large", 2, 2000, 1, rank=1)

    assert packed([NODES], [large, first]) == [0, 12]


def test_what_only_some_nodes_will_do_for_is_placed_before_what_is_larger() -> None:
    marked = Room(1, 1000, 4096, 10, {"disk": "fast"})
    picky, large = Load("picky", 1, 600, 1, nodes={"disk": "fast"}), Load("large", 1, 1000, 1)

    assert packed([marked], [large, picky]) == [0, 1]


def test_pods_run_on_no_node_without_their_labels() -> None:
    assert packed([NODES], [Load("picky", 1, 1, 1, nodes={"disk": "fast"})]) == [0]


def test_what_finds_no_place_is_not_counted() -> None:
    assert packed([NODES], [Load("many", 20, 1000, 1)]) == [6]
    assert packed([], [Load("any", 1, 1, 1)]) == [0]


def test_one_that_is_alone_on_its_node_is_counted_once_however_many_are_asked_for() -> None:
    assert packed([NODES], [Load("alone", 2, 1, 1, alone=True)]) == [3]
