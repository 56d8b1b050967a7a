"""The tables: clients that are led alike in one row, names that lead alike in one table, and what a loss takes in words."""

from dataclasses import replace

from facts.places import CLIENTS
from rehearsal.answers.table import policy, sentence, tables
from tests.rehearsal.answers.given import name


def test_names_that_differ_in_nothing_but_the_host_share_a_table() -> None:
    other = replace(
        name(), host="api.example.com", answers=tuple(replace(a, target="x") for a in name().answers)
    )
    slow = replace(name(), host="slow.example.com", ttl=300)

    assert [table.title for table in tables([name(), slow, other])] == [
        "shop.example.com, api.example.com",
        "slow.example.com",
    ]


def test_each_region_is_lost_in_turn_and_then_all() -> None:
    (table,) = tables([name()])

    assert table.columns == ("all well", "without use1", "without usw2", "none well")
    assert {city for clients, _ in table.rows for city in clients} == set(CLIENTS)
    cells = {city: row for clients, row in table.rows for city in clients}
    assert cells["London"] == ("use1", "usw2", "use1", "use1 (unwell)")
    assert cells["Tokyo"] == ("usw2", "usw2", "use1", "usw2 (unwell)")
    assert cells["Mumbai"] == ("usw2 or use1", "usw2", "use1", "usw2 (unwell) or use1 (unwell)")


def test_one_row_is_enough_where_the_policy_knows_no_places() -> None:
    (table,) = tables([name("failover")])

    assert table.rows == ((("everywhere",), ("use1", "usw2", "use1", "use1 (unwell)")),)


def test_a_name_of_one_region_is_not_lost_twice() -> None:
    (table,) = tables([name("latency", name().answers[0])])

    assert table.columns == ("all well", "none well")


def test_what_to_lose_may_be_said() -> None:
    (table,) = tables([name()], ["us-east-1"])

    assert table.columns == ("all well", "without us-east-1")
    assert {row[1] for _, row in table.rows} == {"usw2"}


def test_what_is_lost_is_lost_at_once() -> None:
    (table,) = tables([name("failover")], ["use1", "us-west-2"])

    assert table.columns == ("all well", "without use1 and us-west-2")
    assert table.rows == ((("everywhere",), ("use1", "use1 (unwell)")),)


def test_whoever_has_no_weight_stands_in_for_a_lost_region_in_route_53_alone() -> None:
    first, second = name().answers
    both = replace(first, weight=1), replace(second, weight=0)

    aws, azure = (name("weighted", *both, provider=one) for one in ("route53", "traffic-manager"))

    assert tables([aws], ["use1"])[0].rows[0][1] == ("use1", "usw2")
    assert tables([azure], ["use1"])[0].rows[0][1] == ("use1", "use1 (unwell)")


def test_shares_are_told_in_percent() -> None:
    first, second = name().answers
    shared = name("weighted", replace(first, weight=9), replace(second, weight=1))

    assert tables([shared])[0].rows[0][1][0] == "use1 90%, usw2 10%"


def test_the_sentence_adds_up() -> None:
    assert sentence(name()) == (
        "A lost region is found after 96 s at most (3 checks, one each 30 s, of which the last times out after 6 s), and no "
        "resolver that keeps to the TTL knows it 60 s later: 156 s in all. It is led to again as soon as its checks are good."
    )


def test_a_name_of_one_region_has_no_other() -> None:
    assert sentence(name("latency", name().answers[0])) == "There is no other region to lead to."


def test_a_name_that_is_not_checked_says_so() -> None:
    unasked = replace(name(), answers=tuple(replace(one, check=None) for one in name().answers))

    assert sentence(unasked).startswith("Nobody asks whether the regions are well")


def test_a_policy_is_told_with_what_it_knows_of_each_region() -> None:
    assert policy(name()) == "Policy latency by Route 53: use1 (us-east-1); usw2 (us-west-2)."
    assert "use1 (us-east-1, primary); usw2 (us-west-2, secondary)" in policy(name("failover"))
    assert "use1 (us-east-1, weight 1)" in policy(name("weighted"))
