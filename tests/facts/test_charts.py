"""The pins, and what is known of each."""

import re
from datetime import date
from pathlib import Path

import pytest

from facts import charts
from facts.charts import Chart, Support

PINS = [value for value in vars(charts).values() if isinstance(value, Chart)]


def test_every_chart_is_pinned_to_one_exact_version() -> None:
    assert len(PINS) >= 10
    for chart in PINS:
        assert re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version), (
            f"{chart.name}: a range moves under a running stack"
        )


def test_no_two_releases_have_one_name() -> None:
    assert len({chart.release_name for chart in PINS}) == len(PINS)


def test_charts_that_are_released_together_share_a_version() -> None:
    assert {chart.version for chart in PINS if "istio" in chart.repo} == {charts.ISTIO_VERSION}
    assert charts.KARPENTER.version == charts.KARPENTER_CRD.version == charts.KARPENTER_VERSION


def test_a_comment_above_every_version_tells_renovate_where_the_next_one_comes_from() -> None:
    text = Path(charts.__file__).read_text(encoding="utf-8")
    told = re.findall(
        r"# renovate: datasource=\S+ depName=\S+(?: registryUrl=\S+)?\n[^#]*?[\"'](v?\d+\.\d+\.\d+)[\"']",
        text,
    )

    assert set(told) >= {chart.version for chart in PINS}, "the pattern is that of .github/renovate.json"


@pytest.mark.parametrize("chart", PINS, ids=lambda chart: chart.release_name)
def test_what_is_supported_was_read_for_the_version_that_is_pinned(chart: Chart) -> None:
    """When this fails, a bump has left the versions that `Support` was read for: read its source again, then change `of`."""
    assert chart.support is not None
    assert chart.version.startswith(chart.support.of), chart.support.source
    first, last = chart.support.minors
    assert 0 < first <= last
    assert len(chart.support.source.split("/")) > 1, "a source is a place to look at"


def test_the_edges_of_a_support_are_inside_it() -> None:
    support = Support("1.", (34, 35), "example.com/support", ends=date(2026, 3, 31))

    assert [support.covers(version) for version in ("1.33", "1.34", "1.35", "1.36")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_release_is_named_after_its_chart_unless_the_chart_has_no_name_of_its_own() -> None:
    assert charts.CERT_MANAGER.release_name == "cert-manager"
    assert charts.ISTIO_BASE.release_name == "istio-base"


VELERO_PLUGINS = (charts.VELERO_PLUGIN_AWS, charts.VELERO_PLUGIN_GCP, charts.VELERO_PLUGIN_AZURE)


def test_every_image_of_velero_is_pinned_and_names_its_registry() -> None:
    for image in (charts.VELERO_SERVER, *VELERO_PLUGINS):
        assert re.fullmatch(r"docker\.io/velero/[a-z-]+:v\d+\.\d+\.\d+", image)


def test_veleros_plugins_are_those_of_the_servers_minor_version() -> None:
    """1.14 goes with 1.18, 1.15 with 1.19: their numbers keep that distance."""
    minor = int(charts.VELERO_SERVER.split(".")[-2])
    assert {int(plugin.split(".")[-2]) for plugin in VELERO_PLUGINS} == {minor - 4}
