"""Traffic Manager profiles."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import NATIVE, Cloud

PROFILE = f"{NATIVE}trafficmanager:Profile"
MONITOR: dict[str, Any] = {
    "protocol": "HTTPS",
    "port": 443,
    "path": "/ready",
    "intervalInSeconds": 10,
    "timeoutInSeconds": 5,
    "toleratedNumberOfFailures": 2,
}


def endpoint(name: str, **more: Any) -> dict[str, Any]:
    external = "Microsoft.Network/trafficManagerProfiles/externalEndpoints"
    return {
        "name": name, "type": external, "target": f"app.{name}.example.com", "endpointLocation": "westeurope", **more,
    }  # fmt: skip


def sound(**changes: Any) -> dict[str, Any]:
    return {
        "profileName": "app",
        "location": "global",
        "trafficRoutingMethod": "Performance",
        "dnsConfig": {"relativeName": "app-example-com", "ttl": 60},
        "monitorConfig": MONITOR,
        "endpoints": [endpoint("weu"), endpoint("neu", endpointLocation="northeurope")],
        **changes,
    }


def test_a_profile_has_a_name_in_the_worlds_dns_that_no_other_has(cloud: Cloud) -> None:
    made = cloud.put(PROFILE, **sound())

    assert made["dnsConfig"]["fqdn"] == "app-example-com.trafficmanager.net"
    assert "app-example-com.trafficmanager.net is taken" in cloud.refused(
        PROFILE, **sound(profileName="another")
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"profileName": "a.b"}, "InvalidResourceName: 'a.b' is not 1 to 63 letters, digits and hyphens"),
        ({"location": "westeurope"}, "InvalidRequestFormat: 'westeurope' is not one of global"),
        ({"trafficRoutingMethod": "Random"}, "BadRequest: 'Random' is not one of Performance"),
        ({"dnsConfig": {"relativeName": "a.b"}}, "BadRequest: 'a.b' is no label of a domain name"),
        (
            {"monitorConfig": {**MONITOR, "protocol": "UDP"}},
            "BadRequest: 'UDP' is not one of HTTP, HTTPS, TCP",
        ),
        ({"monitorConfig": {**MONITOR, "intervalInSeconds": 20}}, "BadRequest: 20 is not one of 10, 30"),
        ({"monitorConfig": {**MONITOR, "timeoutInSeconds": 10}}, "BadRequest: 10 is not within 5 to 9"),
        (
            {"monitorConfig": {**MONITOR, "toleratedNumberOfFailures": 10}},
            "BadRequest: 10 is not within 0 to 9",
        ),
        ({"monitorConfig": {**MONITOR, "path": None}}, "BadRequest: HTTPS asks for a path, got ''"),
        ({"monitorConfig": {**MONITOR, "protocol": "TCP"}}, "BadRequest: TCP asks for no path, got '/ready'"),
        ({"endpoints": [endpoint("weu"), endpoint("weu")]}, "BadRequest: endpoints have names of their own"),
        (
            {"endpoints": [endpoint("weu", type="a/b/other")]},
            "BadRequest: 'other' is not one of azureEndpoints",
        ),
        ({"endpoints": [endpoint("weu", target=None)]}, "BadRequest: an external endpoint has a target"),
        (
            {"endpoints": [endpoint("weu", endpointLocation=None)]},
            "BadRequest: an external endpoint has a location where the method is Performance",
        ),
        ({"endpoints": [endpoint("weu", endpointLocation="moon")]}, "BadRequest: 'moon' is no region"),
        ({"endpoints": [endpoint("weu", endpointStatus="Off")]}, "BadRequest: 'Off' is not one of Enabled"),
        ({"endpoints": [endpoint("weu", weight=0)]}, "BadRequest: 0 is not within 1 to 1000"),
    ],
)
def test_a_profile_that_azure_would_not_take_is_refused(
    cloud: Cloud, changes: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(PROFILE, resourceGroupName="main", **sound(**changes))

    assert failure.reason.startswith(reason)


def test_no_two_endpoints_have_one_priority(cloud: Cloud) -> None:
    same = [endpoint("weu", priority=1), endpoint("neu", priority=1)]

    assert "two endpoints have the same priority" in cloud.refused(
        PROFILE, **sound(trafficRoutingMethod="Priority", endpoints=same)
    )
