"""`python -m rehearsal.capacity > docs/capacity.md`: what is left without a region, in the stack files of the repository."""

from rehearsal.capacity.page import page
from rehearsal.capacity.table import carried
from rehearsal.reach.__main__ import shown
from rehearsal.stackfile import ROOT, read

if __name__ == "__main__":
    print(page((str(path.relative_to(ROOT)), carried(read(path))) for path in shown()), end="")
