"""The whole program as it stands, recorded once for each stack file and each change to it."""

import copy
from functools import cache
from typing import Any

from rehearsal.program import program
from rehearsal.recorded import Recording
from rehearsal.recording import record
from rehearsal.stackfile import StackFile, find


def configured(stack: StackFile, **sections: Any) -> dict[str, Any]:
    """A stack's configuration with some of its sections replaced."""
    changes = {f"{stack.project}:{name}": section for name, section in sections.items()}
    return {**stack.defaults, **copy.deepcopy(dict(stack.config)), **changes}


def changed(name: str, **sections: Any) -> Recording:
    """What a stack registers with some of its sections replaced."""
    stack = find(name)
    return record(program(), configured(stack, **sections), stack.name, stack.project)


@cache
def whole(name: str) -> Recording:
    """What a stack registers as its file says. Recorded once in a process: do not change it."""
    return changed(name)
