"""`python -m rehearsal.answers > docs/answers.md`: which region answers whom, in the stack files of the repository."""

from rehearsal.answers.page import page
from rehearsal.reach.__main__ import shown
from rehearsal.render import recording_of
from rehearsal.stackfile import ROOT, read

if __name__ == "__main__":
    print(page((str(path.relative_to(ROOT)), recording_of(read(path))) for path in shown()), end="")
