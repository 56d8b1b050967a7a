"""`python -m rehearsal.reach > docs/reach.md`: who can reach whom, in the stack files of the repository."""

from pathlib import Path

from rehearsal.reach.page import page
from rehearsal.render import recording_of
from rehearsal.stackfile import ROOT, known_stacks, read

# What others are compared to comes first.
FIRST = ("production", "staging")
LEFT_OUT = ("reference",)
"""Three clouds at once, for what they cost: each has an example of its own."""


def shown() -> list[Path]:
    """The stack files on the page, in order."""
    stacks = [name for name in FIRST if name in known_stacks()]
    stacks += [name for name in known_stacks() if name not in stacks]
    examples = sorted((ROOT / "examples").glob("Pulumi.*.yaml"))
    left_out = {f"Pulumi.{name}.yaml" for name in LEFT_OUT}
    return [
        *(ROOT / f"Pulumi.{name}.yaml" for name in stacks),
        *(path for path in examples if path.name not in left_out),
    ]


if __name__ == "__main__":
    named = ((str(path.relative_to(ROOT)), path) for path in shown())
    print(page((name, recording_of(read(path))) for name, path in named), end="")
