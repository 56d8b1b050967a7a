"""`python -m rehearsal.costs > docs/costs.md`: the page about costs, with the reference stack as its example."""

from rehearsal.costs.report import page
from rehearsal.stackfile import ROOT, read

REFERENCE = ROOT / "examples" / "Pulumi.reference.yaml"

if __name__ == "__main__":
    print(page(read(REFERENCE)), end="")
