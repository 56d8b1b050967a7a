"""docs/platform.md: what is installed, in which versions, where and in which order, read off the program.

`python -m tests.components.platform.page > docs/platform.md`
"""

from collections.abc import Iterator

from components.platform.namespaces import WHY
from facts import charts
from facts.charts import Chart
from rehearsal.recorded import RELEASE, Recording
from rehearsal.stackfile import ROOT
from settings.platform import PlatformSettings
from settings.types import TESTED
from tests.components.platform.given import settings
from tests.components.platform.homes import namespaces
from tests.components.platform.order import before, steps
from tests.components.platform.prose import AFTER, BEFORE, NAMESPACES, ORDER
from tests.stackfiles import recorded

# Together they have every add-on: with ingress-nginx, with a DNS zone, and with the gateway.
SHOWN = ("Pulumi.staging.yaml", "examples/Pulumi.eks.yaml", "examples/Pulumi.gateway.yaml")
LEVEL = "pod-security.kubernetes.io/enforce"
OF_CLUSTERS = (charts.KARPENTER_CRD, charts.KARPENTER, charts.CLUSTER_AUTOSCALER)


def shown() -> list[Recording]:
    """The stacks that the page is read off."""
    return [recorded(ROOT / path) for path in SHOWN]


def minors(chart: Chart) -> str:
    """The Kubernetes minors among those that this program knows which a chart supports."""
    assert chart.support
    supported = [version for version in TESTED if chart.support.covers(version)]
    return ", ".join(supported) or "none"


def until(chart: Chart) -> str:
    """When a chart's support ends, in the words of its project."""
    assert chart.support
    if chart.support.retired:
        return f"**retired** since {chart.support.ends}"
    day = f" ({chart.support.ends})" if chart.support.ends else ""
    return f"{chart.support.until}{day}"


def versions(chosen: PlatformSettings) -> Iterator[str]:
    """A row for each chart, under its section's name."""
    yield "| section | chart | version | Kubernetes | supported until |"
    yield "| --- | --- | --- | --- | --- |"
    rows = [(f"`{name}`", chart) for name, section in chosen.add_ons.items() for chart in section.CHARTS]
    rows += [("`clusters.NAME.autoscaler`", chart) for chart in OF_CLUSTERS]
    for section, chart in rows:
        yield f"| {section} | {chart.release_name} | {chart.version} | {minors(chart)} | {until(chart)} |"
    sources = {chart.support.source: None for _, chart in rows if chart.support}
    yield ""
    yield f"Sources: {'; '.join(sources)}."


def homes() -> Iterator[str]:
    """A row for each namespace: what is in it, and its Pod Security level."""
    found: dict[str, tuple[str, str, set[str]]] = {}
    for recording in shown():
        inside: dict[str, set[str]] = {}
        for one in recording.of(RELEASE):
            inside.setdefault(str(one.inputs["namespace"]), set()).add(str(one.inputs["name"]))
        for name, metadata in namespaces(recording).items():
            why = metadata.get("annotations", {}).get(WHY, "")
            _, _, so_far = found.setdefault(name, (metadata["labels"][LEVEL], why, set()))
            so_far |= inside.get(name, set())
    yield "| namespace | releases | Pod Security | why not restricted |"
    yield "| --- | --- | --- | --- |"
    for name, (level, why, within) in sorted(found.items()):
        yield f"| {name} | {', '.join(sorted(within)) or '–'} | {level} | {why} |"


def picture() -> Iterator[str]:
    """The install order, as a graph of Mermaid's."""
    order: dict[str, frozenset[str]] = {}
    for recording in shown():
        order |= before(recording, "main")
    yield "```mermaid"
    yield "flowchart LR"
    for name, needed in sorted(steps(order).items()):
        yield f"  {name}"
        yield from (f"  {one} --> {name}" for one in sorted(needed))
    yield "```"


def page() -> str:
    """docs/platform.md."""
    tables = ("\n".join(lines) for lines in (versions(settings()), homes(), picture()))
    words = (BEFORE, NAMESPACES, ORDER)
    parts = [f"{text.strip()}\n\n{table}" for text, table in zip(words, tables, strict=True)]
    return "\n\n".join([*parts, AFTER.strip()]) + "\n"


if __name__ == "__main__":
    print(page(), end="")
