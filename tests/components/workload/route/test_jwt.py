"""Tokens at the gateway."""

from typing import Any

import pytest

from components.contracts import Gateway
from components.workload.route import jwt
from components.workload.route.limits import limits
from settings.workload import Jwt, Route

ENTRY = Gateway("gw.edge.svc.cluster.local", "edge", "platform", "http", {"istio": "ingressgateway"}, "gw")
ISSUER, KEYS = "https://login.example.com", "https://login.example.com/keys.json"
TOKENS: dict[str, Any] = {"issuer": ISSUER, "jwks": KEYS, "audiences": ["shop"], "open": ["/login/*"]}


def route(**changes: Any) -> tuple[Route, Jwt]:
    made = Route.model_validate({"hosts": ["a.example.com"], "port": "http", "jwt": TOKENS, **changes})
    assert made.jwt
    return made, made.jwt


def denied(**changes: Any) -> list[dict[str, Any]]:
    way, asked = route(**changes)
    body = jwt.requires(way, asked, ENTRY)
    assert body["selector"] == {"matchLabels": {"istio": "ingressgateway"}}
    assert body["action"] == "DENY"
    rules: list[dict[str, Any]] = body["rules"]
    return rules


def test_a_token_is_taken_from_its_header_alone_and_passed_on() -> None:
    body = jwt.authentication(route()[1], ENTRY)

    assert body["selector"] == {"matchLabels": {"istio": "ingressgateway"}}
    assert body["jwtRules"] == [
        {
            "issuer": ISSUER,
            "jwksUri": KEYS,
            "audiences": ["shop"],
            "fromHeaders": [{"name": "Authorization", "prefix": "Bearer "}],
            "forwardOriginalToken": True,
        }
    ]


def test_no_token_and_another_ones_token_are_refused_at_the_routes_hosts() -> None:
    missing, issuer, audience = denied()

    assert missing["from"] == [{"source": {"notRequestPrincipals": ["*"]}}]
    assert issuer["when"] == [{"key": "request.auth.claims[iss]", "notValues": [ISSUER]}]
    assert audience["when"] == [{"key": "request.auth.audiences", "notValues": ["shop"]}]
    for rule in (missing, issuer, audience):
        assert rule["to"] == [
            {
                "operation": {
                    "hosts": ["a.example.com", "a.example.com:*"],
                    "ports": ["443"],
                    "notPaths": ["/login/*"],
                }
            }
        ]


def test_without_audiences_any_token_of_the_issuer_will_do() -> None:
    bare = {"issuer": ISSUER, "jwks": KEYS}

    assert len(denied(jwt=bare)) == 2
    assert "audiences" not in jwt.authentication(Jwt.model_validate(bare), ENTRY)["jwtRules"][0]


def test_without_open_paths_every_path_needs_one() -> None:
    for rule in denied(jwt={**TOKENS, "open": []}):
        assert "notPaths" not in rule["to"][0]["operation"]


@pytest.mark.parametrize("cors", [None, {"origins": ["https://app.example.com"]}])
def test_a_browsers_question_needs_none_where_it_is_answered(cors: dict[str, Any] | None) -> None:
    for rule in denied(cors=cors):
        assert rule["to"][0]["operation"].get("notMethods") == (["OPTIONS"] if cors else None)


def test_a_host_without_tokens_leaves_its_applications_own_alone() -> None:
    def told(way: Route) -> list[Any]:
        return [
            patch["patch"]["value"]["typed_per_filter_config"].get(jwt.FILTER)
            for patch in limits(way, ENTRY)["configPatches"]
            if patch["applyTo"] == "VIRTUAL_HOST"
        ]

    own = Route.model_validate({"hosts": ["b.example.com"], "port": "http"})
    assert told(own) == [jwt.LEAVE]
    assert told(route()[0]) == [None]
    assert jwt.LEAVE["disabled"] is True
