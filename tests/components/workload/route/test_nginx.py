"""A route in ingress-nginx' words."""

from typing import cast

from components.workload import route
from components.workload.route import nginx
from settings.workload import Cors, RateLimit, Route, WorkloadSpec
from tests.components.workload.specs import full, plain


def way(spec: WorkloadSpec) -> Route:
    return cast(Route, spec.route)


def test_the_ingress_ends_tls_with_the_certificates_secret() -> None:
    spec = full()

    ingress = nginx.ingress(spec, way(spec), "nginx")

    assert ingress["tls"] == [
        {
            "hosts": ["app.example.com", "www.example.com"],
            "secret_name": route.certificate(spec, way(spec), "x")["secretName"],
        }
    ]


def test_every_host_and_path_leads_to_the_routed_port() -> None:
    spec = full(route={"hosts": ["app.example.com"], "port": "http", "paths": ["/api", "/ws"]})

    (rule,) = plain(nginx.ingress(spec, way(spec), "nginx"))["rules"]

    assert [path["path"] for path in rule["http"]["paths"]] == ["/api", "/ws"]
    assert {path["backend"]["service"]["port"]["name"] for path in rule["http"]["paths"]} == {"http"}


def test_an_ingress_is_the_controllers_that_it_names() -> None:
    spec = full()

    assert nginx.ingress(spec, way(spec), "outer")["ingress_class_name"] == "outer"


def test_plain_http_is_redirected() -> None:
    assert nginx.annotations(way(full()))["nginx.ingress.kubernetes.io/force-ssl-redirect"] == "true"


def test_the_rate_limit_is_the_specs() -> None:
    limited = nginx.annotations(
        Route(
            hosts=("a.example.com",),
            port="http",
            rate_limit=RateLimit(requests_per_second=7, burst=3, connections=9),
        )
    )

    assert limited["nginx.ingress.kubernetes.io/limit-rps"] == "7"
    assert limited["nginx.ingress.kubernetes.io/limit-burst-multiplier"] == "3"
    assert limited["nginx.ingress.kubernetes.io/limit-connections"] == "9"


def test_without_a_rate_limit_none_is_set() -> None:
    assert not [
        key for key in nginx.annotations(Route(hosts=("a.example.com",), port="http")) if "limit" in key
    ]


def test_cert_manager_is_not_asked_twice_for_one_secret() -> None:
    assert not [key for key in nginx.annotations(way(full())) if key.startswith("cert-manager.io")]


def test_cookies_are_let_through_only_where_the_spec_says_so() -> None:
    """Left out, ingress-nginx allows them."""

    def credentials(*, allowed: bool) -> str:
        cors = Cors(origins=("https://b.example.com",), credentials=allowed)
        notes = nginx.annotations(Route(hosts=("a.example.com",), port="http", cors=cors))
        return notes["nginx.ingress.kubernetes.io/cors-allow-credentials"]

    assert (credentials(allowed=False), credentials(allowed=True)) == ("false", "true")


def test_a_canary_says_its_share_and_nothing_that_would_be_ignored() -> None:
    image = "registry.example.com/app:2.0.0"
    tried, promoted = (
        nginx.canary(full(candidate={"image": image, "weight": 25, "state": state}))
        for state in ("trial", "promoted")
    )

    assert tried == {
        "nginx.ingress.kubernetes.io/canary": "true",
        "nginx.ingress.kubernetes.io/canary-weight": "25",
        "nginx.ingress.kubernetes.io/canary-by-header": "x-release",
        "nginx.ingress.kubernetes.io/canary-by-header-value": "candidate",
    }
    assert promoted == {
        "nginx.ingress.kubernetes.io/canary": "true",
        "nginx.ingress.kubernetes.io/canary-weight": "100",
    }
