"""How often a client may ask, and how long a body may be."""

from typing import Any

import pytest

from components.contracts import Gateway
from components.workload.route.limits import BODY, RATE, UPGRADES, admits, limits
from settings.workload import Route

ENTRY = Gateway("gw.edge.svc.cluster.local", "edge", "platform", "http", {"istio": "ingressgateway"}, "gw")


def patches(what: str, **changes: Any) -> list[dict[str, Any]]:
    way = Route.model_validate({"hosts": ["a.example.com", "b.example.com"], "port": "http", **changes})
    return [one for one in limits(way, ENTRY)["configPatches"] if one["applyTo"] == what]


def configured(**changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = patches("VIRTUAL_HOST", **changes)[0]["patch"]["value"]
    return value


def test_limits_hold_for_the_workloads_own_hosts_at_the_gateway() -> None:
    hosts = [one["match"]["routeConfiguration"]["vhost"]["name"] for one in patches("VIRTUAL_HOST")]

    assert hosts == ["a.example.com:443", "b.example.com:443"]
    assert {one["match"]["context"] for one in patches("VIRTUAL_HOST")} == {"GATEWAY"}


@pytest.mark.parametrize(("said", "size"), [("512k", 524_288), ("1m", 1_048_576), ("16m", 16_777_216)])
def test_a_body_is_as_long_as_nginx_would_have_it(said: str, size: int) -> None:
    buffer = configured(max_body=said)["typed_per_filter_config"][BODY]["buffer"]

    assert buffer == {"max_request_bytes": size}


def test_each_client_address_has_a_bucket_of_its_own() -> None:
    found = configured(rate_limit={"requests_per_second": 7, "burst": 3})
    rate = found["typed_per_filter_config"][RATE]

    assert found["rate_limits"] == [{"actions": [{"remote_address": {}}]}]
    (one,) = rate["descriptors"]
    assert one["entries"] == [{"key": "remote_address", "value": ""}], "empty stands for every address"
    assert one["token_bucket"] == {"max_tokens": 21, "tokens_per_fill": 7, "fill_interval": "1s"}
    assert rate["always_consume_default_token_bucket"] is False, "which all clients would share"


def test_the_limit_is_enforced_for_every_request() -> None:
    rate = configured(rate_limit={"requests_per_second": 7})["typed_per_filter_config"][RATE]

    for share in (rate["filter_enabled"], rate["filter_enforced"]):
        assert share["default_value"] == {"numerator": 100, "denominator": "HUNDRED"}, "Envoy's own is none"


def test_without_a_rate_limit_there_is_none() -> None:
    found = configured()

    assert "rate_limits" not in found
    assert RATE not in found["typed_per_filter_config"]


def test_a_websockets_body_has_no_end_and_is_not_waited_for() -> None:
    for one in patches("HTTP_ROUTE"):
        assert one["match"]["routeConfiguration"]["vhost"]["route"] == {"name": UPGRADES}
        assert one["patch"]["value"]["typed_per_filter_config"][BODY]["disabled"] is True


def test_a_candidates_websockets_have_no_limit_either() -> None:
    way = Route.model_validate({"hosts": ["a.example.com"], "port": "http"})
    found = limits(way, ENTRY, (UPGRADES, "other"))["configPatches"]

    assert [
        one["match"]["routeConfiguration"]["vhost"]["route"]["name"]
        for one in found
        if one["applyTo"] == "HTTP_ROUTE"
    ] == [UPGRADES, "other"]


def test_who_is_not_let_in_is_denied_at_the_workloads_hosts_and_may_still_be_redirected() -> None:
    way = Route.model_validate({"hosts": ["a.example.com"], "port": "http", "allow_from": ["192.0.2.0/24"]})
    body = admits(way, ENTRY)

    assert body["selector"] == {"matchLabels": {"istio": "ingressgateway"}}
    assert body["action"] == "DENY"
    assert body["rules"] == [
        {
            "from": [{"source": {"notRemoteIpBlocks": ["192.0.2.0/24"]}}],
            "to": [{"operation": {"hosts": ["a.example.com", "a.example.com:*"], "ports": ["443"]}}],
        }
    ]
