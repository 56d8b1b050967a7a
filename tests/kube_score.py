"""kube-score's judgement of manifests, and what docs/scores.md says of it."""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from rehearsal.toolchain import Tool

TOOL = Tool("kube-score", "kube-score", "github.com/zegl/kube-score/cmd/kube-score", "1.20.0")
CRITICAL = 1
"""The grade of a critical finding (kube-score, scorecard/scorecard.go); a warning has 5."""
_ROW = re.compile(r"\| `([a-z-]+)` \| (`[^|]+`) \| (.+) \|")


@dataclass(frozen=True)
class Finding:
    """Something critical. check: its id; object: Kind/namespace/name; said: kube-score's words."""

    check: str
    object: str
    said: str


@dataclass(frozen=True)
class Justified:
    """A row of the document: findings of a check on objects that match the pattern, and why they stay."""

    check: str
    objects: str
    why: str

    def covers(self, finding: Finding) -> bool:
        return self.check == finding.check and fnmatchcase(finding.object, self.objects)


def critical(kube_score: Path, manifests: Sequence[Path], kubernetes: str) -> set[Finding]:
    """All that is critical in these manifests together. kubernetes: the minor that they are for, such as 1.35."""
    command: list[str | Path] = [
        kube_score,
        "score",
        "--output-format",
        "json",
        "--kubernetes-version",
        f"v{kubernetes}",
        *manifests,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if not done.stdout:
        raise RuntimeError(done.stderr)
    return set(_findings(json.loads(done.stdout)))


def _findings(judged: Sequence[dict[str, object]]) -> Iterator[Finding]:
    for one in judged:
        metadata = one["object_meta"]
        kind = one["type_meta"]["kind"]  # type: ignore[index]
        name = f"{kind}/{metadata.get('namespace', '')}/{metadata['name']}"  # type: ignore[index,attr-defined]
        for check in one["checks"] or ():  # type: ignore[attr-defined]
            if not check["skipped"] and check["grade"] == CRITICAL:
                said = "; ".join(
                    sorted(f"{word['path']}: {word['summary']}" for word in check["comments"] or ())
                )
                yield Finding(check["check"]["id"], name, said)


def justified(document: Path) -> list[Justified]:
    """The rows of the document."""
    return [
        Justified(row[1], objects, row[3])
        for row in _ROW.finditer(document.read_text())
        for objects in re.findall(r"`([^`]+)`", row[2])
    ]
