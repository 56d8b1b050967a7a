"""promtool, for the tests that have it judge."""

from pathlib import Path

import pytest

from rehearsal.toolchain import ToolError, built
from tests.components.observability.promtool import TOOL


@pytest.fixture(scope="session")
def promtool() -> Path:
    """promtool, built the first time: minutes, once."""
    try:
        return built(TOOL, print)
    except ToolError as error:
        pytest.skip(str(error))
