"""Every cloud's own pods are known, and are some."""

from facts.system_pods import SYSTEM_PODS
from settings.clusters import CLOUDS


def test_every_cloud_that_makes_nodes_runs_something_on_each() -> None:
    assert set(SYSTEM_PODS) == set(CLOUDS) - {"existing"}
    assert all(own.node_cpu > 0 and own.node_memory > 0 and own.node_pods > 0 for own in SYSTEM_PODS.values())


def test_they_leave_room_on_the_smallest_nodes_that_anybody_would_take() -> None:
    # Two cores, of which the clouds leave more than 1.9.
    assert all(own.node_cpu < 500 for own in SYSTEM_PODS.values())
