"""Names over all regions in Azure: a Traffic Manager profile for each, and a record in the zone that leads to the profile.

Its probes say an endpoint's name in TLS too (github.com/MicrosoftDocs/azure-docs/issues/28209), without which neither way in
shakes hands; they judge no certificate.
"""

import hashlib
import re
from collections.abc import Sequence

import pulumi
import pulumi_azure_native as azure

from components import naming
from settings.global_dns.names import Answer, Name
from settings.global_dns.traffic_manager import TrafficManager

METHODS = {"latency": "Performance", "weighted": "Weighted", "failover": "Priority"}
ENDPOINT = "Microsoft.Network/trafficManagerProfiles/externalEndpoints"
TIMEOUT = 5
"""Seconds for an answer; Azure takes 5 to 9 where it asks every ten."""


def label(stack: str, host: str) -> str:
    """The name of a profile, which is unique in the world below trafficmanager.net: what fits of the host's, and a digest."""
    readable = re.sub(r"[^a-z0-9]+", "-", host)[:40].strip("-")
    return f"{readable}-{hashlib.sha256(f'{naming.PROJECT}/{stack}/{host}'.encode()).hexdigest()[:12]}"


def endpoints(name: Name) -> list[azure.trafficmanager.EndpointArgs]:
    """One for each cluster, by its own name there, so that whichever cloud it is on it is asked and answered alike."""
    first = name.traffic.primary
    # One after the other, from 1 on.
    order = sorted(name.answers, key=lambda answer: answer.cluster != first)
    return [_endpoint(name, answer, order.index(answer) + 1) for answer in name.answers]


def _endpoint(name: Name, answer: Answer, priority: int) -> azure.trafficmanager.EndpointArgs:
    traffic = name.traffic
    weight = traffic.weights.get(answer.cluster)
    return azure.trafficmanager.EndpointArgs(
        name=answer.cluster,
        type=ENDPOINT,
        target=answer.host,
        endpoint_location=answer.region if traffic.policy == "latency" else None,
        # Weights begin at 1.
        endpoint_status="Disabled" if weight == 0 else "Enabled",
        weight=weight or None,
        priority=priority if traffic.policy == "failover" else None,
    )


class TrafficManagerNames(pulumi.ComponentResource):
    """All names in one zone of Azure DNS."""

    def __init__(
        self, zone: TrafficManager, names: Sequence[Name], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(naming.type_token("global_dns", "TrafficManager"), "names", None, opts)
        provider = azure.Provider(
            "names-azure", subscription_id=zone.subscription, opts=pulumi.ResourceOptions(parent=self)
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        # Looked up: a preview fails when one of them is not there.
        group = azure.resources.ResourceGroup.get(
            "names-group",
            f"/subscriptions/{zone.subscription}/resourceGroups/{zone.resource_group}",
            opts=self._opts,
        )
        found = azure.dns.Zone.get("names-zone", zone.zone, opts=self._opts)
        for name in names:
            self._record(zone, name, self._profile(group.name, name), found.name)
        self.register_outputs({})

    def _profile(self, group: pulumi.Output[str], name: Name) -> azure.trafficmanager.Profile:
        traffic = name.traffic
        unique = label(pulumi.get_stack(), name.host)
        return azure.trafficmanager.Profile(
            f"names-{name.host}",
            profile_name=unique,
            resource_group_name=group,
            location="global",
            traffic_routing_method=METHODS[traffic.policy],
            dns_config=azure.trafficmanager.DnsConfigArgs(relative_name=unique, ttl=traffic.ttl_seconds),
            monitor_config=azure.trafficmanager.MonitorConfigArgs(
                protocol="HTTPS",
                port=443,
                path=name.answers[0].path,
                interval_in_seconds=traffic.health.every_seconds,
                timeout_in_seconds=TIMEOUT,
                # Beyond which one more failure counts.
                tolerated_number_of_failures=traffic.health.failures - 1,
                # As it is with the kubelet, whose path it is, and with Route 53; 200 alone unless said.
                expected_status_code_ranges=[
                    azure.trafficmanager.MonitorConfigExpectedStatusCodeRangesItemArgs(min=200, max=399)
                ],
            ),
            endpoints=endpoints(name),
            tags={key.replace("/", "-"): value for key, value in naming.tags().items()},
            opts=self._opts,
        )

    def _record(
        self,
        zone: TrafficManager,
        name: Name,
        profile: azure.trafficmanager.Profile,
        in_zone: pulumi.Output[str],
    ) -> None:
        """An alias, which goes with its profile rather than lead to a name that somebody else may take."""
        azure.dns.RecordSet(
            f"names-{name.host}",
            resource_group_name=zone.zone.split("/")[4],
            zone_name=in_zone,
            record_type="CNAME",
            relative_record_set_name=name.host.removesuffix(f".{zone.domain}"),
            ttl=name.traffic.ttl_seconds,
            target_resource=azure.dns.SubResourceArgs(id=profile.id),
            opts=self._opts,
        )
