"""The way in: TLS, redirect, headers, limits."""

from typing import cast

from components.workload import route
from settings.workload import RateLimit, Route, WorkloadSpec
from tests.components.workload.specs import full, plain


def way(spec: WorkloadSpec) -> Route:
    return cast(Route, spec.route)


def test_the_certificate_covers_every_host_of_the_ingress() -> None:
    spec = full()

    certificate = route.certificate(spec, way(spec), "letsencrypt-staging")

    assert certificate["dnsNames"] == ["app.example.com", "www.example.com"]
    assert certificate["issuerRef"] == {
        "group": "cert-manager.io",
        "kind": "ClusterIssuer",
        "name": "letsencrypt-staging",
    }


def test_the_ingress_ends_tls_with_the_certificates_secret() -> None:
    spec = full()

    ingress = route.ingress(spec, way(spec), "nginx")

    assert ingress["tls"] == [
        {
            "hosts": ["app.example.com", "www.example.com"],
            "secret_name": route.certificate(spec, way(spec), "x")["secretName"],
        }
    ]


def test_every_host_and_path_leads_to_the_routed_port() -> None:
    spec = full(route={"hosts": ["app.example.com"], "port": "http", "paths": ["/api", "/ws"]})

    (rule,) = plain(route.ingress(spec, way(spec), "nginx"))["rules"]

    assert [path["path"] for path in rule["http"]["paths"]] == ["/api", "/ws"]
    assert {path["backend"]["service"]["port"]["name"] for path in rule["http"]["paths"]} == {"http"}


def test_plain_http_is_redirected() -> None:
    assert route.annotations(way(full()))["nginx.ingress.kubernetes.io/force-ssl-redirect"] == "true"


def test_the_rate_limit_is_the_specs() -> None:
    limited = route.annotations(
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
        key for key in route.annotations(Route(hosts=("a.example.com",), port="http")) if "limit" in key
    ]


def test_cert_manager_is_not_asked_twice_for_one_secret() -> None:
    assert not [key for key in route.annotations(way(full())) if key.startswith("cert-manager.io")]


def test_an_applications_header_replaces_the_default_of_its_name() -> None:
    headers = route.headers(
        Route(hosts=("a.example.com",), port="http", headers={"X-Frame-Options": "SAMEORIGIN"})
    )

    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"
