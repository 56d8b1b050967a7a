"""Cloud DNS' records and health checks."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.gcp.cloud import Cloud

RECORD = "gcp:dns/recordSet:RecordSet"
CHECK = "gcp:compute/healthCheck:HealthCheck"
FROM = ["us-east1", "europe-west1", "asia-southeast1"]
ASKED: dict[str, Any] = {
    "name": "ways-in",
    "sourceRegions": FROM,
    "checkIntervalSec": 30,
    "timeoutSec": 5,
    "tcpHealthCheck": {"port": 443},
}
NAMED: dict[str, Any] = {"managedZone": "example-com", "name": "app.example.com.", "type": "A", "ttl": 60}


def near(location: str = "us-east1", address: str = "192.0.2.1") -> dict[str, Any]:
    return {"location": location, "healthCheckedTargets": {"externalEndpoints": [address]}}


def led(cloud: Cloud, **policy: Any) -> dict[str, Any]:
    """A record with a policy and a check that there is."""
    check = cloud.create(CHECK, **ASKED)["id"]
    return {**NAMED, "routingPolicy": {"healthCheck": check, **policy}}


def test_a_record_is_led_by_each_policy(cloud: Cloud) -> None:
    assert cloud.create(RECORD, **led(cloud, geos=[near(), near("europe-west1", "192.0.2.2")]))["id"] == (
        "projects/example-project/managedZones/example-com/rrsets/app.example.com./A"
    )
    check = "projects/example-project/global/healthChecks/ways-in"
    backup = {"primary": {"externalEndpoints": ["192.0.2.1"]}, "backupGeos": [near()]}
    other = {**NAMED, "name": "api.example.com."}
    assert cloud.create(RECORD, **other, routingPolicy={"healthCheck": check, "primaryBackup": backup})


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ({}, "Expected one of geos, wrrs, primaryBackup"),
        ({"geos": [near()], "wrrs": [{"weight": 1}]}, "Expected one of geos, wrrs, primaryBackup"),
        ({"geos": [near("moon")]}, "Expected a region of Google Cloud"),
        ({"geos": [near(), near()]}, "Every location may be there once"),
        ({"geos": [near(address="app")]}, "Must be an IP address"),
        ({"geos": [near()], "healthCheck": None}, "External endpoints need a health check"),
        ({"wrrs": [{"weight": -1, "rrdatas": ["192.0.2.1"]}]}, "Must not be negative"),
        ({"geos": [near()], "healthCheck": "none"}, "The resource 'none' was not found"),
    ],
)
def test_a_policy_that_google_refuses(cloud: Cloud, policy: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(RECORD, **led(cloud, **policy))


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "app.example.com"}, "Must be a domain name with a full stop at its end"),
        ({"type": "B"}, "Expected one of A, AAAA"),
        ({"rrdatas": None}, "Exactly one of rrdatas and routingPolicy must be given"),
        ({"routingPolicy": {"geos": [near()]}}, "Exactly one of rrdatas and routingPolicy must be given"),
    ],
)
def test_a_record_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(RECORD, **{**NAMED, "rrdatas": ["192.0.2.1"], **inputs})


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"tcpHealthCheck": None}, "Exactly one of grpcHealthCheck"),
        ({"httpHealthCheck": {}}, "Exactly one of grpcHealthCheck"),
        ({"sourceRegions": FROM[:2]}, "Exactly three regions are allowed"),
        ({"sourceRegions": [*FROM[:2], FROM[0]]}, "Exactly three regions are allowed"),
        ({"sourceRegions": [*FROM[:2], "moon"]}, "Expected a region of Google Cloud"),
        ({"checkIntervalSec": 10}, "Must be at least 30 with sourceRegions"),
        (
            {"tcpHealthCheck": None, "grpcHealthCheck": {}},
            "Only HTTP, HTTPS and TCP are asked from given regions",
        ),
        ({"timeoutSec": 31}, "Must not be greater than checkIntervalSec"),
        ({"healthyThreshold": 11}, "Must be from 1 to 10"),
    ],
)
def test_a_health_check_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(CHECK, **{**ASKED, **inputs})


def test_unknown_values_are_never_wrong(cloud: Cloud) -> None:
    assert cloud.wrong(CHECK, **{**ASKED, "sourceRegions": [UNKNOWN] * 3}) == []
    policy = {"healthCheck": UNKNOWN, "geos": [{**near(), "location": UNKNOWN}]}
    assert cloud.wrong(RECORD, **NAMED, routingPolicy=policy) == []
