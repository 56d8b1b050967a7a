"""A zone of names over all regions in Azure."""

import pytest
from pydantic import ValidationError

from settings.global_dns.traffic_manager import TrafficManager
from tests.settings.global_dns.worlds import TRAFFIC_MANAGER


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"domain": "example.net"}, "expected the zone of the domain example.net, got "),
        (
            {"subscription": "00000000-0000-4000-8000-00000000000f"},
            "expected a zone of the subscription 00000000-0000-4000-8000-00000000000f, got ",
        ),
    ],
)
def test_the_zone_is_the_one_of_its_domain_in_the_subscription(change: dict[str, str], line: str) -> None:
    with pytest.raises(ValidationError, match=line):
        TrafficManager.model_validate({**TRAFFIC_MANAGER, **change})
    assert TrafficManager.model_validate(TRAFFIC_MANAGER).resource_group == "names"
