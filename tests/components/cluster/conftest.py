"""Fixtures of the cluster's tests."""

import pytest

from tests.components.cluster.deployments import deployed
from tests.recorded import Recording


@pytest.fixture(name="made", scope="session")
def _made() -> Recording:
    """A cluster with the defaults of every setting."""
    return deployed()


@pytest.fixture(name="open_staging", scope="session")
def _open_staging() -> Recording:
    """A cluster that may be destroyed, with one NAT gateway and a public endpoint for one block."""
    return deployed(
        protect=False,
        network={"cidr": "10.30.0.0/20", "nat": "single", "flow_log_days": 30},
        api={"public_from": ["203.0.113.0/24"]},
        log_days=30,
    )
