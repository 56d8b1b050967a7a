"""What does not answer is told by its name, and all else answers."""

import pytest

from rehearsal.providers.outage import Outage
from rehearsal.simulation.kinds import Refused

EAST = {"urn": "urn:pulumi:s::p::pulumi:providers:aws::east-aws", "region": "us-east-1"}
WEST = {"urn": "urn:pulumi:s::p::pulumi:providers:aws::west-aws", "region": "us-west-2"}


@pytest.fixture
def outage() -> Outage:
    """The east is lost."""
    found = Outage()
    found.begin([EAST["urn"]], ["us-east-1"])
    return found


def test_what_is_made_through_a_lost_provider_is_not_answered(outage: Outage) -> None:
    with pytest.raises(Refused, match="Unreachable: us-east-1 does not answer: dial tcp: i/o timeout"):
        outage.check(EAST, {"cidrBlock": "10.0.0.0/16"})
    outage.check(WEST, {"cidrBlock": "10.0.0.0/16"})


def test_a_cluster_of_no_cloud_is_named_as_its_provider_is(outage: Outage) -> None:
    outage.begin(["urn:pulumi:s::p::pulumi:providers:kubernetes::east"])

    with pytest.raises(Refused, match="east does not answer"):
        outage.check({"urn": "urn:pulumi:s::p::pulumi:providers:kubernetes::east"}, {})


def test_a_resource_that_names_its_region_is_there_whatever_its_provider(outage: Outage) -> None:
    outage.check(EAST, {"region": "us-west-2"})
    with pytest.raises(Refused, match="us-east-1 does not answer"):
        outage.check(WEST, {"region": "us-east-1"})
    with pytest.raises(Refused, match="us-east-1 does not answer"):
        outage.check(WEST, {"location": "us-east-1"})


def test_once_it_has_ended_everything_answers(outage: Outage) -> None:
    outage.end()

    outage.check(EAST, {})
    outage.check(WEST, {"region": "us-east-1"})
