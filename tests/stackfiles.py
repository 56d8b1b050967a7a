"""Every stack file there is: those beside Pulumi.yaml and the examples, found and not listed."""

import re
from functools import cache
from pathlib import Path

from rehearsal.recorded import Recording
from rehearsal.render import recording_of
from rehearsal.stackfile import ROOT, known_stacks, read

EXAMPLES = tuple(sorted((ROOT / "examples").glob("Pulumi.*.yaml")))
ALL = (*(ROOT / f"Pulumi.{name}.yaml" for name in known_stacks()), *EXAMPLES)
SHARED = tuple(path for path in ALL if re.search(r"^    shared: true$", path.read_text(), re.MULTILINE))
"""Those whose platform another stack has brought."""
OWN_PLATFORM = tuple(path for path in ALL if path not in SHARED)


def named(path: Path) -> str:
    """How a test's name has a stack file."""
    return str(path.relative_to(ROOT))


@cache
def recorded(path: Path) -> Recording:
    """What a stack file registers. Recorded once in a process: do not change it."""
    return recording_of(read(path))
