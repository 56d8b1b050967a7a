"""Names that lead to several regions: `publish` makes them in the zone that the settings name, whichever provider has it.

A name leads to those that its clusters have for themselves, which external-dns publishes there, or to their reserved addresses.
So nothing here asks a cluster for anything: with a region lost, names are still made and changed.
"""

from collections.abc import Mapping

import pulumi

from components.contracts import Cluster
from settings.global_dns.names import names
from settings.load import Settings


def publish(settings: Settings, clusters: Mapping[str, Cluster]) -> dict[str, str]:
    """Make the names of all applications. Returns name -> who is led where. A cloud's SDK is imported here, when it is needed."""
    zone = settings.global_dns
    found = names(zone, settings.applications, settings.clusters) if zone else []
    if not zone or not found:
        return {}
    match zone.provider:
        case "route53":
            from components.global_dns.route53 import Route53Names

            Route53Names(zone, found)
        case "traffic-manager":
            from components.global_dns.traffic_manager import TrafficManagerNames

            TrafficManagerNames(zone, found)
        case "cloud-dns":
            from components.global_dns.cloud_dns import CloudDnsNames

            addresses: dict[str, pulumi.Input[str]] = {
                name: cluster.traits.address for name, cluster in clusters.items() if cluster.traits.address
            }
            CloudDnsNames(zone, found, addresses)
    return {one.host: one.told for one in found}
