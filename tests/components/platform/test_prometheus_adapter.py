"""prometheus-adapter."""

import re
from functools import cache
from typing import Any, cast

import pytest

from components.contracts import Monitoring
from components.platform.network import Known, Pods, edge
from components.platform.prometheus_adapter import (
    NAMESPACE,
    PODS,
    address,
    monitor,
    questions,
    rules,
    traffic,
    values,
)
from rehearsal.recorded import RELEASE, Recorded, Recording
from settings.platform import PlatformSettings
from settings.platform.prometheus_adapter import SCALING, series_of
from tests.components.platform.given import create_platform, on_a_cluster, settings

SCRAPES = Monitoring("monitoring", {"app": "prometheus"}, cast(Any, None))


def chosen(**section: Any) -> PlatformSettings:
    return settings(prometheus_adapter={"install": True, **section})


def chosen_with(**sections: Any) -> PlatformSettings:
    return settings(prometheus_adapter=True, **sections)


@cache
def recorded() -> Recording:
    off = dict.fromkeys(("logs", "backup", "istio"), False)
    return on_a_cluster(lambda cluster: create_platform(chosen_with(**off), cluster))


def release() -> Recorded:
    return recorded().one(RELEASE, "main-prometheus-adapter")


def offered(rule: dict[str, Any], *series: str) -> set[str]:
    """What a rule calls those series of marked pods that it offers, by the rules of prometheus-adapter's docs/config.md."""
    (operator, pattern) = re.findall(r'__name__(=~|!~)"(.+?)"', rule["seriesQuery"])[0]
    found = {one for one in series if bool(re.fullmatch(pattern, one)) == (operator == "=~")}
    name = rule["name"]["matches"], re.sub(r"\$\{(\d)\}", r"\\\1", rule["name"].get("as", r"\g<0>"))
    return {re.sub(*name, one) for one in found if re.search(name[0], one)}


def test_requests_per_second_are_offered_of_each_pod() -> None:
    *_, rule = rules(chosen())["custom"]

    assert rule["name"] == {"as": "http_requests_per_second"}
    assert rule["seriesQuery"] == 'http_requests_total{namespace!="",pod!=""}'
    assert rule["metricsQuery"] == "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"
    assert rule["resources"]["overrides"] == {
        "namespace": {"resource": "namespace"},
        "pod": {"resource": "pod"},
    }


def test_a_stack_adds_metrics_of_its_own_and_may_define_requests_anew() -> None:
    gauge = {"series": "jobs_waiting", "per_second": False, "aggregation": "max"}
    requests = {"series": "requests_total", "labels": {"kind": "http"}, "window": "1m"}
    *_, first, second = rules(chosen(metrics={"http_requests_per_second": requests, "jobs_waiting": gauge}))[
        "custom"
    ]

    assert first["seriesQuery"] == 'requests_total{namespace!="",pod!="",kind="http"}'
    assert first["metricsQuery"] == (
        'sum(rate(<<.Series>>{<<.LabelMatchers>>,kind="http"}[1m])) by (<<.GroupBy>>)'
    )
    assert second["metricsQuery"] == "max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"


def test_what_applications_scale_by_is_offered_whatever_its_name_is() -> None:
    gauges, counters, *_ = rules(chosen())["custom"]
    gauge, counter = series_of("jobs_waiting"), series_of("bookings_per_second")

    assert offered(gauges, *gauge) == {"jobs_waiting"}
    assert offered(counters, *counter) == {"bookings_per_second"}
    assert not offered(counters, *gauge)
    assert gauges["metricsQuery"] == "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"
    assert counters["metricsQuery"] == "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"


def test_a_counter_is_never_offered_as_it_is() -> None:
    gauges, *_ = rules(chosen())["custom"]

    assert not offered(gauges, "bookings_total")


def test_prometheus_is_asked_for_marked_series_alone() -> None:
    label, value = SCALING

    for rule in rules(chosen())["custom"][:2]:
        assert f'{label}="{value}"' in rule["seriesQuery"]
        assert rule["resources"]["overrides"] == {
            "namespace": {"resource": "namespace"},
            "pod": {"resource": "pod"},
        }


def test_what_the_platform_says_of_a_metric_counts_more_than_its_name() -> None:
    """Of two rules that offer one name, prometheus-adapter takes the later."""
    names = [rule["name"] for rule in rules(chosen(metrics={"queue": {"series": "jobs"}}))["custom"]]

    assert [name for name in names if "matches" not in name] == names[2:]


def test_it_never_offers_what_metrics_server_does() -> None:
    assert "resource" not in rules(chosen())


def test_it_does_not_offer_every_series_there_is() -> None:
    assert rules(chosen())["default"] is False


@pytest.mark.parametrize(
    ("kind", "series", "owner"),
    [
        ("nginx", "nginx_ingress_controller_requests", "namespace"),
        ("gateway", "istio_requests_total", "destination_workload_namespace"),
    ],
)
def test_what_comes_through_the_way_in_is_an_external_metric_of_the_namespace_that_it_is_for(
    kind: str, series: str, owner: str
) -> None:
    (rule,) = rules(chosen_with(ingress=kind))["external"]

    assert rule["name"] == {"as": "ingress_requests_per_second"}
    assert rule["seriesQuery"].startswith(f'{series}{{{owner}!=""')
    assert rule["resources"]["overrides"] == {owner: {"resource": "namespace"}}


def test_external_metrics_of_the_stack_come_beside_it() -> None:
    names = [
        rule["name"]["as"]
        for rule in rules(chosen(external={"queue_length": {"series": "queue"}}))["external"]
    ]

    assert names == ["queue_length", "ingress_requests_per_second"]
    assert not rules(chosen_with(ingress=False))["external"]


def test_kubernetes_knows_it_by_a_certificate_of_cert_managers() -> None:
    assert values(chosen())["certManager"] == {"enabled": True}
    assert recorded().one(RELEASE, "main-cert-manager").urn in release().dependencies


def test_a_redundant_one_has_a_budget_with_one_bound() -> None:
    budget = values(chosen())["podDisruptionBudget"]

    assert values(chosen())["replicas"] == 2
    assert budget == {"enabled": True, "minAvailable": 1, "maxUnavailable": None}, (
        "Kubernetes refuses a budget with both, and the chart has a default for the other"
    )


def test_it_asks_this_programs_prometheus_or_the_one_that_is_there() -> None:
    theirs = "http://prometheus.theirs.svc:9091"
    existing = settings(
        monitoring={"install": "existing", "namespace": "theirs"},
        prometheus_adapter={"install": True, "prometheus": theirs},
    )

    assert address(chosen()) == "http://kube-prometheus-stack-prometheus.monitoring.svc:9090"
    assert values(existing)["prometheus"] == {"url": theirs, "port": 0}
    (one,) = traffic(existing, SCRAPES)
    assert edge(Pods(SCRAPES.pod_labels, "monitoring"), 9091) in one.reaches


def test_both_ends_let_its_questions_through() -> None:
    (one,) = traffic(chosen(), SCRAPES)
    answered = questions({"app": "prometheus"})

    assert edge(Pods({"app": "prometheus"}, "monitoring"), 9090) in one.reaches
    assert edge(Known.API_SERVER, 6443) in one.accepts
    assert answered.pods == {"app": "prometheus"}
    assert answered.accepts == (edge(Pods(PODS, NAMESPACE), 9090),)


def test_its_own_metrics_are_asked_for_with_its_certificate_and_a_token() -> None:
    (endpoint,) = monitor()["endpoints"]
    made = recorded().one("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", "main-prometheus-adapter")

    assert endpoint["scheme"] == "https"
    assert endpoint["tlsConfig"]["ca"] == {"secret": {"name": "prometheus-adapter", "key": "ca.crt"}}
    assert endpoint["tlsConfig"]["serverName"] == "prometheus-adapter.prometheus-adapter.svc"
    assert "insecureSkipVerify" not in endpoint["tlsConfig"]
    assert made.inputs["metadata"] == {"name": "prometheus-adapter", "namespace": NAMESPACE}
