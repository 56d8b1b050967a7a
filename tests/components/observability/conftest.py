"""promtool, for the tests that have it judge."""

from pathlib import Path

import pytest

from rehearsal.toolchain import ToolError, built
from tests.components.observability.promtool import TOOL
from tests.rehearsal.planes import cannot_run


@pytest.fixture(scope="session")
def promtool() -> Path:
    """promtool, built the first time: minutes, once."""
    try:
        return built(TOOL, print)
    except ToolError as error:
        cannot_run("Prometheus' own judgement of rules and expressions", str(error))
