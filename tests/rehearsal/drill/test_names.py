"""A drill tells whether clients are led away from what is lost, and after how long."""

import io

from rich.console import Console

from rehearsal.drill.names import led
from rehearsal.drill.scenario import Scenario
from rehearsal.recorded import Recording
from tests.rehearsal.answers.given import eks, record, route53
from tests.rehearsal.costs.bills import recording

LOST = Scenario("us-east-1", ("use1",), ("usw2",), frozenset({"us-east-1"}), dict)


def told(names: Recording) -> tuple[str, bool, str]:
    text = io.StringIO()
    words, good = led(names, LOST, Console(file=text, width=200))
    return words, good, text.getvalue()


def test_clients_are_led_to_the_survivor_after_so_many_seconds() -> None:
    words, good, shown = told(route53())

    # Three checks, 30 s apart, the last of which times out after 6 s; then the TTL of 60 s.
    assert (words, good) == ("nobody is led there after 156 s", True)
    assert "shop.example.com" in shown
    assert "usw2" in shown


def test_a_name_that_nobody_checks_stays_where_it_is_and_that_is_not_good() -> None:
    unchecked = record("shop.example.com", "use1", "us-east-1")[1:]
    both = recording(
        *eks("use1", "us-east-1"),
        *eks("usw2", "us-west-2"),
        *unchecked,
        *record("shop.example.com", "usw2", "us-west-2"),
    )

    words, good, _ = told(both)

    assert (words, good) == ("still led there: shop.example.com", False)


def test_a_name_of_the_lost_region_alone_goes_with_it() -> None:
    alone = recording(*eks("use1", "us-east-1"), *record("shop.example.com", "use1", "us-east-1"))

    words, good, _ = told(alone)

    assert (words, good) == ("nothing to lead; gone with it: shop.example.com", True)


def test_a_stack_without_such_names_has_nobody_to_lead() -> None:
    words, good, shown = told(recording(*eks("use1", "us-east-1")))

    assert (words, good, shown) == ("no name over several regions leads there", True, "")
