"""A route in Gateway API's words."""

from typing import cast

from components.contracts import Gateway
from components.workload.route import certificate, gateway
from settings.workload import Jwt, Route
from tests.components.workload.specs import full

ENTRY = Gateway("gw.edge.svc.cluster.local", "edge", "platform", "http", {"istio": "ingressgateway"}, "gw")
SPEC = full()
WAY = cast(Route, SPEC.route)


def test_gateways_are_where_the_gateways_pods_are_and_routes_beside_their_workload() -> None:
    made = {(one.kind[1], one.name): one.namespace for one in gateway.objects(SPEC, WAY, "istio", ENTRY)}

    assert made == {
        ("ReferenceGrant", "app"): "team",
        ("Gateway", "team-app"): "edge",
        ("EnvoyFilter", "team-app"): "edge",
        ("HTTPRoute", "app"): "team",
        ("HTTPRoute", "app-redirect"): "team",
    }


def test_the_gateway_may_read_this_certificate_and_no_other_secret() -> None:
    body = gateway.grant(SPEC, ENTRY)

    assert body["from"] == [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "namespace": "edge"}]
    assert body["to"] == [{"group": "", "kind": "Secret", "name": certificate(SPEC, WAY, "x")["secretName"]}]


def test_each_host_has_a_listener_for_routes_of_its_own_namespace() -> None:
    listeners = gateway.listeners(SPEC, WAY, "istio", ENTRY)["listeners"]

    assert [one["hostname"] for one in listeners] == ["app.example.com", "www.example.com"]
    assert len({one["name"] for one in listeners}) == 2
    for one in listeners:
        assert one["allowedRoutes"]["namespaces"]["selector"]["matchLabels"] == {
            "kubernetes.io/metadata.name": "team"
        }


def test_all_gateways_share_one_load_balancer() -> None:
    body = gateway.listeners(SPEC, WAY, "istio", ENTRY)

    assert body["addresses"] == [{"type": "Hostname", "value": "gw.edge.svc.cluster.local"}]


def test_plain_http_is_redirected_with_its_method_kept() -> None:
    body = gateway.redirect(WAY, ENTRY)

    assert body["parentRefs"][0]["sectionName"] == "http"
    assert body["rules"][0]["filters"] == [
        {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 308}}
    ]


def test_a_websocket_is_not_cut_off_and_only_a_get_begins_one() -> None:
    upgrades, requests = gateway.http_route(SPEC, WAY, "team-app", ENTRY)["rules"]

    assert upgrades["timeouts"] == {"request": "0s"}
    assert requests["timeouts"] == {"request": "60s"}
    assert {match["method"] for match in upgrades["matches"]} == {"GET"}
    assert upgrades["filters"] == requests["filters"]
    assert upgrades["backendRefs"] == requests["backendRefs"]


def test_what_serves_is_not_told() -> None:
    (_, requests) = gateway.http_route(SPEC, WAY, "team-app", ENTRY)["rules"]

    assert requests["filters"][0]["responseHeaderModifier"]["remove"] == ["Server", "X-Powered-By"]


def test_tokens_are_asked_for_before_the_route_is_there_and_under_a_name_of_their_own() -> None:
    asked = WAY.model_copy(
        update={
            "jwt": Jwt(issuer="https://login.example.com", jwks="https://login.example.com/keys.json"),
            "allow_from": ("192.0.2.0/24",),
        }
    )
    made = [(one.kind[1], one.name, one.namespace) for one in gateway.objects(SPEC, asked, "istio", ENTRY)]
    tokens = [
        ("RequestAuthentication", "team-app.jwt", "edge"),
        ("AuthorizationPolicy", "team-app.jwt", "edge"),
    ]

    assert [made.index(one) for one in tokens] < [made.index(("HTTPRoute", "app", "team"))]
    assert ("AuthorizationPolicy", "team-app", "edge") in made, "the blocks are another policy"
    assert len(made) == len(set(made))


def test_who_may_come_in_is_said_only_where_the_spec_says_it() -> None:
    closed = WAY.model_copy(update={"allow_from": ("192.0.2.0/24",)})

    def kinds(way: Route) -> set[str]:
        return {one.kind[1] for one in gateway.objects(SPEC, way, "istio", ENTRY)}

    assert "AuthorizationPolicy" not in kinds(WAY)
    assert kinds(closed) - kinds(WAY) == {"AuthorizationPolicy"}


def test_a_tester_is_answered_by_the_candidate_within_the_same_limits() -> None:
    spec = full(candidate={"image": "registry.example.com/app:2.0.0"})
    rules = {rule["name"]: rule for rule in gateway.http_route(spec, WAY, "team-app", ENTRY)["rules"]}
    (patches,) = [
        one.spec["configPatches"]
        for one in gateway.objects(spec, WAY, "istio", ENTRY)
        if one.suffix == "limits"
    ]

    assert rules.keys() == {"upgrades", "requests", "upgrades-candidate", "requests-candidate"}
    for name in ("upgrades", "requests"):
        asked, others = rules[f"{name}-candidate"], rules[name]
        assert (asked["filters"], asked["timeouts"]) == (others["filters"], others["timeouts"])
        assert [to["name"] for to in asked["backendRefs"]] == ["app-candidate"]
        for one, other in zip(asked["matches"], others["matches"], strict=True):
            assert one["headers"] == [
                *other.get("headers", []),
                {"type": "Exact", "name": "x-release", "value": "candidate"},
            ]
    endless = {
        one["match"]["routeConfiguration"]["vhost"]["route"]["name"]
        for one in patches
        if one["applyTo"] == "HTTP_ROUTE"
    }
    assert endless == {"upgrades", "upgrades-candidate"}
