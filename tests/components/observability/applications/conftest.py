"""What promtool says of all cases, asked once."""

from pathlib import Path

import pytest

from tests.components.observability.applications.cases import OBJECTIVES, PRESETS, SCHEDULED
from tests.components.observability.promtool import run_files

CASES = (*OBJECTIVES, *PRESETS, *SCHEDULED)


@pytest.fixture(scope="session")
def judged(promtool: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong, by the name of the case: all in one call of promtool."""
    files = [(case.rules, [case.test]) for case in CASES]
    every = {number: case.every for number, case in enumerate(CASES)}
    return run_files(promtool, files, tmp_path_factory.mktemp("promtool"), every)
