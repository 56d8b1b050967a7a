"""What watches an application is registered where Prometheus and Grafana look, on both ways in, and nothing without them."""

import copy
import json
from functools import cache
from typing import Any

import pytest

from rehearsal.program import program
from rehearsal.recorded import Recording
from rehearsal.recording import record
from rehearsal.stackfile import ROOT, read
from tests.graph import Graph
from tests.stackfiles import recorded
from tests.whole import whole

RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
CONFIG = "kubernetes:core/v1:ConfigMap"
WAYS = {
    "nginx": ("Pulumi.existing.yaml", "nginx_ingress_controller_requests"),
    "gateway": ("Pulumi.gateway.yaml", "istio_requests_total"),
}

by_way = pytest.mark.parametrize(("file", "counted"), WAYS.values(), ids=WAYS)


def stack(file: str) -> Recording:
    return recorded(ROOT / "examples" / file)


@cache
def existing(monitoring: str, slo: bool = True) -> Recording:
    """The example of an existing cluster, with another word about monitoring."""
    found = read(ROOT / "examples" / "Pulumi.existing.yaml")
    config = copy.deepcopy({**found.defaults, **found.config})
    config["groundwork:platform"]["monitoring"] = json.loads(monitoring)
    if not slo:
        del config["groundwork:applications"]["orion"]["slo"]
    return record(program(), config, found.name, found.project)


def alerts(recording: Recording, name: str) -> list[str]:
    groups = recording.one(RULES, name).inputs["spec"]["groups"]
    return [rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule]


def board(recording: Recording, name: str) -> dict[str, Any]:
    ((_, text),) = recording.one(CONFIG, name).inputs["data"].items()
    return dict(json.loads(text))


@by_way
def test_an_objective_has_its_rules_beside_the_workload_by_what_the_way_in_counts(
    file: str, counted: str
) -> None:
    rule = stack(file).one(RULES, "main-orion-watch-auth-service")
    text = json.dumps(rule.inputs["spec"])

    assert rule.inputs["metadata"]["namespace"] == "orion"
    assert counted in text
    assert alerts(stack(file), "main-orion-watch-auth-service") == [
        "ErrorBudgetBurnFast",
        "ErrorBudgetBurnSlow",
        "ErrorBudgetLow",
        "ErrorBudgetAlmostSpent",
        "LatencyBudgetBurnFast",
        "LatencyBudgetBurnSlow",
        "LatencyBudgetLow",
        "LatencyBudgetAlmostSpent",
        "ServiceDown",
        "FailuresHigh",
    ]
    assert len({group["name"] for group in rule.inputs["spec"]["groups"]}) == 3


@by_way
def test_the_dashboard_is_where_grafana_looks_and_shows_the_budget(file: str, counted: str) -> None:
    made = stack(file).one(CONFIG, "main-orion-watch-dashboard")
    shown = board(stack(file), "main-orion-watch-dashboard")

    assert made.inputs["metadata"]["namespace"] == "monitoring"
    assert made.inputs["metadata"]["labels"] == {"grafana_dashboard": "1"}
    assert made.inputs["metadata"]["annotations"] == {"grafana_folder": "Applications"}
    assert counted in json.dumps(shown)
    assert "workload:slo_budget_remaining:ratio30d" in json.dumps(shown)
    assert list(made.inputs["data"]) == [f"{shown['uid']}.json"]


@by_way
def test_they_come_after_prometheus_and_the_namespace_and_go_before_them(file: str, counted: str) -> None:
    graph = Graph(stack(file))
    stacked = stack(file).one("kubernetes:helm.sh/v3:Release", "main-kube-prometheus-stack")
    closed = stack(file).one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-orion-default-deny")
    rule = stack(file).one(RULES, "main-orion-watch-auth-service")

    assert graph.waits(rule, stacked)
    assert graph.waits(rule, closed)
    assert graph.waits(stack(file).one(CONFIG, "main-orion-watch-dashboard"), stacked)


def test_an_application_has_the_alerts_of_its_documents_and_no_others() -> None:
    assert alerts(whole("staging"), "main-orion-watch-auth-service") == ["ServiceDown", "FailuresHigh"]
    assert alerts(whole("staging"), "main-spoke-watch-spoke") == ["DatabaseBackupLate", "RestoreDrillLate"]
    assert whole("staging").one(CONFIG, "main-spoke-watch-dashboard")


def test_an_existing_prometheus_has_the_dashboard_beside_those_of_the_platform() -> None:
    there = existing('{"install": "existing", "namespace": "observed"}')
    made = there.one(CONFIG, "main-orion-watch-dashboard")

    assert made.inputs["metadata"]["namespace"] == "alerts"
    assert there.one(RULES, "main-orion-watch-auth-service").inputs["metadata"]["namespace"] == "orion"


def test_without_monitoring_nothing_is_watched() -> None:
    off = existing("false", slo=False)

    assert off.of(RULES) == []
    assert [one for one in off.resources if "watch" in one.name] == []


def test_every_link_begins_where_the_stack_says_that_runbooks_are() -> None:
    base = "https://wiki.example.com/runbooks"
    found = existing(json.dumps({"runbooks": base, "retention_days": 30}))
    rules = found.one(RULES, "main-orion-watch-auth-service").inputs["spec"]["groups"]
    links = [
        rule["annotations"]["runbook_url"] for group in rules for rule in group["rules"] if "alert" in rule
    ]

    assert all(link.startswith(f"{base}/") for link in links)
