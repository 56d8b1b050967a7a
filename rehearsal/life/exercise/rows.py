"""One line of what an exercise tells."""

from dataclasses import dataclass

AGAIN = 0.1
"""Seconds between two looks."""


@dataclass(frozen=True)
class Row:
    """What was done and what came of it. problem: what is not as it should be, empty when all is."""

    what: str
    asked: str
    before: str
    after: str
    seconds: float
    problem: str = ""

    def __str__(self) -> str:
        told = f"{self.what}: {self.asked}: {self.before} -> {self.after} after {self.seconds:.1f} s"
        return f"{told}; {self.problem}" if self.problem else told
