"""Names over all regions in Cloud DNS: one record each, whose policy answers with the reserved address of a region's way in.

A region is left out while its way in takes no connections on port 443. Whether the application behind it is well is not asked:
Google's checks of addresses on the Internet say no name in TLS, without which neither way in shakes hands.
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_gcp as gcp

from components import naming
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.names import Answer, Name

TIMEOUT = 5
APIS = ("compute", "dns")

Addresses = Mapping[str, pulumi.Input[str]]
Policy = gcp.dns.RecordSetRoutingPolicyArgs


def policy(name: Name, addresses: Addresses, check: pulumi.Input[str]) -> Policy:
    """How a name is answered. addresses: cluster -> its own. Cloud DNS knows no latency: the nearest is so on the map."""
    traffic = name.traffic
    backups = [answer for answer in name.answers if answer.cluster != traffic.primary]
    if traffic.policy == "weighted":
        return Policy(
            health_check=check,
            wrrs=[_share(answer, traffic.weights[answer.cluster], addresses) for answer in name.answers],
        )
    if traffic.policy == "failover" and 0 < len(backups) < len(name.answers):
        primary = gcp.dns.RecordSetRoutingPolicyPrimaryBackupPrimaryArgs(
            external_endpoints=[addresses[str(traffic.primary)]]
        )
        return Policy(
            health_check=check,
            primary_backup=gcp.dns.RecordSetRoutingPolicyPrimaryBackupArgs(
                primary=primary, backup_geos=[_backup(answer, addresses) for answer in backups]
            ),
        )
    return Policy(health_check=check, geos=[_near(answer, addresses) for answer in name.answers])


def _share(answer: Answer, weight: int, addresses: Addresses) -> gcp.dns.RecordSetRoutingPolicyWrrArgs:
    return gcp.dns.RecordSetRoutingPolicyWrrArgs(
        weight=weight,
        health_checked_targets=gcp.dns.RecordSetRoutingPolicyWrrHealthCheckedTargetsArgs(
            external_endpoints=[addresses[answer.cluster]]
        ),
    )


def _near(answer: Answer, addresses: Addresses) -> gcp.dns.RecordSetRoutingPolicyGeoArgs:
    return gcp.dns.RecordSetRoutingPolicyGeoArgs(
        location=answer.region,
        health_checked_targets=gcp.dns.RecordSetRoutingPolicyGeoHealthCheckedTargetsArgs(
            external_endpoints=[addresses[answer.cluster]]
        ),
    )


def _backup(answer: Answer, addresses: Addresses) -> gcp.dns.RecordSetRoutingPolicyPrimaryBackupBackupGeoArgs:
    return gcp.dns.RecordSetRoutingPolicyPrimaryBackupBackupGeoArgs(
        location=answer.region,
        health_checked_targets=gcp.dns.RecordSetRoutingPolicyPrimaryBackupBackupGeoHealthCheckedTargetsArgs(
            external_endpoints=[addresses[answer.cluster]]
        ),
    )


class CloudDnsNames(pulumi.ComponentResource):
    """All names in one managed zone. addresses: of the clusters' ways in, by the clusters' names."""

    def __init__(
        self,
        zone: CloudDns,
        names: Sequence[Name],
        addresses: Addresses,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(naming.type_token("global_dns", "CloudDns"), "names", None, opts)
        provider = gcp.Provider("names-gcp", project=zone.project, opts=pulumi.ResourceOptions(parent=self))
        own = pulumi.ResourceOptions(parent=self, provider=provider)
        # The zone's project may be another than the clusters'. The APIs stay on: something else may use them by then.
        on = [
            gcp.projects.Service(
                f"names-{api}",
                project=zone.project,
                service=f"{api}.googleapis.com",
                disable_on_destroy=False,
                opts=own,
            )
            for api in APIS
        ]
        self._opts = pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(depends_on=on))
        for name in names:
            gcp.dns.RecordSet(
                f"names-{name.host}",
                managed_zone=zone.zone,
                name=f"{name.host}.",
                type="A",
                ttl=name.traffic.ttl_seconds,
                routing_policy=policy(name, addresses, self._check(zone, name).id),
                opts=self._opts,
            )
        self.register_outputs({})

    def _check(self, zone: CloudDns, name: Name) -> gcp.compute.HealthCheck:
        """Whether a region's way in takes connections, as three regions see it."""
        health = name.traffic.health
        return gcp.compute.HealthCheck(
            f"names-{name.host.replace('.', '-')}",
            description=f"Ways in of {name.host}",
            source_regions=list(zone.health_regions),
            check_interval_sec=health.every_seconds,
            timeout_sec=TIMEOUT,
            unhealthy_threshold=health.failures,
            healthy_threshold=health.failures,
            tcp_health_check=gcp.compute.HealthCheckTcpHealthCheckArgs(port=443),
            opts=self._opts,
        )
