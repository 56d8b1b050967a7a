"""Every alert fires when it should, is quiet when it should, and says what a person on call needs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.observability.alerts import ADD_ONS, GROUPS, Alert, Recording, by_add_on, rule_groups
from tests.components.observability import exports
from tests.components.observability.promtool import check_rules, metrics, run_files
from tests.components.observability.series import PAIRS
from tests.components.observability.series.pair import Pair, Series

RUNBOOKS = "https://git.example.com/runbooks"
RULES = rule_groups(GROUPS, RUNBOOKS)
ALERTS = {alert.name: (group, alert) for group in GROUPS for alert in group.alerts}


def ruled(name: str) -> dict[str, Any]:
    (rule,) = (rule for group in RULES["groups"] for rule in group["rules"] if rule.get("alert") == name)
    return dict(rule)


def scraped(series: str) -> str:
    """A series as Prometheus keeps it: with labels of the pod that told of it, which must not be an alert's. Were they, an alert
    would end and another begin whenever that pod is replaced."""
    name, _, labels = series.partition("{")
    return f'{name}{{instance="192.0.2.7:8080",job="teller",endpoint="metrics",{labels or "}"}'


def promtool_test(pair: Pair, series: Series, fires: bool) -> dict[str, Any]:
    """A unit test of promtool. It takes no test without a series, so there is one that nothing asks for."""
    rule = ruled(pair.alert)
    expected = {
        "exp_labels": {**pair.labels, **rule["labels"]},
        "exp_annotations": {**rule["annotations"], "description": pair.says},
    }
    return {
        "name": f"{pair.alert} {'fires' if fires else 'is quiet'}",
        "interval": "1m",
        "input_series": [
            {"series": scraped(one), "values": values}
            for one, values in {"unrelated": "1x10", **series}.items()
        ],
        "alert_rule_test": [
            {"eval_time": pair.at, "alertname": pair.alert, "exp_alerts": [expected] if fires else []}
        ],
    }


@pytest.fixture(scope="module")
def results(promtool: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong, by the name of the test: all in one call of promtool."""
    files = []
    for group in GROUPS:
        pairs = [pair for pair in PAIRS if ALERTS[pair.alert][0] == group]
        tests = [promtool_test(pair, pair.fires, True) for pair in pairs]
        tests += [promtool_test(pair, pair.quiet, False) for pair in pairs]
        files.append((rule_groups([group], RUNBOOKS), tests))
    return run_files(promtool, files, tmp_path_factory.mktemp("promtool"))


@pytest.mark.engine
@pytest.mark.parametrize("alert", sorted(ALERTS))
def test_an_alert_fires_on_what_it_is_for_and_is_quiet_otherwise(alert: str, results: dict[str, str]) -> None:
    assert results[f"{alert} fires"] == ""
    assert results[f"{alert} is quiet"] == ""


@pytest.mark.engine
def test_promtool_has_nothing_against_any_rule(promtool: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(RULES))

    assert check_rules(promtool, tmp_path / "rules.yaml") == ""


def test_every_alert_has_its_pair_and_every_pair_its_alert() -> None:
    assert sorted(pair.alert for pair in PAIRS) == sorted(ALERTS)


def test_no_two_alerts_and_no_two_groups_have_one_name() -> None:
    assert len(ALERTS) == sum(len(group.alerts) for group in GROUPS)
    assert len({group.name for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize("alert", sorted(ALERTS))
def test_an_alert_says_how_bad_it_is_whose_it_is_and_what_is_so(alert: str) -> None:
    rule = ruled(alert)

    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert rule["labels"]["team"] in {"platform", "applications"}
    assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}
    assert "{{" not in rule["annotations"]["summary"]
    assert re.search(r"\{\{ \$value( \| [a-zA-Z]+( \"[^\"]+\")?)? \}\}", rule["annotations"]["description"])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.alert)
def test_a_description_names_the_object_by_every_label_that_tells_it_from_others(pair: Pair) -> None:
    told = re.findall(r"\$labels\.(\w+)", ALERTS[pair.alert][1].description)

    assert set(told) == set(pair.labels)


def test_a_series_computed_ahead_comes_before_the_alert_that_asks_for_it() -> None:
    for group in GROUPS:
        seen: list[str] = []
        for rule in group.rules:
            if isinstance(rule, Alert):
                assert all(name in seen for name in re.findall(r"\w+:\w+:\w+", rule.expr)), rule.name
            else:
                seen.append(rule.record)


def test_an_alert_on_something_that_is_not_installed_is_not_either() -> None:
    assert list(by_add_on([])) == ["kubernetes"]
    assert list(by_add_on(["velero", "cert-manager"])) == ["kubernetes", "cert-manager", "velero"]
    assert list(by_add_on(ADD_ONS)) == list(ADD_ONS)


def test_an_add_on_without_alerts_is_said_by_name() -> None:
    with pytest.raises(ValueError, match="there are no alerts for valero; expected some of kubernetes, "):
        by_add_on(["valero"])


# What the documents of the five applications ask for, in their own words and figures.
ASKED = {
    "HPAMaxedOut": "15m",
    "HPAUnableToScale": "5m",
    "HPAMetricsUnavailable": "10m",
    "HPAFrequentScaling": "15m",
    "MetricsServerDown": "5m",
    "HPACustomMetricsNotAvailable": "5m",
    "ContainerCpuNearLimit": "5m",
    "IngressErrorsHigh": "5m",
    "GatewayErrorsHigh": "5m",
    "IngressSlow": "5m",
    "GatewaySlow": "5m",
    "PodNotRunning": "5m",
}


@pytest.mark.parametrize("alert", ASKED)
def test_the_figures_that_the_applications_ask_for_are_the_alerts(alert: str) -> None:
    found = ALERTS[alert][1]

    assert found.for_ == ASKED[alert]
    if "ErrorsHigh" in alert:
        assert found.severity == "critical"
        assert found.expr.endswith("> 0.05")
    if alert == "ContainerCpuNearLimit":
        assert found.expr.endswith("> 0.8")
    if "Slow" in alert:
        assert found.expr.endswith("> 0.5")


@pytest.mark.engine
def test_every_metric_of_a_rule_is_exported_by_its_add_on(promtool: Path) -> None:
    rules = [(group, rule) for group in GROUPS for rule in group.rules]
    named = metrics(promtool, [rule.expr for _, rule in rules])
    recorded = {rule.record for _, rule in rules if isinstance(rule, Recording)}
    unknown = {
        (group.name, name)
        for (group, _), names in zip(rules, named, strict=True)
        for name in names - exports.exported(group.add_on) - recorded
    }

    assert all(named), "every rule asks for something"
    assert unknown == set()


def test_every_add_on_says_what_it_exports_and_where_that_is_written() -> None:
    assert set(exports.ADD_ONS) == set(ADD_ONS)
    assert all(one.source for one in exports.ADD_ONS.values())


def test_the_series_of_the_tests_are_of_exported_metrics_too() -> None:
    known = frozenset[str]().union(*(exports.exported(add_on) for add_on in ADD_ONS))
    used = {series.partition("{")[0] for pair in PAIRS for series in {**pair.fires, **pair.quiet}}

    assert used <= known
