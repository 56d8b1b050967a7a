"""An AWS account for each test."""

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()
