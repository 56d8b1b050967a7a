"""docs/answers.md: which region answers whom, for each stack file with a name over several of them."""

from collections.abc import Iterable, Iterator

from rehearsal.answers.read import names
from rehearsal.answers.table import Table, policy, sentence, tables
from rehearsal.recorded import Recording

INTRODUCTION = """\
# Which region answers whom

<!-- Written by `python -m rehearsal.answers > docs/answers.md`; a test compares. -->

```console
$ python -m rehearsal answers --stack production
$ python -m rehearsal answers --stack production --lose us-east-1
```

print which region a global name leads to, from cities all over the world: while all is well, and without each cluster in turn,
or without what `--lose` names, a region or a cluster (given twice: without both); 2 is the exit code where nothing is called so.
They ask nobody and need no engine: they work it out from the records and health checks that the stack registers, as the
providers define them.

- **latency**: whoever is nearest. Distances are along great circles, between the cities that the clouds name for their regions.
  Cloud DNS goes by distance too; Route 53 and Traffic Manager measure latency, so "a or b" is whoever is nearest, or another that
  is no more than a tenth farther.
- **weighted**: by chance, in proportion to the weights of those that are well. A weight of 0 leads nobody there; Route 53 alone
  does when all others are unwell.
- **failover**: the primary while it is well, and again as soon as it is; until then the others in turn, or by Cloud DNS the
  nearest of them.
- **(unwell)**: where nobody who may be answered is well, all providers answer as if all were, for an answer that may be wrong is
  better than none. On failover Cloud DNS then stays with the others.

A region is well while its application answers its health path there, under its own name; to Cloud DNS, which cannot ask for that,
while its way in takes connections. A connection that is open stays where it is, and so does whoever keeps an answer for longer
than its TTL.
"""


def page(stacks: Iterable[tuple[str, Recording]]) -> str:
    """The page, for stack files by their names; those without a global name are left out."""
    parts = [INTRODUCTION.rstrip("\n")]
    for name, recording in stacks:
        found = tables(names(recording))
        if found:
            parts.append(f"## {name}")
        for table in found:
            parts += [
                f"### {table.title}",
                policy(table.names[0]),
                "\n".join(lines(table)),
                sentence(table.names[0]),
            ]
    return "\n\n".join(parts) + "\n"


def lines(table: Table) -> Iterator[str]:
    """A table in Markdown."""
    yield f"| from | {' | '.join(table.columns)} |"
    yield f"| --- |{' --- |' * len(table.columns)}"
    for clients, cells in table.rows:
        yield f"| {', '.join(clients)} | {' | '.join(cells)} |"
