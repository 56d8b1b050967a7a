"""Names over all regions, and those that each region has for itself."""

import pytest

from settings.global_dns.base import AnyGlobalDns

ZONE = AnyGlobalDns(domain="example.com")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("app.example.com", "app.use1.example.com"),
        ("api.app.example.com", "api.app.use1.example.com"),
    ],
)
def test_a_regions_own_name_is_the_same_below_its_own_domain(host: str, own: str) -> None:
    assert ZONE.regional(host, "use1.example.com") == own


def test_the_zone_covers_what_is_below_its_domain_and_not_the_domain() -> None:
    assert ZONE.covers("app.example.com")
    assert not ZONE.covers("example.com")
    assert not ZONE.covers("app.anexample.com")
