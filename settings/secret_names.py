"""Which names a secret store takes."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class SecretNames:
    """What a secret store takes. pattern: of a whole reference, NAME or NAME#FIELD. expected: the same in words."""

    pattern: str
    expected: str

    def take(self, reference: str) -> bool:
        """Whether the store can hold a secret that a stack file refers to so."""
        return bool(re.fullmatch(self.pattern, reference))
