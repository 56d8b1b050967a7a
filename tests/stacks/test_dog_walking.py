"""The Dog Walking platform asks for what its infrastructure guide says: each figure of the guide stands here."""

from typing import Any, cast

import pytest
from pydantic import ValidationError

from settings.workload import Route, WorkloadSpec
from stacks.dog_walking import DogWalking

SERVICES = ("auth", "booking", "payment", "tracking")
SETTINGS: dict[str, Any] = {
    "image": "registry.example.com/dog-walking/api-gateway:1.8.0",
    "host": "api.dog-walking.example.com",
    "services": {name: {"image": f"registry.example.com/dog-walking/{name}:1.8.0"} for name in SERVICES},
    "tokens": {
        "issuer": "https://login.example.com",
        "jwks": "https://login.example.com/jwks.json",
        "secret": "dog-walking/jwt-secret",
    },
}


def walking(**changes: Any) -> DogWalking:
    return DogWalking.model_validate({**SETTINGS, **changes})


def specs(**changes: Any) -> dict[str, WorkloadSpec]:
    return {spec.name: spec for spec in walking(**changes).workloads()}


def gateway(**changes: Any) -> WorkloadSpec:
    return specs(**changes)["api-gateway"]


def with_auth(**changes: Any) -> dict[str, Any]:
    services = SETTINGS["services"]
    return {"services": {**services, "auth": {**services["auth"], **changes}}}


def test_every_service_has_a_namespace_of_its_own() -> None:
    assert {spec.namespace: spec.name for spec in specs().values()} == {
        "api-gateway": "api-gateway",
        "auth-service": "auth",
        "booking-service": "booking",
        "payment-service": "payment",
        "tracking-service": "tracking",
    }


def test_its_pods_are_in_the_mesh_unless_a_stack_says_otherwise() -> None:
    assert walking().mesh
    assert not walking(mesh=False).mesh


def test_each_calls_whom_the_guides_picture_has_it_call() -> None:
    calls = {
        name: {edge.workload for edge in spec.reaches.values() if edge.to == "workload"}
        for name, spec in specs().items()
    }

    assert calls == {
        "api-gateway": {
            "auth-service/auth",
            "booking-service/booking",
            "payment-service/payment",
            "tracking-service/tracking",
        },
        "auth": {"booking-service/booking"},
        "booking": {"payment-service/payment"},
        "payment": {"tracking-service/tracking"},
        "tracking": {"auth-service/auth"},
    }


def test_each_is_reached_by_those_that_call_it_and_nobody_else() -> None:
    told = {
        name: {f"{caller.namespace}/{caller.name}" for caller in spec.reached_by}
        for name, spec in specs().items()
    }

    assert told == {
        "api-gateway": set(),
        "auth": {"api-gateway/api-gateway", "tracking-service/tracking"},
        "booking": {"api-gateway/api-gateway", "auth-service/auth"},
        "payment": {"api-gateway/api-gateway", "booking-service/booking"},
        "tracking": {"api-gateway/api-gateway", "payment-service/payment"},
    }


def test_of_auth_only_its_own_paths_may_be_asked() -> None:
    assert {caller.paths for caller in specs()["auth"].reached_by} == {("/api/v1/auth/*",)}
    assert {caller.paths for caller in specs()["booking"].reached_by} == {()}


def test_without_the_mesh_which_reads_them_no_paths_are_asked_for() -> None:
    assert {caller.paths for caller in specs(mesh=False)["auth"].reached_by} == {()}


def test_only_the_gateway_is_routed() -> None:
    assert [name for name, spec in specs().items() if spec.route] == ["api-gateway"]


def test_the_edge_asks_for_a_token_everywhere_but_at_the_login() -> None:
    route = cast(Route, gateway(tokens={**SETTINGS["tokens"], "audiences": ["walkers"]}).route)

    assert (route.hosts, route.paths) == (("api.dog-walking.example.com",), ("/api/v1",))
    assert route.jwt
    assert (route.jwt.issuer, route.jwt.jwks) == (
        "https://login.example.com",
        "https://login.example.com/jwks.json",
    )
    assert (route.jwt.audiences, route.jwt.open) == (("walkers",), ("/api/v1/auth/*",))


def test_the_edge_limits_the_rate_and_whence_clients_may_come() -> None:
    route = cast(Route, gateway(requests_per_second=9, allow_from=["203.0.113.0/24"]).route)

    assert route.rate_limit
    assert route.rate_limit.requests_per_second == 9
    assert route.allow_from == ("203.0.113.0/24",)
    assert cast(Route, gateway().route).allow_from == ()


def test_the_gateway_counts_within_its_window() -> None:
    assert gateway().env["RATE_LIMIT_WINDOW"] == "60"
    assert gateway(rate_limit_window=10).env["RATE_LIMIT_WINDOW"] == "10"


def test_what_tokens_are_signed_with_is_a_secret_of_the_gateway_and_of_auth_alone() -> None:
    given = {name: spec.secrets.get("JWT_SECRET") for name, spec in specs().items()}

    assert given == {
        "api-gateway": "dog-walking/jwt-secret",
        "auth": "dog-walking/jwt-secret",
        "booking": None,
        "payment": None,
        "tracking": None,
    }


def test_a_service_is_told_where_those_are_that_it_calls() -> None:
    assert specs()["tracking"].env == {"AUTH_URL": "http://auth.auth-service:8080"}
    assert gateway().env["PAYMENT_URL"] == "http://payment.payment-service:8080"


@pytest.mark.parametrize("path", ["/metrics", "/actuator/prometheus"])
def test_every_service_shows_its_metrics_at_one_of_the_two_usual_paths(path: str) -> None:
    assert {spec.metrics.path for spec in specs(metrics_path=path).values() if spec.metrics} == {path}
    assert len([spec for spec in specs().values() if spec.metrics]) == 5


def test_metrics_stay_inside_for_only_the_api_is_routed() -> None:
    assert not [path for path in cast(Route, gateway().route).paths if "/metrics".startswith(path)]


def test_metrics_at_another_path_are_refused() -> None:
    with pytest.raises(ValidationError, match="metrics_path"):
        walking(metrics_path="/stats")


def test_every_service_scales_by_itself() -> None:
    sizes = {
        name: (spec.scale.min, spec.scale.max)
        for name, spec in specs(scale={"min": 4, "max": 12}, **with_auth(scale={"min": 2, "max": 5})).items()
    }

    assert sizes["api-gateway"] == (4, 12)
    assert sizes["auth"] == (2, 5)
    assert sizes["booking"] == (3, 10)


def test_a_stack_gives_a_service_its_variables_secrets_and_database() -> None:
    auth = specs(
        **with_auth(
            env={"LOG": "info"},
            secrets={"DATABASE_URL": "dog-walking/auth-url"},
            reaches={"postgres": {"ports": [5432]}},
        )
    )["auth"]

    assert auth.env["LOG"] == "info"
    assert sorted(auth.secrets) == ["DATABASE_URL", "JWT_SECRET"]
    assert sorted(auth.reaches) == ["booking", "postgres"]


def test_every_five_minutes_somebody_asks_from_outside_and_fifteen_without_an_answer_are_told() -> None:
    check = gateway().schedules["health"]

    assert (check.schedule, check.late_minutes) == ("*/5 * * * *", 15)
    assert check.args == ("https://api.dog-walking.example.com/api/v1/auth/health",)
    assert {"curl", "--fail"} <= set(check.command)
    assert gateway().reaches["health"].hosts == ("api.dog-walking.example.com",)
    assert check.reaches == ("health",)


def test_the_check_believes_an_unknown_issuer_only_where_it_is_told_to() -> None:
    assert "--insecure" in gateway(check_certificate=False).schedules["health"].args


def test_a_high_rate_of_errors_is_told_for_each_service() -> None:
    for spec in specs().values():
        assert spec.alerts.error_rate
        assert spec.alerts.error_rate.percent == 5
        assert spec.alerts.error_rate.minutes == 5


def test_an_objective_and_a_candidate_are_the_gateways() -> None:
    changed = specs(
        slo={"availability": 99.9}, candidate={"image": "registry.example.com/dog-walking/api-gateway:1.9.0"}
    )

    assert [name for name, spec in changed.items() if spec.slo] == ["api-gateway"]
    assert [name for name, spec in changed.items() if spec.candidate] == ["api-gateway"]


def test_a_service_that_is_missing_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"services\.tracking"):
        walking(services={name: SETTINGS["services"][name] for name in SERVICES[:3]})
