"""`python -m rehearsal.costs > docs/costs.md`: the page about costs, with two stacks as its examples."""

from rehearsal.costs.report import page
from rehearsal.stackfile import ROOT, find, read

REFERENCE = (
    "The reference",
    "Three nodes in each cloud, as the applications' own documents have them",
    read(ROOT / "examples" / "Pulumi.reference.yaml"),
)
PRODUCTION = (
    "Production",
    "Two regions, each with the whole platform, and databases with replicas",
    find("production"),
)

if __name__ == "__main__":
    print(page((REFERENCE, PRODUCTION)), end="")
