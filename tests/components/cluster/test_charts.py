"""The pins of the charts that a cluster itself needs."""

import re
from pathlib import Path

from components.cluster import charts
from components.helm import Chart

PINS = [value for value in vars(charts).values() if isinstance(value, Chart)]


def test_every_chart_is_pinned_to_one_exact_version() -> None:
    assert [(chart.name, bool(re.fullmatch(r"\d+\.\d+\.\d+", chart.version))) for chart in PINS] == [
        ("karpenter-crd", True),
        ("karpenter", True),
        ("cluster-autoscaler", True),
    ]


def test_karpenters_kinds_are_of_its_own_version() -> None:
    assert charts.KARPENTER.version == charts.KARPENTER_CRD.version == charts.KARPENTER_VERSION


def test_a_comment_above_every_version_tells_renovate_where_the_next_one_comes_from() -> None:
    lines = Path(charts.__file__).read_text(encoding="utf-8").splitlines()
    versions = [number for number, line in enumerate(lines) if re.search(r'"v?\d+\.\d+\.\d+"', line)]

    assert len(versions) == 2
    for number in versions:
        assert re.match(r"# renovate: datasource=(docker|helm) depName=\S+", lines[number - 1]), lines[number]
