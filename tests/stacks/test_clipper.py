"""Clipper asks for what its infrastructure guide says: each figure of the guide stands here."""

from typing import Any, cast

import pytest
from pydantic import ValidationError

from components.observability.alerts import scaling
from settings.workload import Account, Route, Rule, WorkloadSpec
from stacks.clipper import Clipper

SETTINGS: dict[str, Any] = {
    "image": "registry.example.com/clipper/backend:3.1.0",
    "host": "clipper.example.com",
    "api_host": "api.clipper.example.com",
    "environment": "production",
    "frontend": {"image": "registry.example.com/clipper/frontend:3.1.0"},
    "secrets": {"DATABASE_URL": "clipper/postgres-url", "REDIS_URL": "clipper/redis-url"},
}
READ = {"get", "list", "watch"}


def clipper(**changes: Any) -> Clipper:
    return Clipper.model_validate({**SETTINGS, **changes})


def parts(**changes: Any) -> tuple[WorkloadSpec, WorkloadSpec]:
    backend, frontend = clipper(**changes).workloads()
    return backend, frontend


def bounds(spec: WorkloadSpec) -> tuple[int, int]:
    return spec.scale.min, spec.scale.max


@pytest.mark.parametrize("environment", ["production", "staging"])
def test_both_parts_and_the_accounts_are_in_the_environments_namespace(environment: str) -> None:
    application = clipper(environment=environment)
    workloads, accounts = application.workloads(), application.accounts()

    assert {one.namespace for one in workloads} == {f"clipper-{environment}"}
    assert {one.namespace for one in accounts} == {f"clipper-{environment}"}
    assert [one.name for one in workloads] == ["clipper-backend", "clipper-frontend"]


def test_in_production_the_backend_has_3_to_20_replicas_and_the_frontend_3_to_8() -> None:
    backend, frontend = parts()

    assert (bounds(backend), bounds(frontend)) == ((3, 20), (3, 8))


def test_in_staging_both_have_2_to_5_replicas() -> None:
    backend, frontend = parts(environment="staging")

    assert (bounds(backend), bounds(frontend)) == ((2, 5), (2, 5))


def test_both_scale_by_cpu_70_memory_80_and_a_thousand_requests_a_second_of_a_pod() -> None:
    for spec in parts():
        scale = spec.scale
        assert (scale.cpu, scale.memory, scale.requests_per_second) == (70, 80, 1000)
        assert scale.down.stabilization_seconds == 300


def test_a_stack_may_say_its_own_bounds_for_each_part() -> None:
    backend, frontend = parts(
        scale={"min": 4, "max": 40}, frontend={**SETTINGS["frontend"], "scale": {"min": 5, "max": 6}}
    )

    assert (bounds(backend), bounds(frontend)) == ((4, 40), (5, 6))


def test_another_environment_is_refused() -> None:
    with pytest.raises(ValidationError, match="'staging' or 'production'"):
        clipper(environment="development")


def test_the_parts_answer_on_ports_that_a_stack_may_change() -> None:
    backend, frontend = parts()
    moved, _ = parts(ports={"backend": 8081})

    assert (backend.ports, frontend.ports) == (
        {"http": 8080, "metrics": 9090},
        {"http": 3000, "metrics": 9090},
    )
    assert moved.ports["http"] == 8081


def test_metrics_are_on_a_port_that_is_not_routed() -> None:
    for spec in parts():
        assert spec.metrics
        assert spec.metrics.port == "metrics"
        assert cast(Route, spec.route).port == "http"


def test_the_site_and_the_api_have_a_host_each_with_a_rate_limit() -> None:
    backend, frontend = (cast(Route, spec.route) for spec in parts(requests_per_second=7))

    assert (backend.hosts, frontend.hosts) == (("api.clipper.example.com",), ("clipper.example.com",))
    assert [route.rate_limit.requests_per_second for route in (backend, frontend) if route.rate_limit] == [
        7,
        7,
    ]


def test_the_site_may_call_the_api_and_no_other_sites_pages_may() -> None:
    backend, frontend = (cast(Route, spec.route) for spec in parts())

    assert backend.cors
    assert backend.cors.origins == ("https://clipper.example.com",)
    assert (
        "connect-src 'self' https://api.clipper.example.com;" in frontend.headers["Content-Security-Policy"]
    )


def test_the_backend_reaches_its_stores_in_private_networks_and_https_outside() -> None:
    backend, _ = parts(apis=["api.twitch.example.com"])

    assert {name: (edge.ports, edge.to) for name, edge in backend.reaches.items()} == {
        "postgres": ((5432,), "private"),
        "redis": ((6379,), "private"),
        "opensearch": ((9200,), "private"),
        "apis": ((443,), "internet"),
    }
    assert backend.reaches["apis"].hosts == ("api.twitch.example.com",)


def test_opensearch_may_be_asked_on_443() -> None:
    backend, _ = parts(ports={"opensearch": 443})

    assert backend.reaches["opensearch"].ports == (443,)


def test_the_frontend_reaches_nothing_and_only_the_way_in_reaches_the_two() -> None:
    backend, frontend = parts()

    assert frontend.reaches == {}
    assert (backend.reached_by, frontend.reached_by) == ((), ())


def test_the_backends_account_reads_config_maps_and_its_own_secret() -> None:
    backend, frontend = parts()

    assert backend.access == (
        Rule(resources=("configmaps",), verbs=("get", "list", "watch")),
        Rule(resources=("secrets",), verbs=("get",), names=("clipper-backend",)),
    )
    assert (frontend.access, frontend.token) == ((), False)


def test_the_stores_secrets_are_the_backends_alone() -> None:
    backend, frontend = parts()

    assert backend.secrets == SETTINGS["secrets"]
    assert frontend.secrets == {}


def test_a_backend_without_secrets_is_refused() -> None:
    with pytest.raises(ValidationError, match="secrets"):
        clipper(secrets={})


def accounts() -> dict[str, Account]:
    return {account.name: account for account in clipper().accounts()}


def test_beside_the_backends_there_are_a_deployers_account_and_a_monitors() -> None:
    assert sorted(accounts()) == ["clipper-deployer", "clipper-monitor"]


def test_who_deploys_changes_deployments_and_sees_neither_secrets_nor_roles() -> None:
    rules = accounts()["clipper-deployer"].access
    asked = {(rule.group, resource) for rule in rules for resource in rule.resources}

    deployments = next(rule for rule in rules if "deployments" in rule.resources)
    assert {"create", "update", "patch", "delete"} <= set(deployments.verbs)
    assert not {resource for _, resource in asked} & {"secrets", "roles", "rolebindings", "networkpolicies"}
    assert "rbac.authorization.k8s.io" not in {group for group, _ in asked}


def test_who_monitors_only_reads_and_no_secrets() -> None:
    rules = accounts()["clipper-monitor"].access

    assert {verb for rule in rules for verb in rule.verbs} == READ
    assert not [rule for rule in rules if "secrets" in rule.resources]
    assert {"pods", "deployments", "horizontalpodautoscalers"} <= {
        resource for rule in rules for resource in rule.resources
    }


def test_an_objective_counts_for_both_and_a_candidate_for_the_backend() -> None:
    backend, frontend = parts(
        slo={"availability": 99.9}, candidate={"image": "registry.example.com/clipper/backend:3.2.0"}
    )

    assert backend.slo
    assert backend.slo == frontend.slo
    assert backend.candidate
    assert frontend.candidate is None


def test_variables_and_health_are_each_parts_own() -> None:
    backend, frontend = parts(
        env={"LOG": "info"},
        health="/healthz",
        frontend={**SETTINGS["frontend"], "env": {"API": "x"}, "health": "/up"},
    )

    assert (backend.env, frontend.env) == ({"LOG": "info"}, {"API": "x"})
    assert (backend.probes.readiness, frontend.probes.readiness) == ("/healthz", "/up")


def test_the_six_alerts_of_its_guide_on_scaling_are_the_platforms() -> None:
    alerts = {alert.name: alert.for_ for group in scaling.GROUPS for alert in group.alerts}

    assert {
        "HPAUnableToScale",
        "HPAMetricsUnavailable",
        "HPAFrequentScaling",
        "MetricsServerDown",
        "HPACustomMetricsNotAvailable",
    } <= set(alerts)
    assert alerts["HPAMaxedOut"] == "15m"
