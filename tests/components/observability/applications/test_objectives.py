"""A budget that burns too fast is told in time, one that does not is not, and 43.2 minutes a month are 99.9 %."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from components.observability.alerts import Recording, rule_groups
from components.observability.applications import groups
from components.observability.applications.objectives import FAST, SLOW, burning, objectives
from components.observability.applications.sources import of_objective
from settings.slo import WINDOW_DAYS
from tests.components.observability import exports
from tests.components.observability.applications.cases import OBJECTIVES, WAYS, Case
from tests.components.observability.applications.given import NGINX, OWN, RUNBOOKS, promising
from tests.components.observability.promtool import check_rules, metrics

MINUTES = {"m": 1, "h": 60, "d": 24 * 60}


def minutes(window: str) -> int:
    return int(window[:-1]) * MINUTES[window[-1]]


@pytest.mark.engine
@pytest.mark.parametrize("case", OBJECTIVES, ids=lambda case: case.name)
def test_a_budget_is_told_of_when_it_must_be_and_not_otherwise(case: Case, judged: dict[str, str]) -> None:
    assert judged[case.name] == ""


@pytest.mark.engine
def test_promtool_has_nothing_against_the_rules_of_any_way_to_count(promtool: Path, tmp_path: Path) -> None:
    for number, way_in in enumerate(WAYS.values()):
        spec = promising({"measured": "way_in" if way_in else "application"}, metrics=OWN)
        rules = tmp_path / f"rules-{number}.yaml"
        rules.write_text(yaml.safe_dump(rule_groups(groups(spec, way_in), RUNBOOKS)))

        assert check_rules(promtool, rules) == ""


@pytest.mark.engine
@pytest.mark.parametrize("add_on", ["ingress-nginx", "ingress-gateway"])
def test_what_a_rule_asks_of_the_way_in_is_what_the_way_in_exports(add_on: str, promtool: Path) -> None:
    way_in = WAYS["nginx" if add_on == "ingress-nginx" else "gateway"]
    rules = [rule for group in groups(promising(), way_in) for rule in group.rules]
    recorded = {rule.record for rule in rules if isinstance(rule, Recording)}
    named = set().union(*metrics(promtool, [rule.expr for rule in rules]))

    assert named - recorded
    assert named - recorded <= exports.exported(add_on)


def test_the_windows_and_rates_are_the_workbooks() -> None:
    spent = [
        (burn.long, burn.short, burn.rate, burn.rate * minutes(burn.long) / (WINDOW_DAYS * 24 * 60))
        for burn in (*FAST, *SLOW)
    ]

    assert spent == [
        ("1h", "5m", Decimal("14.4"), Decimal("0.02")),
        ("6h", "30m", Decimal(6), Decimal("0.05")),
        ("1d", "2h", Decimal(3), Decimal("0.1")),
        ("3d", "6h", Decimal(1), Decimal("0.1")),
    ]
    assert all(minutes(burn.long) == 12 * minutes(burn.short) for burn in (*FAST, *SLOW))


def test_a_rate_that_nothing_can_reach_is_left_out() -> None:
    spec = promising({"availability": 90})
    source = of_objective(spec, NGINX)
    assert source
    assert spec.slo
    (loose, _) = objectives(spec.slo, source)

    assert "14.4" not in burning(spec, loose, FAST)
    assert "> 6 " in burning(spec, loose, FAST)


def test_a_series_computed_ahead_comes_before_the_rule_that_asks_for_it() -> None:
    for group in groups(promising(), NGINX):
        seen: set[str] = set()
        for rule in group.rules:
            assert set(re.findall(r"workload:\w+:\w+", rule.expr)) <= seen
            if isinstance(rule, Recording):
                seen.add(rule.record)


def test_rules_of_two_objectives_are_told_apart() -> None:
    ruled = groups(promising(backup=None), NGINX)
    recorded = [
        (rule.record, *sorted(rule.labels.items()))
        for group in ruled
        for rule in group.rules
        if isinstance(rule, Recording)
    ]

    assert [group.name for group in ruled] == ["slo-team-app-availability", "slo-team-app-latency"]
    assert len(recorded) == len(set(recorded)) == 22
    assert {group.interval for group in ruled} == {"60s"}


def test_only_what_is_promised_is_watched() -> None:
    (group,) = groups(promising({"latency": None}, backup=None), NGINX)

    assert [alert.name for alert in group.alerts] == [
        "ErrorBudgetBurnFast",
        "ErrorBudgetBurnSlow",
        "ErrorBudgetLow",
        "ErrorBudgetAlmostSpent",
    ]
    assert [(alert.severity, alert.team) for alert in group.alerts] == [
        ("critical", "applications"),
        ("warning", "applications"),
        ("warning", "applications"),
        ("critical", "applications"),
    ]


def test_alerts_are_those_of_the_team_that_the_workload_names() -> None:
    ruled = groups(promising(alerts={"team": "sre", "down": {}}), NGINX)

    assert {alert.team for group in ruled for alert in group.alerts} == {"sre"}
    assert "ServiceDown" in {alert.name for group in ruled for alert in group.alerts}
