"""What a cluster is told of the rest of its stack."""

from components.cluster.surroundings import ALONE, Surroundings
from settings.charts import ChartSource


def test_a_cluster_by_itself_has_no_names_and_every_chart_from_its_project() -> None:
    assert Surroundings(charts=ChartSource(), names=None) == ALONE
