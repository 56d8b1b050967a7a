"""Alerts with fixed limits fire above them, are quiet below, and are there only where a spec asks for them."""

from pathlib import Path

import pytest
import yaml

from components.observability.alerts import rule_groups
from components.observability.applications import presets
from tests.components.observability.applications.cases import PRESETS, Case
from tests.components.observability.applications.given import OWN, RUNBOOKS, counting
from tests.components.observability.promtool import check_rules
from tests.components.workload.specs import full


@pytest.mark.engine
@pytest.mark.parametrize("case", PRESETS, ids=lambda case: case.name)
def test_an_alert_fires_above_its_limit_and_is_quiet_below(case: Case, judged: dict[str, str]) -> None:
    assert judged[case.name] == ""


@pytest.mark.engine
def test_promtool_has_nothing_against_them(promtool: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        yaml.safe_dump(rule_groups(list(presets.groups(counting())), RUNBOOKS))
    )

    assert check_rules(promtool, tmp_path / "rules.yaml") == ""


def test_the_limits_are_the_documents_unless_a_spec_says_others() -> None:
    (group,) = presets.groups(counting())
    alerts = {alert.name: alert for alert in group.alerts}

    assert alerts["HighErrorRate"].expr.endswith("> 0.05")
    assert alerts["HighLatency"].expr.startswith("histogram_quantile(0.95,")
    assert alerts["HighLatency"].expr.endswith("> 0.5")
    assert {alert.for_ for alert in alerts.values()} == {"5m"}
    assert {name: alert.severity for name, alert in alerts.items()} == {
        "HighErrorRate": "critical",
        "HighLatency": "warning",
        "ServiceDown": "critical",
        "FailuresHigh": "warning",
    }


def test_each_pod_is_judged_for_itself_where_a_spec_says_so() -> None:
    (group,) = presets.groups(full(metrics=OWN, alerts={"error_rate": {"by": "instance"}}))
    (alert,) = group.alerts

    assert alert.expr.count("sum by (instance) (") == 2
    assert "{{ $labels.instance }} of team/app" in alert.description


def test_a_workload_that_asks_for_none_has_none() -> None:
    assert list(presets.groups(full())) == []


def test_each_carries_the_workload_and_what_it_counts() -> None:
    (group,) = presets.groups(counting())

    assert all(alert.labels["workload"] == "app" for alert in group.alerts)
    assert group.alerts[-1].labels == {"namespace": "team", "workload": "app", "operation": "logins"}
