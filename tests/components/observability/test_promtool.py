"""That promtool's judgement reaches the tests: what it finds, they find."""

from pathlib import Path

import pytest
import yaml

from tests.components.observability.promtool import check_rules, metrics, run_tests

pytestmark = pytest.mark.engine
RULES = {"groups": [{"name": "g", "rules": [{"alert": "Wrong", "expr": "up == 0"}]}]}


def test_promtool_has_something_against_a_rule_that_prometheus_would_not_load(
    promtool: Path, tmp_path: Path
) -> None:
    broken = {"groups": [{"name": "broken", "rules": [{"alert": "Broken", "expr": "sum(("}]}]}
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(broken))

    assert "unclosed left parenthesis" in check_rules(promtool, tmp_path / "rules.yaml")


def test_a_test_of_rules_that_fails_is_found_by_its_name(promtool: Path, tmp_path: Path) -> None:
    expected: list[dict[str, dict[str, str]]] = [{"exp_labels": {}}]
    tests = [
        {
            "name": name,
            "interval": "1m",
            "input_series": [{"series": "up", "values": "0x10"}],
            "alert_rule_test": [{"eval_time": "5m", "alertname": "Wrong", "exp_alerts": alerts}],
        }
        for name, alerts in (("right", expected), ("upside down", []))
    ]

    found = run_tests(promtool, RULES, tests, tmp_path)

    assert found["right"] == ""
    assert "alertname: Wrong" in found["upside down"]


def test_names_of_metrics_are_found_wherever_they_stand(promtool: Path) -> None:
    expressions = [
        'sum by (up) (rate(a_total{text="} b{c=1}"}[5m])) / on (x) group_left (y) b > 0',
        "histogram_quantile(0.9, c_bucket) or absent(level:d:rate5m)",
        "time() - e offset 5m",
    ]

    assert metrics(promtool, expressions) == [{"a_total", "b"}, {"c_bucket", "level:d:rate5m"}, {"e"}]


def test_an_expression_that_cannot_be_read_is_shown(promtool: Path) -> None:
    with pytest.raises(ValueError, match=r"sum\(b: .*unclosed left parenthesis"):
        metrics(promtool, ["a", "sum(b"])
