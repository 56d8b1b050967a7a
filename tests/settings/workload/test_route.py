"""How the world reaches a workload."""

from typing import Any

import pytest
from pydantic import BaseModel

from settings.workload import Cors, Jwt, LoadBalancer, RateLimit, Route
from tests.settings.workload.given import wrong

ROUTE: dict[str, Any] = {"hosts": ["app.example.com"], "port": "http"}
JWT = {"issuer": "https://login.example.com/", "jwks": "https://login.example.com/jwks.json"}


def test_a_route_is_of_every_path_for_everybody_and_a_megabyte_at_a_time() -> None:
    route = Route.model_validate(ROUTE)

    assert (route.paths, route.max_body, route.timeout_seconds) == (("/",), "1m", 60)
    assert (route.headers, route.allow_from) == ({}, ())
    assert (route.rate_limit, route.cors, route.jwt) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"hosts": []}, "hosts\n  Tuple should have at least 1 item"),
        ({"hosts": ["App"]}, "hosts.0\n  Value error, expected a DNS name in lower case"),
        ({"hosts": ["a.example.com", "a.example.com"]}, "hosts\n  Value error, expected every host once"),
        ({"paths": []}, "paths\n  Tuple should have at least 1 item"),
        ({"paths": ["/a", "/a"]}, "paths\n  Value error, expected every path once"),
        ({"max_body": "16M"}, "max_body\n  Value error, expected kilobytes or megabytes such as 512k or 16m"),
        ({"allow_from": ["192.0.2.1/24"]}, "allow_from.0\n  Value error, expected an IPv4 CIDR block"),
        ({"headers": {"Server": "x"}}, "headers.Server"),
        ({"timeout_seconds": 0}, "timeout_seconds\n  Input should be greater than or equal to 1"),
    ],
)
def test_a_route_is_told_what_it_may_say(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Route, {**ROUTE, **given})


def test_a_limit_lets_five_times_its_rate_pass_at_once() -> None:
    limit = RateLimit(requests_per_second=20)

    assert (limit.burst, limit.connections) == (5, None)
    assert "requests_per_second\n  Input should be greater than or equal to 1" in wrong(
        RateLimit, {"requests_per_second": 0}
    )


def test_other_sites_may_read_and_post_without_cookies() -> None:
    cors = Cors(origins=("https://app.example.com",))

    assert cors.methods == ("GET", "HEAD", "POST")
    assert cors.headers == ("Authorization", "Content-Type")
    assert (cors.credentials, cors.max_age_seconds) == (False, 600)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"origins": ["*"], "credentials": True},
            "expected origins by name where credentials are sent, got *: browsers refuse the two together",
        ),
        ({"origins": ["*", "https://a.example.com"]}, "expected * alone or origins by name, got both"),
        (
            {"origins": ["a.example.com"]},
            "origins.0\n  Value error, expected a site with its scheme and without a path",
        ),
        ({"origins": []}, "origins\n  Tuple should have at least 1 item"),
        (
            {"origins": ["*"], "headers": ["X Y"]},
            "headers.0\n  Value error, expected a header's name such as X-Request-Id",
        ),
    ],
)
def test_other_sites_are_named_with_their_scheme_or_are_everybodys(said: dict[str, Any], told: str) -> None:
    assert told in wrong(Cors, said)


def test_a_token_is_asked_for_on_every_path_and_for_any_audience() -> None:
    jwt = Jwt.model_validate(JWT)

    assert (jwt.audiences, jwt.open) == ((), ())


@pytest.mark.parametrize("field", ["issuer", "jwks"])
def test_tokens_come_from_an_address_over_tls(field: str) -> None:
    assert (
        f"{field}\n  Value error, expected an address such as https://login.example.com/jwks.json"
        in wrong(Jwt, {**JWT, field: "http://login.example.com"})
    )


@pytest.mark.parametrize(
    ("model", "given", "told"),
    [
        (LoadBalancer, {"ports": []}, "ports\n  Tuple should have at least 1 item"),
        (LoadBalancer, {"allow_from": []}, "allow_from\n  Tuple should have at least 1 item"),
    ],
)
def test_a_load_balancer_names_its_ports_and_its_clients(
    model: type[BaseModel], given: dict[str, Any], told: str
) -> None:
    least = {"ports": ["tcp"], "allow_from": ["192.0.2.0/24"]}

    assert LoadBalancer.model_validate(least).internal is False
    assert told in wrong(model, {**least, **given})
