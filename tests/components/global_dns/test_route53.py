"""Names over all regions in Route 53."""

from typing import Any

import pulumi
import pytest

from components.global_dns.route53 import Route53Names, checked, control
from rehearsal.recorded import Recording
from rehearsal.simulation.kinds import Refused
from settings.global_dns.names import names as all_names
from settings.global_dns.route53 import Route53
from tests.components.global_dns.regions import NO_DEFAULT_PROVIDERS, PROVING_ROLE, ROLE, named
from tests.recorded import deploy
from tests.settings.global_dns.worlds import HOST, ROUTE53, world

RECORD, CHECK = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
POLICIES = ("latencyRoutingPolicies", "weightedRoutingPolicies", "failoverRoutingPolicies")


def policies(recording: Recording) -> dict[str, list[Any]]:
    """Cluster -> what its record says of its policy."""
    return {
        one.inputs["setIdentifier"]: [one.inputs.get(name) for name in POLICIES]
        for one in recording.of(RECORD)
    }


def test_a_record_for_each_cluster_leads_to_the_name_that_it_has_for_itself() -> None:
    recording = named(traffic={"ttl_seconds": 30})
    first, second = recording.of(RECORD)

    assert (first.inputs["name"], first.inputs["type"], first.inputs["ttl"]) == (HOST, "CNAME", 30)
    assert first.inputs["records"] == ["app.use1.example.com"]
    assert second.inputs["records"] == ["app.usw2.example.com"]
    assert first.inputs["zoneId"] == ROUTE53["zone"]
    assert (first.inputs["setIdentifier"], second.inputs["setIdentifier"]) == ("use1", "usw2")


def test_by_latency_each_record_is_a_regions() -> None:
    assert policies(named()) == {
        "use1": [[{"region": "us-east-1"}], None, None],
        "usw2": [[{"region": "us-west-2"}], None, None],
    }


def test_by_weight_each_record_has_its_share_and_0_is_one() -> None:
    assert policies(named(traffic={"policy": "weighted", "weights": {"use1": 100, "usw2": 0}})) == {
        "use1": [None, [{"weight": 100}], None],
        "usw2": [None, [{"weight": 0}], None],
    }


def test_on_failover_one_record_is_the_first() -> None:
    assert policies(named(traffic={"policy": "failover", "primary": "usw2"})) == {
        "use1": [None, None, [{"type": "SECONDARY"}]],
        "usw2": [None, None, [{"type": "PRIMARY"}]],
    }


def test_each_record_goes_by_a_check_of_the_application_in_its_region() -> None:
    recording = named(traffic={"health": {"every_seconds": 10, "failures": 2}})

    for one in recording.of(RECORD):
        check = recording.one(CHECK, one.name)
        assert one.inputs["healthCheckId"] == check.id
        assert {key: value for key, value in check.inputs.items() if key != "tags"} == {
            "type": "HTTPS",
            "fqdn": one.inputs["records"][0],
            "port": 443,
            "resourcePath": "/ready",
            "requestInterval": 10,
            "failureThreshold": 2,
            "enableSni": True,
            "measureLatency": False,
        }


def test_the_zones_account_is_the_only_one_that_is_changed() -> None:
    provider = named().one("pulumi:providers:aws", "names-aws").inputs
    elsewhere = {**ROUTE53, "account": "210987654321", "role": ROLE, "proving_role": PROVING_ROLE}
    taken = named(global_dns=elsewhere).one("pulumi:providers:aws", "names-aws").inputs

    assert (provider["region"], provider["allowedAccountIds"]) == ("us-east-1", '["123456789012"]')
    assert "assumeRoles" not in provider
    assert taken["allowedAccountIds"] == '["210987654321"]'
    assert ROLE in taken["assumeRoles"]


def test_names_are_tagged_as_the_stacks_and_no_clusters() -> None:
    tags = named().one("pulumi:providers:aws", "names-aws").inputs["defaultTags"]

    assert '"groundwork/stack": "staging"' in tags
    assert "groundwork/cluster" not in tags


@pytest.mark.parametrize(
    ("region", "home"),
    [("eu-west-1", "us-east-1"), ("us-gov-east-1", "us-gov-west-1"), ("cn-north-1", "cn-northwest-1")],
)
def test_changes_are_made_where_route_53_takes_them(region: str, home: str) -> None:
    assert control(region) == home


def test_the_zone_is_its_domains_own() -> None:
    zone = Route53.model_validate(ROUTE53)

    assert checked(zone, "example.com.") == zone.zone
    with pytest.raises(pulumi.RunError) as error:
        checked(zone, "example.net")
    assert str(error.value) == (
        "global_dns.zone: expected the hosted zone of example.com, got Z0123456789GLOBAL, which is the one of example.net: take "
        "the zone's own id (aws route53 list-hosted-zones)"
    )


def test_a_zone_that_is_not_there_is_missed_before_anything_is_made() -> None:
    settings = world()
    zone = Route53.model_validate(ROUTE53).model_copy(update={"zone": "nowhere"})
    names = all_names(zone, settings.applications, settings.clusters)

    with pytest.raises(Refused, match="'nowhere' does not exist"):
        deploy(lambda: Route53Names(zone, names), NO_DEFAULT_PROVIDERS)
