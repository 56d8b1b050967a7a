"""How the estimates are shown: as tables on a terminal, and as the page docs/costs.md."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rehearsal.capacity.report import show
from rehearsal.capacity.table import carried
from rehearsal.costs.estimate import Estimate, estimates
from rehearsal.costs.table import HOURS, prices
from rehearsal.render import recording_of
from rehearsal.report import PLAIN_WIDTH
from rehearsal.stackfile import ROOT, StackFile

Example = tuple[str, str, StackFile]
"""A heading, a sentence about a stack, and the stack."""
CAVEAT = (
    f"List prices for {HOURS} hours, without discounts, commitments, free tiers, taxes, support, traffic, requests, logs and "
    "health checks of names."
)


def report(stack: StackFile, console: Console | None = None) -> int:
    """Print what a stack would cost by the month. The exit code: 0; what has no price is named, and is no failure."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    found = estimates(recording_of(stack))
    for estimate in found:
        _show(estimate, console)
    if len(found) > 1:
        console.print(Text(f"The whole stack: {_range(found)} a month.", style="bold"), soft_wrap=True)
    console.print(Text(f"{CAVEAT} Prices as of {ages(found)}."), soft_wrap=True)
    show(carried(stack), console)
    return 0


def _show(estimate: Estimate, console: Console) -> None:
    if estimate.lines:
        title = f"{estimate.cluster}: US dollars a month, at the list prices of {estimate.region}"
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 3, 0, 0))
        table.add_column("What")
        table.add_column("At min", justify="right")
        table.add_column("At max", justify="right")
        table.add_column("Of", overflow="fold")
        for line in estimate.lines:
            table.add_row(line.kind, money(line.low), money(line.high), Text("; ".join(line.what)))
        table.add_row("Total", money(estimate.low), money(estimate.high), "", style="bold")
        console.print(table)
    for what in estimate.unpriced:
        console.print(Text(f"{estimate.cluster}: not in it: {what}"), soft_wrap=True)
    console.print()


def money(dollars: float) -> str:
    """Dollars and cents."""
    return f"{dollars:,.2f}"


def ages(found: Sequence[Estimate]) -> str:
    """From when the prices are: the oldest and the newest month among those of the clouds concerned."""
    clouds = {estimate.cloud for estimate in found if estimate.cloud}
    months = sorted({price.as_of for cloud in clouds for price in prices()[cloud].prices.values()})
    return " to ".join(dict.fromkeys((months[0], months[-1]))) if months else "none were needed"


def _range(found: Sequence[Estimate]) -> str:
    return f"{money(sum(one.low for one in found))} to {money(sum(one.high for one in found))} US dollars"


def page(examples: Sequence[Example]) -> str:
    """docs/costs.md."""
    return "\n".join(_page(examples)) + "\n"


def _page(examples: Sequence[Example]) -> Iterator[str]:
    yield from (
        "# What a stack costs",
        "",
        "<!-- Written by `python -m rehearsal.costs > docs/costs.md`; a test compares. -->",
        "",
        "```sh",
        "python -m rehearsal report --stack NAME",
        "```",
        "",
        "adds up what the clouds charge by the hour and by the month for what a stack registers, cluster by cluster: with every",
        "node pool at its min, and at its max. It asks no cloud and needs no engine. The prices, each with its source and month,",
        "are in [prices.yaml](../rehearsal/costs/prices.yaml). They are those of one region of each cloud; others differ by some",
        "per cent. What has no price there, such as spot nodes, is named and not guessed.",
        "",
        CAVEAT,
    )
    for heading, sentence, stack in examples:
        path = stack.path.relative_to(ROOT)
        yield from ("", f"## {heading}", "", f"{sentence} ([the stack](../{path})).", "")
        found = estimates(recording_of(stack))
        for estimate in found:
            yield from _section(estimate)
        yield f"Together: {_range(found)} a month. Prices as of {ages(found)}."


def _section(estimate: Estimate) -> Iterator[str]:
    yield from (f"### {estimate.cluster}, at the prices of {estimate.region}", "")
    yield from ("| what | at min | at max | of |", "| --- | ---: | ---: | --- |")
    for line in estimate.lines:
        yield f"| {line.kind} | {money(line.low)} | {money(line.high)} | {'; '.join(line.what)} |"
    yield f"| **total** | **{money(estimate.low)}** | **{money(estimate.high)}** | |"
    yield ""
    for what in estimate.unpriced:
        yield from (f"Not in it: {what}.", "")
