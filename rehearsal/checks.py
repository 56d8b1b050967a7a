"""What a stack that was made must look like, as functions over what the engine recorded."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.journal import Problem
from rehearsal.stackfile import StackFile


@dataclass(frozen=True)
class Result:
    """A stack that was made: its file, the engine's exported `state` (secrets encrypted in it), all that was printed."""

    stack: StackFile
    state: Mapping[str, Any]
    printed: str


Check = Callable[[Result], Iterable[Problem]]


def secrets_stay_secret(result: Result) -> Iterable[Problem]:
    """No secret of the stack file is readable in the state or in what was printed, as it is or in base64."""
    for path, canary in result.stack.canaries.items():
        forms = (canary, base64.b64encode(canary.encode()).decode())
        for resource in result.state.get("resources") or ():
            text = json.dumps(resource)
            if any(form in text for form in forms):
                reason = f"holds the secret {path} in plain text; mark what is made from it with pulumi.Output.secret"
                yield Problem(resource["urn"], reason)
        if any(form in result.printed for form in forms):
            yield Problem("", f"the secret {path} was printed; do not log it")


CHECKS: tuple[Check, ...] = (secrets_stay_secret,)
"""The checks of every rehearsal; a stack's own go beside them."""
