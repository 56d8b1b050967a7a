"""The pins."""

import re
from pathlib import Path

from components.helm import Chart
from components.platform import charts
from tests.components.platform.given import installed, settings

PINS = [value for value in vars(charts).values() if isinstance(value, Chart)]


def test_every_chart_is_pinned_to_one_exact_version() -> None:
    assert len(PINS) == 7
    for chart in PINS:
        assert re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version), (
            f"{chart.name}: a range moves under a running stack"
        )


def test_every_pin_is_installed_and_everything_installed_is_pinned_here() -> None:
    used = [chart for chart, _ in installed(settings())]

    assert sorted(chart.release_name for chart in used) == sorted(chart.release_name for chart in PINS)


def test_istios_charts_share_a_version() -> None:
    assert {chart.version for chart in PINS if "istio" in chart.repo} == {charts.ISTIO_VERSION}


def test_a_comment_above_every_version_tells_renovate_where_the_next_one_comes_from() -> None:
    lines = Path(charts.__file__).read_text(encoding="utf-8").splitlines()
    versions = [number for number, line in enumerate(lines) if re.search(r'"v?\d+\.\d+\.\d+"', line)]

    assert len(versions) == 6, "five charts, and one version for Istio's two"
    for number in versions:
        assert re.match(r"# renovate: datasource=(docker|helm) depName=\S+", lines[number - 1]), lines[number]


def test_a_release_is_named_after_its_chart_unless_the_chart_has_no_name_of_its_own() -> None:
    assert charts.CERT_MANAGER.release_name == "cert-manager"
    assert charts.ISTIO_BASE.release_name == "istio-base"
