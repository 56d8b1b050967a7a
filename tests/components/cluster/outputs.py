"""Reads outputs in tests that need no engine."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pulumi


def resolved(make: Callable[[], Any]) -> Any:
    """What the inputs that `make` builds come to."""

    async def wait() -> Any:
        return await pulumi.Output.from_input(make()).future()

    return asyncio.run(wait())


def read(make: Callable[[], pulumi.Output[str]]) -> Any:
    """The JSON text that `make` builds, as data."""
    return json.loads(resolved(make))
