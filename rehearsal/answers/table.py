"""The answers to clients all over the world, as tables: while all is well, and with each region lost."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from facts.places import CITIES, CLIENTS
from rehearsal.answers.names import Answer, Name
from rehearsal.answers.solver import after, answered, lost, rivals

ALL_WELL, NONE_WELL, UNWELL = "all well", "none well", "(unwell)"
EVERYWHERE = "everywhere"
PROVIDERS = {"route53": "Route 53", "cloud-dns": "Cloud DNS", "traffic-manager": "Traffic Manager"}
"""How each is called."""


@dataclass(frozen=True)
class Table:
    """Names that lead to the same. columns: what is lost. rows: clients that are led alike, with a cell for each column."""

    names: tuple[Name, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        """The hosts."""
        return ", ".join(name.host for name in self.names)


def tables(names: Iterable[Name], lose: Sequence[str] = ()) -> list[Table]:
    """A table for each group of names that differ in nothing but the host. lose: clusters and regions to lose, all at once; each
    cluster of a name in turn, and then all of them, unless given."""
    alike: dict[Name, list[Name]] = {}
    for name in names:
        alike.setdefault(_without_host(name), []).append(name)
    return [_table(group, lose) for group in alike.values()]


def _without_host(name: Name) -> Name:
    bare = tuple(
        replace(one, target="", check=replace(one.check, path="") if one.check else None)
        for one in name.answers
    )
    return replace(name, host="", answers=bare)


def _table(names: Sequence[Name], lose: Sequence[str]) -> Table:
    name = names[0]
    gone = [(f"without {' and '.join(lose)}", frozenset[str]().union(*(lost([name], one) for one in lose)))]
    columns = [(ALL_WELL, frozenset[str]()), *(gone if lose else list(_each(name)))]
    alike: dict[tuple[str, ...], list[str]] = {}
    for city in CLIENTS:
        cells = tuple(_cell(name, city, unwell) for _, unwell in columns)
        alike.setdefault(cells, []).append(city)
    rows = tuple((tuple(cities), cells) for cells, cities in alike.items())
    if len(rows) == 1:
        rows = (((EVERYWHERE,), rows[0][1]),)
    return Table(tuple(names), tuple(column for column, _ in columns), rows)


def _cell(name: Name, city: str, unwell: Collection[str]) -> str:
    client = CITIES[city]
    shares = {_marked(cluster, unwell): share for cluster, share in answered(name, client, unwell).items()}
    return " or ".join((told(shares), *(_marked(one, unwell) for one in rivals(name, client, unwell))))


def _marked(cluster: str, unwell: Collection[str]) -> str:
    return f"{cluster} {UNWELL}" if cluster in unwell else cluster


def _each(name: Name) -> Iterator[tuple[str, frozenset[str]]]:
    clusters = [one.cluster for one in name.answers]
    if len(clusters) > 1:
        yield from ((f"without {one}", frozenset({one})) for one in clusters)
    yield NONE_WELL, frozenset(clusters)


def told(shares: dict[str, float]) -> str:
    """Whom somebody is led to: a cluster, or several with their shares."""
    if len(shares) == 1:
        return next(iter(shares))
    return ", ".join(f"{cluster} {share:.0%}" for cluster, share in shares.items())


def sentence(name: Name) -> str:
    """How long it takes until nobody is led to a lost region, and of what that is made."""
    if len(name.answers) == 1:
        return "There is no other region to lead to."
    wait = after(name)
    slowest = max((one.check for one in name.answers if one.check), key=lambda one: one.seconds, default=None)
    if wait.found is None or slowest is None:
        return "Nobody asks whether the regions are well: whoever is led to a lost one stays there until the record is changed."
    return (
        f"A lost region is found after {wait.found} s at most ({slowest.failures} checks, one each {slowest.every} s, of which "
        f"the last times out after {slowest.timeout} s), and no resolver that keeps to the TTL knows it {name.ttl} s later: "
        f"{wait.seconds} s in all. It is led to again as soon as its checks are good."
    )


def policy(name: Name) -> str:
    """What a table goes by, in words: the policy, and the regions with what the policy knows of them."""
    regions = "; ".join(f"{one.cluster} ({_known(name, one)})" for one in name.answers)
    return f"Policy {name.policy} by {PROVIDERS[name.provider]}: {regions}."


def _known(name: Name, answer: Answer) -> str:
    extra = {
        "latency": "",
        "weighted": f", weight {answer.weight}",
        "failover": ", primary" if answer.rank == 0 else ", secondary",
    }
    return f"{answer.region or 'somewhere'}{extra[name.policy]}"
