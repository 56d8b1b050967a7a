"""`python -m rehearsal.difference OLD NEW`: what differs between two renders of a stack, as Markdown for a reviewer.

OLD and NEW are folders that `python -m rehearsal render --out` wrote. The pull request's workflow puts the answer into the
job's summary, which the service cuts off at 1 MiB. It informs and never fails: whatever is wrong is said in the text.
"""

import argparse
import difflib
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT = 900_000
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
PROVIDER = re.compile(r"pulumi:providers:[^:]+::(?P<name>[^:]+)")

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One resource that differs. before, after: the resource as rendered, None where it does not exist."""

    before: Resource | None
    after: Resource | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return ADDED
        return REMOVED if self.after is None else CHANGED

    @property
    def resource(self) -> Resource:
        """The resource as it will be, or as it was when it will not be any more."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found

    @property
    def lines(self) -> list[str]:
        """The unified difference of the two, as JSON with sorted keys, without its file headers."""
        before, after = (_text(side) for side in (self.before, self.after))
        return list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]


def changes(old: Sequence[Resource], new: Sequence[Resource]) -> list[Change]:
    """Every resource that differs, matched by URN, in the order of type and name."""
    before = {resource["urn"]: resource for resource in old}
    after = {resource["urn"]: resource for resource in new}
    found = [
        Change(before.get(urn), after.get(urn))
        for urn in before.keys() | after.keys()
        if before.get(urn) != after.get(urn)
    ]
    return sorted(found, key=lambda change: (change.resource["type"], change.resource["urn"]))


def provider(resource: Resource) -> str:
    """The name of the provider that manages a resource, in which its cluster's name is; a dash where there is none."""
    match = PROVIDER.search(str(resource.get("provider") or ""))
    return match["name"] if match else "–"


def markdown(title: str, old: Sequence[Resource], new: Sequence[Resource], limit: int = LIMIT) -> str:
    """The whole answer, of at most about `limit` bytes in UTF-8: a table of counts, then one folded part for each resource."""
    found = changes(old, new)
    if not found:
        return f"### {title}: no difference in {len(new)} resources\n"
    kinds = Counter(change.kind for change in found)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in (ADDED, CHANGED, REMOVED))
    text = "\n".join(
        [f"### {title}: {counts} ({len(old)} resources before, {len(new)} after)", "", *_table(found), ""]
    )
    room = limit - len(text.encode())
    for shown, change in enumerate(found):
        part = _folded(change)
        room -= len(part.encode())
        if room < 0:
            left = len(found) - shown
            return f"{text}\n{left} more differ and are left out here, where there is room for {limit:,} bytes. {_LOCALLY}\n"
        text += part
    return text


_LOCALLY = "To see all, render both branches and compare the two folders: `git diff --no-index OLD NEW`."


def _table(found: Sequence[Change]) -> Iterator[str]:
    counts = Counter((change.resource["type"], provider(change.resource), change.kind) for change in found)
    yield "| Type | Provider | Added | Changed | Removed |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for type_, name in sorted({(type_, name) for type_, name, _ in counts}):
        numbers = (str(counts[type_, name, kind] or "") for kind in (ADDED, CHANGED, REMOVED))
        yield f"| `{type_}` | {name} | {' | '.join(numbers)} |"


def _folded(change: Change) -> str:
    lines = change.lines
    added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    name = html.escape(f"{change.resource['type']} {change.resource['name']}")
    protected = ", protected" if change.before is not None and change.before.get("protect") else ""
    body = "\n".join(lines)
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", body))])
    return (
        f"\n<details><summary>{change.kind}{protected}: <code>{name}</code> (+{added} −{removed})</summary>\n\n"
        f"{fence}diff\n{body}\n{fence}\n\n</details>\n"
    )


def _text(resource: Resource | None) -> list[str]:
    if resource is None:
        return []
    return json.dumps(resource, indent=2, sort_keys=True, ensure_ascii=False).splitlines()


def _read(folder: Path) -> list[Resource] | None:
    """The resources of a render; None when the folder holds none, or none that can be read."""
    try:
        found = json.loads((folder / "resources.json").read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, list) and all(_is_resource(item) for item in found) else None


def _is_resource(item: object) -> bool:
    return isinstance(item, dict) and {"urn", "type", "name"} <= item.keys()


def main(arguments: Sequence[str]) -> str:
    """The Markdown for the command line's arguments (without the program's name)."""
    parser = argparse.ArgumentParser(
        prog="python -m rehearsal.difference", description="Compare two renders of a stack."
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="the folder of the earlier render")
    parser.add_argument("new", type=Path, metavar="NEW", help="the folder of the later render")
    parser.add_argument("--title", default="Render", help="what the heading calls it (default: Render)")
    parser.add_argument(
        "--limit", type=int, default=LIMIT, help=f"bytes that the answer may have (default: {LIMIT})"
    )
    given = parser.parse_args(arguments)
    old, new = _read(given.old), _read(given.new)
    if new is None:
        return f"### {given.title}: not compared\n\nThis branch did not render: {given.new} holds no resources.json.\n"
    if old is None:
        return (
            f"### {given.title}: {len(new)} resources, not compared\n\n"
            f"The base branch has no program yet, or it does not render: {given.old} holds no resources.json.\n"
        )
    return markdown(given.title, old, new, given.limit)


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
