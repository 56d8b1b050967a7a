"""The providers of names over all regions."""

import pytest
from pydantic import TypeAdapter

from settings.global_dns import PROVIDERS, GlobalDns
from tests.settings.global_dns.worlds import CLOUD_DNS, ROUTE53, TRAFFIC_MANAGER, told

SECTION: TypeAdapter[GlobalDns] = TypeAdapter(GlobalDns)


@pytest.mark.parametrize("section", [ROUTE53, CLOUD_DNS, TRAFFIC_MANAGER])
def test_a_section_is_read_by_its_provider(section: dict[str, str]) -> None:
    found = SECTION.validate_python(section)

    assert found.provider == section["provider"]
    assert isinstance(found, PROVIDERS[section["provider"]])


def test_a_provider_that_there_is_none_of_is_told_with_those_that_there_are() -> None:
    listed = "'route53', 'cloud-dns', 'traffic-manager'"

    assert told(global_dns={**ROUTE53, "provider": "dyn"}) == [
        f"global_dns.provider: expected one of {listed}, got 'dyn'"
    ]
    assert told(global_dns={"domain": "example.com"}) == [
        f"global_dns.provider is missing, expected one of {listed}"
    ]


def test_a_word_is_told_by_its_place_in_the_stack_file_with_what_its_provider_knows() -> None:
    assert told(global_dns={**CLOUD_DNS, "zones": "example"}) == [
        "global_dns.zones is not known here; did you mean zone?"
    ]
    assert told(global_dns={**CLOUD_DNS, "projekt": "example"}) == [
        "global_dns.projekt is not known here; did you mean project?"
    ]
