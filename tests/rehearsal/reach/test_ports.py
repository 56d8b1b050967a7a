"""Sets of ports: equal when they hold the same, and read like a list."""

import pytest

from rehearsal.reach.ports import EVERY, NONE, OPEN, Ports, Reach


def test_sets_of_the_same_ports_are_equal_however_they_were_put_together() -> None:
    whole = Ports.of(("TCP", 80, 90))

    assert Ports.of(("TCP", 86, 90), ("TCP", 80, 82), ("TCP", 82, 85)) == whole
    assert Ports.of(("TCP", 80, 90), ("UDP", 80, 90)) != whole


def test_they_are_joined_cut_and_taken_away() -> None:
    low, high = Ports.of(("TCP", 1, 100)), Ports.of(("TCP", 50, 200), ("UDP", 53, 53))

    assert low | high == Ports.of(("TCP", 1, 200), ("UDP", 53, 53))
    assert low & high == Ports.of(("TCP", 50, 100))
    assert high - low == Ports.of(("TCP", 101, 200), ("UDP", 53, 53))
    assert ~EVERY == NONE
    assert ~~high == high


def test_a_number_is_in_a_set_as_one_of_tcp() -> None:
    assert 53 in Ports.numbers(53)
    assert 53 not in Ports.numbers(53, protocol="UDP")
    assert not NONE
    assert Ports.numbers(53)


@pytest.mark.parametrize(
    ("ports", "text"),
    [
        (Ports.numbers(443, 80), "80, 443"),
        (Ports.of(("UDP", 53, 53), ("TCP", 8000, 8010)), "8000-8010, 53/UDP"),
        (Ports.of(("UDP", 1, 65535)), "every/UDP"),
        (EVERY, "every port"),
    ],
)
def test_they_read_like_a_list(ports: Ports, text: str) -> None:
    assert str(ports) == text


def test_two_sides_let_through_what_both_do() -> None:
    one = Reach(Ports.numbers(80), Ports.numbers(80, 443))

    assert one & OPEN == one
    assert one & Reach(NONE, Ports.numbers(443)) == Reach(NONE, Ports.numbers(443))
