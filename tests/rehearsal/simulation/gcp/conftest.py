"""A Google Cloud project for each test."""

import pytest

from tests.rehearsal.simulation.gcp.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()
