"""Hears what the engine answers to each registration of a program, so that what was left out can be told afterwards."""

from collections.abc import Callable
from itertools import count
from typing import Any

from pulumi.runtime import settings
from pulumi.runtime.proto import resource_pb2

MADE_OR_REFUSED = (resource_pb2.Result.SUCCESS, resource_pb2.Result.FAIL)
"""Engines have a third result for what they skip, 2, which newer ones tell by `unknown` (pulumi proto/pulumi/resource.proto)."""


class Witness:
    """The last run of a program. skipped: the URNs that the engine left out, for what they need was refused."""

    def __init__(self) -> None:
        self.skipped: set[str] = set()
        self._open: set[int] = set()

    @property
    def cut(self) -> bool:
        """Whether the engine ended before it had answered everything, so that nobody knows what else there was."""
        return bool(self._open)

    def watching(self, program: Callable[[], None]) -> Callable[[], None]:
        """The program, whose registrations are heard; each run begins anew."""

        def run() -> None:
            self.skipped, self._open = set(), set()
            skipped, waiting, numbers = self.skipped, self._open, count()
            monitor: Any = settings.get_monitor()
            register = monitor.RegisterResource

            def heard(request: Any) -> Any:
                number = next(numbers)
                waiting.add(number)
                answer = register(request)
                waiting.remove(number)
                if answer.unknown or answer.result not in MADE_OR_REFUSED:
                    skipped.add(answer.urn)
                return answer

            monitor.RegisterResource = heard
            program()

        return run
