"""From what an operation did it is told how each cluster of a stack fared, and which of them is whole."""

from rehearsal.regions import COLUMNS, Side, at_once, bar, cluster_of, merged, patterns, sides, told, way_on
from tests.rehearsal.test_journal import Played

URN = "urn:pulumi:s::p::k:Pod::"


def test_a_resource_is_of_the_cluster_that_it_is_called_after() -> None:
    clusters = ["use1", "use1-b", "usw2"]

    assert cluster_of(f"{URN}use1", clusters) == "use1"
    assert cluster_of(f"{URN}use1-key", clusters) == "use1"
    assert cluster_of(f"{URN}use1-b-key", clusters) == "use1-b"
    assert cluster_of("use10-key", clusters) == ""
    assert cluster_of(f"{URN}names-use1", clusters) == ""


def test_a_cluster_is_whole_when_nothing_was_refused_there_and_nothing_left_out() -> None:
    played = Played()
    for name in ("use1-a", "usw2-a", "usw2-b"):
        played.begin(f"{URN}{name}")
    played.clock.now += 2
    played.end(f"{URN}use1-a")
    played.end(f"{URN}usw2-a")
    played.clock.now += 3
    played.fail(f"{URN}usw2-b")

    first, second = sides(played.journal, ["use1", "usw2"], [f"{URN}usw2-c", f"{URN}usw2-d"])

    assert first == Side("use1", made=1, failed=0, skipped=0, spans=((0.0, 2.0),))
    assert second == Side("usw2", made=1, failed=1, skipped=2, spans=((0.0, 2.0),))
    assert (first.how, second.how) == ("whole", "not whole")
    assert told([first, second]) == "use1 is whole; usw2 is not whole."


def test_a_cluster_may_wait_for_what_has_failed_in_another() -> None:
    found = [Side("use1", 0, failed=1, skipped=2), Side("usw2", 3, skipped=1), Side("euc1", 3)]

    assert told(found) == "euc1 is whole; usw2 is whole but for what waits for another; use1 is not whole."


def test_what_does_not_pass_before_it_begins_counts_as_refused() -> None:
    played = Played()
    played.say("error", "missing required property 'cidrBlock'", f"{URN}use1-a")

    [side] = sides(played.journal, ["use1"])

    assert (side.failed, side.how) == (1, "not whole")


def test_the_way_on_leaves_out_those_in_which_something_has_failed() -> None:
    found = [Side("use1", 0, failed=1, skipped=None), Side("usw2", 3, skipped=None)]

    assert patterns("use1") == ("**::use1", "**::use1-**")
    assert way_on(found) == (
        "Something in use1 does not pass, for which the engine stops everywhere. To go on with the others: pulumi up "
        "--exclude '**::use1' --exclude '**::use1-**'; a cluster that was never made is taken out of the stack file for that."
    )


def test_where_the_engine_ended_early_nobody_knows_what_is_whole() -> None:
    found = sides(Played().journal, ["use1", "usw2"], None)

    assert told(found) == "use1, usw2 are not known to be whole."


def test_a_cluster_is_at_work_while_anything_is_under_way_in_it() -> None:
    played = Played()
    played.begin(f"{URN}use1-a")
    played.clock.now += 1
    played.begin(f"{URN}use1-b")
    played.clock.now += 1
    played.end(f"{URN}use1-a")
    played.clock.now += 2
    played.end(f"{URN}use1-b")
    played.clock.now += 3
    played.begin(f"{URN}use1-c")
    played.clock.now += 1
    played.end(f"{URN}use1-c")

    worked, idle = sides(played.journal, ["use1", "usw2"])

    assert worked.spans == ((0.0, 4.0), (7.0, 8.0))
    assert (worked.started, worked.ended) == (0.0, 8.0)
    assert (idle.started, idle.ended) == (0.0, 0.0)
    assert merged([(5.0, 6.0), (1.0, 4.0), (2.0, 3.0)]) == ((1.0, 4.0), (5.0, 6.0))


def test_what_was_done_at_once_is_what_no_cluster_waited_through() -> None:
    use1 = Side("use1", 2, spans=((0.0, 4.0), (6.0, 9.0)))
    usw2 = Side("usw2", 2, spans=((1.0, 7.0),))

    assert at_once([use1, usw2]) == 4.0
    assert at_once([use1, usw2, Side("euc1", 1, spans=((0.0, 2.0),))]) == 1.0
    assert at_once([use1, Side("euc1", 0)]) == 0.0


def test_a_chart_has_a_mark_where_something_was_under_way() -> None:
    half = COLUMNS // 2

    assert bar([(0.0, 5.0)], 10.0) == "█" * half + "·" * half
    assert bar([(5.0, 10.0)], 10.0) == "·" * half + "█" * half
    assert bar([], 0.0) == "·" * COLUMNS
