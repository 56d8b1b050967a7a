"""`python -m rehearsal.picture > docs/regions.md`: the stack files with several clusters as diagrams, drawn from their settings.

In Mermaid's language (https://mermaid.js.org/syntax/flowchart.html), which GitHub and many editors show as a picture.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rehearsal.reach.__main__ import shown
from rehearsal.stackfile import ROOT, read
from settings.application import ApplicationSettings
from settings.global_dns.health import routed
from settings.load import Settings, parse
from stacks import CATALOGUE

INTRODUCTION = """\
# Several clusters, drawn

<!-- Written by `python -m rehearsal.picture > docs/regions.md`; a test compares. -->

The stack files with several clusters: which names lead where ([names](names.md)), what runs where, and what is copied to another
region ([data](data.md)). A dotted way is taken while the other one is lost.
"""


@dataclass(frozen=True)
class Way:
    """From a name to a cluster. words: when it is taken, or its weight; last: only while another one is lost."""

    cluster: str
    words: str
    last: bool = False


def picture(settings: Settings) -> str:
    """The diagram: names on the left, clusters and what they have on the right."""
    lines = ["flowchart LR", "  people([people])"]
    for number, (ways, hosts) in enumerate(_led(settings.applications).items()):
        lines.append(f'  people --> names{number}{{{{"{_under(hosts)}"}}}}')
        lines += (
            f"  names{number} {'-.' if way.last else '--'} {way.words} {'.->' if way.last else '-->'} {way.cluster}"
            for way in ways
        )
    for cluster in settings.clusters:
        lines += _inside(cluster, settings)
    lines += _copied(settings)
    return "\n".join(["```mermaid", *lines, "```"])


def _led(applications: Mapping[str, ApplicationSettings]) -> dict[tuple[Way, ...], list[str]]:
    """The hosts that are led in each way."""
    found: dict[tuple[Way, ...], list[str]] = {}
    for application in applications.values():
        if ways := tuple(_ways(application)):
            hosts = [host for spec in routed(application) if spec.route for host in spec.route.hosts]
            found.setdefault(ways, []).extend(dict.fromkeys(hosts))
    return found


def _ways(application: ApplicationSettings) -> Iterator[Way]:
    traffic = application.traffic
    if traffic is None:
        return
    for cluster in application.clusters:
        match traffic.policy:
            case "latency":
                yield Way(cluster, "the nearest")
            case "weighted":
                if weight := traffic.weights.get(cluster, 0):
                    yield Way(cluster, f"weight {weight}")
            case "failover":
                last = cluster != traffic.primary
                yield Way(cluster, f"without {traffic.primary}" if last else "while it is well", last)


def _inside(cluster: str, settings: Settings) -> Iterator[str]:
    """What is in a cluster and beside it."""
    own = settings.clusters[cluster]
    here = [name for name, application in settings.applications.items() if cluster in application.clusters]
    yield f'  subgraph {cluster}["{cluster}: {own.cloud}{f" in {own.place}" if own.place else ""}"]'
    yield f'    {cluster}_applications["{_under(here) or "no application"}"]'
    if own.copies_to or any(other.copies_to == cluster for other in settings.clusters.values()):
        yield f'    {cluster}_buckets[("buckets: backups and<br>what applications store")]'
    for name, database in settings.data.databases.items():
        if cluster in {database.cluster, database.replica}:
            words = "replica" if cluster == database.replica else "PostgreSQL"
            yield f'    {cluster}_{name}[("{words} of {name}")]'
    images = settings.data.images
    if images and cluster in {images.cluster, *images.copies}:
        yield f'    {cluster}_images[("images")]'
    shared = settings.data.secrets.values()
    if any(cluster in {secret.cluster, *secret.copies} for secret in shared):
        yield f'    {cluster}_secrets[("secrets")]'
    yield "  end"


def _copied(settings: Settings) -> Iterator[str]:
    """Each way on which something is copied, once; both ways as one."""
    found = [
        (f"{name}_buckets", f"{cluster.copies_to}_buckets")
        for name, cluster in settings.clusters.items()
        if cluster.copies_to
    ]
    for name, database in settings.data.databases.items():
        if database.replica:
            found.append((f"{database.cluster}_{name}", f"{database.replica}_{name}"))
    if images := settings.data.images:
        found += ((f"{images.cluster}_images", f"{copy}_images") for copy in images.copies)
    for secret in settings.data.secrets.values():
        found += ((f"{secret.cluster}_secrets", f"{copy}_secrets") for copy in secret.copies)
    for source, copy in dict.fromkeys(found):
        if (copy, source) not in found:
            yield f"  {source} ==> {copy}"
        elif source < copy:
            yield f"  {source} <==> {copy}"


def _under(names: Iterable[str]) -> str:
    """Names, each on a line of its own in a box."""
    return "<br>".join(names)


def pictures() -> Iterator[tuple[str, str]]:
    """Each stack file of the repository with several clusters, and its diagram."""
    for path in shown():
        stack = read(path)
        if stack.root == ROOT:
            settings = parse(stack.settings, CATALOGUE)
            if len(settings.clusters) > 1:
                yield str(path.relative_to(ROOT)), picture(settings)


def page() -> str:
    """docs/regions.md."""
    return "\n".join([INTRODUCTION, *(f"## {name}\n\n{drawn}\n" for name, drawn in pictures())])


if __name__ == "__main__":
    print(page(), end="")
