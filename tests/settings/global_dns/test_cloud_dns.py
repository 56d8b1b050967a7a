"""A zone of names over all regions in Cloud DNS."""

import pytest
from pydantic import ValidationError

from settings.global_dns.cloud_dns import CloudDns
from tests.settings.global_dns.worlds import CLOUD_DNS


def test_three_regions_ask_whether_the_others_are_well() -> None:
    assert len(set(CloudDns.model_validate(CLOUD_DNS).health_regions)) == 3
    with pytest.raises(ValidationError, match="health_regions"):
        CloudDns.model_validate({**CLOUD_DNS, "health_regions": ["us-east1", "europe-west1"]})
