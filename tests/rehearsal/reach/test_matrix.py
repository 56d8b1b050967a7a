"""The tables: who gets to the pods of each namespace, and whom pods reach outside."""

from rehearsal.reach.matrix import OUTSIDE, STRANGER, Cell, Matrix, Table, together
from rehearsal.reach.network import Network
from rehearsal.reach.ports import NONE, Ports
from rehearsal.reach.read import network
from tests.rehearsal.reach.small import SHOP

MADE: Network = network(SHOP, "main")


def rows(table: Table) -> dict[str, list[str]]:
    return {together(sources): [str(cell) for cell in cells] for sources, cells in table.rows}


def test_there_is_a_table_for_each_namespace_that_is_closed_and_one_for_what_is_outside() -> None:
    assert [table.title for table in Matrix(MADE).tables()] == ["edge", "shop", OUTSIDE]


def test_a_row_is_who_connects_and_whoever_reaches_nothing_has_none() -> None:
    _, shop, _ = Matrix(MADE).tables()

    assert rows(shop) == {"edge: edge": ["8080"]}


def test_what_is_open_for_its_address_alone_is_marked_and_what_is_for_some_addresses_too() -> None:
    edge, _, outside = Matrix(MADE).tables()

    # The edge itself is as open to itself as to a stranger; the web server may go nowhere.
    assert rows(edge) == {
        "edge: edge; any other pod": ["443 *9443*"],
        "internet; private networks": ["443"],
        "nodes' network": ["443, 9443"],
    }
    assert [str(target) for target in outside.targets] == ["kube-system/dns", "nodes' network"]
    assert rows(outside) == {"shop: web": ["53/UDP", ""], "edge: edge": ["every port", "(every port)"]}


def test_a_table_can_be_of_some_sources_and_targets_alone() -> None:
    web = next(pod for pod in MADE.pods if pod.name == "web")
    (shop,) = Matrix(MADE).tables(targets=[web])

    assert shop.title == "shop"
    assert Matrix(MADE).tables(sources=[web], targets=[web]) == []
    assert [table.title for table in Matrix(MADE).tables(sources=[STRANGER])] == ["edge", OUTSIDE]


def test_a_cell_is_nothing_when_no_port_is_open() -> None:
    assert not Cell(NONE, NONE, NONE)
    assert str(Cell(Ports.numbers(1), Ports.numbers(2), Ports.numbers(3))) == "1 *2* (3)"
