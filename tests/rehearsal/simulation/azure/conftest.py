"""A subscription for each test."""

import pytest

from tests.rehearsal.simulation.azure.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()
