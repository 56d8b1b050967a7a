"""Whom a name leads to: the policies as the providers define them, and how long a lost region is still led to."""

from dataclasses import replace
from typing import Any

import pytest

from facts.places import CITIES, CLIENTS
from rehearsal.answers.names import Answer, Name
from rehearsal.answers.solver import after, answered, lost, rivals
from tests.rehearsal.answers.given import CHECK, name

LONDON, TOKYO, NEW_YORK = CITIES["London"], CITIES["Tokyo"], CITIES["New York"]
BOTH = frozenset({"use1", "usw2"})


def weighted(use1: int, usw2: int, provider: Any = "route53") -> Name:
    pair = (("use1", "us-east-1", use1), ("usw2", "us-west-2", usw2))
    answers = [
        Answer(cluster, region, cluster, weight=weight, check=CHECK) for cluster, region, weight in pair
    ]
    return name("weighted", *answers, provider=provider)


def test_latency_leads_to_the_nearest_region() -> None:
    assert answered(name(), LONDON) == {"use1": 1.0}
    assert answered(name(), TOKYO) == {"usw2": 1.0}


@pytest.mark.parametrize("city", CLIENTS)
def test_the_clients_of_a_lost_region_go_to_the_other(city: str) -> None:
    assert answered(name(), CITIES[city], {"use1"}) == {"usw2": 1.0}
    assert answered(name(), CITIES[city], {"usw2"}) == {"use1": 1.0}


def test_a_region_almost_as_near_may_be_answered_instead_where_latency_is_measured() -> None:
    mumbai = CITIES["Mumbai"]

    assert answered(name(), mumbai) == {"usw2": 1.0}
    assert rivals(name(), mumbai) == ("use1",)
    assert rivals(name(), mumbai, {"use1"}) == rivals(name(), LONDON) == ()
    assert rivals(name(provider="cloud-dns"), mumbai) == ()
    assert rivals(name("failover"), mumbai) == ()


def test_weights_are_shares() -> None:
    assert answered(weighted(90, 10), LONDON) == {"use1": 0.9, "usw2": 0.1}


@pytest.mark.parametrize("provider", ["route53", "cloud-dns", "traffic-manager"])
def test_a_weight_of_zero_is_never_answered_while_another_is_well(provider: Any) -> None:
    assert answered(weighted(1, 0, provider), LONDON) == {"use1": 1.0}
    assert answered(weighted(1, 0, provider), LONDON, {"usw2"}) == {"use1": 1.0}


def test_route_53_answers_with_a_weight_of_zero_when_all_others_are_unwell() -> None:
    assert answered(weighted(1, 0), LONDON, {"use1"}) == {"usw2": 1.0}
    assert answered(weighted(1, 0, "cloud-dns"), LONDON, {"use1"}) == {"use1": 1.0}


def test_the_weight_of_a_lost_region_goes_to_the_others() -> None:
    assert answered(weighted(90, 10), LONDON, {"use1"}) == {"usw2": 1.0}


def test_failover_leaves_the_primary_only_while_it_is_unwell() -> None:
    turned = name("failover")

    assert answered(turned, TOKYO) == {"use1": 1.0}
    assert answered(turned, TOKYO, {"use1"}) == {"usw2": 1.0}
    assert answered(turned, TOKYO, {"usw2"}) == {"use1": 1.0}


def three(provider: Any) -> Name:
    answers = name("failover").answers
    third = Answer("euw1", "eu-west-1", "e", rank=2 if provider == "traffic-manager" else 1, check=CHECK)
    return name("failover", *answers, third, provider=provider)


def test_after_the_primary_the_others_have_their_turn_or_the_nearest_is_cloud_dns_choice() -> None:
    azure, google = three("traffic-manager"), three("cloud-dns")

    assert answered(azure, LONDON, {"use1"}) == answered(azure, TOKYO, {"use1"}) == {"usw2": 1.0}
    assert answered(azure, LONDON, {"use1", "usw2"}) == {"euw1": 1.0}
    assert answered(google, LONDON) == {"use1": 1.0}
    assert answered(google, LONDON, {"use1"}) == {"euw1": 1.0}
    assert answered(google, TOKYO, {"use1"}) == answered(google, TOKYO, {"use1", "euw1"}) == {"usw2": 1.0}


def test_when_none_is_well_the_turn_is_the_first_ones_or_with_cloud_dns_the_backups() -> None:
    everybody = {"use1", "usw2", "euw1"}

    assert answered(three("traffic-manager"), TOKYO, everybody) == {"use1": 1.0}
    assert answered(three("cloud-dns"), LONDON, everybody) == {"euw1": 1.0}


def test_when_none_is_well_all_are_taken_to_be() -> None:
    assert answered(name(), TOKYO, BOTH) == answered(name(), TOKYO)
    assert answered(name("failover"), TOKYO, BOTH) == {"use1": 1.0}
    assert answered(weighted(90, 10), TOKYO, BOTH) == {"use1": 0.9, "usw2": 0.1}


def test_a_region_that_nobody_asks_counts_as_well() -> None:
    unasked = replace(name(), answers=tuple(replace(one, check=None) for one in name().answers))

    assert answered(unasked, NEW_YORK, {"use1"}) == {"use1": 1.0}
    assert after(unasked).seconds is None


def test_a_region_whose_place_is_not_known_is_the_last_to_be_near() -> None:
    elsewhere = name(
        "latency", Answer("own", "", "a", check=CHECK), Answer("usw2", "us-west-2", "b", check=CHECK)
    )

    assert answered(elsewhere, LONDON) == {"usw2": 1.0}


def test_a_lost_region_is_led_to_until_it_is_found_and_forgotten() -> None:
    wait = after(name(ttl=60))

    assert (wait.found, wait.kept, wait.seconds) == (96, 60, 156)


def test_the_slowest_check_decides() -> None:
    first, second = name().answers
    quick = replace(first, check=replace(CHECK, every=10, failures=1))

    assert after(name("latency", quick, second)).found == 96
    assert after(name("latency", quick)).found == 16


def test_what_is_lost_is_called_by_its_region_or_by_itself() -> None:
    assert lost([name()], "us-east-1") == lost([name()], "use1") == {"use1"}
    assert lost([name()], "eu-west-1") == frozenset()
    elsewhere = name("latency", Answer("own", "", "a", check=CHECK))
    assert lost([elsewhere], "") == frozenset()
