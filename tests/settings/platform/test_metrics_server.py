"""The section of metrics-server."""

from facts import charts
from settings.platform.metrics_server import MetricsServer


def test_it_is_there_for_a_cluster_that_lacks_one_unless_switched_off() -> None:
    assert MetricsServer().brings == (charts.METRICS_SERVER,)
    assert MetricsServer(install=False).brings == ()
