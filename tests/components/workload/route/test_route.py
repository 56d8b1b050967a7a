"""What a route is, whichever the way in."""

from typing import cast

from components.workload import route
from settings.workload import Route
from tests.components.workload.specs import full


def test_the_certificate_covers_every_host_of_the_route() -> None:
    spec = full()

    certificate = route.certificate(spec, cast(Route, spec.route), "letsencrypt-staging")

    assert certificate["dnsNames"] == ["app.example.com", "www.example.com"]
    assert certificate["issuerRef"] == {
        "group": "cert-manager.io",
        "kind": "ClusterIssuer",
        "name": "letsencrypt-staging",
    }


def test_a_certificate_is_renewed_after_two_thirds_of_its_life_however_long_that_is() -> None:
    spec = full()

    certificate = route.certificate(spec, cast(Route, spec.route), "letsencrypt-staging")

    assert certificate["renewBeforePercentage"] == 34
    assert "renewBefore" not in certificate, "cert-manager takes one of the two"


def test_an_applications_header_replaces_the_default_of_its_name() -> None:
    headers = route.headers(
        Route(hosts=("a.example.com",), port="http", headers={"X-Frame-Options": "SAMEORIGIN"})
    )

    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"
