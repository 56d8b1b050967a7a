"""external-dns: a DNS record for each host, in the cluster's own zone."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap

from components import naming
from components.contracts import DnsZone
from components.grants import EditDnsZone, FindDnsZones, Identity
from components.helm import Home
from components.platform.ground import Ground
from components.platform.network import Known, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, resources
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "external-dns"
SERVICE_ACCOUNT = "external-dns"
FILES = "external-dns-provider"
"""The ConfigMap with the files of a provider that wants some."""
_PODS = {
    "app.kubernetes.io/name": "external-dns",
    "app.kubernetes.io/instance": charts.EXTERNAL_DNS.release_name,
}


def sources(settings: PlatformSettings) -> list[str]:
    """What hosts are read off: Services that say so by an annotation, and what the platform's way in serves."""
    if not settings.ingress.there:
        return ["service"]
    return ["service", "gateway-httproute" if settings.ingress.kind == "gateway" else "ingress"]


def _files(zone: DnsZone) -> Values:
    if not zone.provider.files:
        return {}
    name = "provider"
    return {
        "extraVolumes": [{"name": name, "configMap": {"name": FILES}}],
        "extraVolumeMounts": [{"name": name, "mountPath": "/etc/kubernetes", "readOnly": True}],
    }


def values(settings: PlatformSettings, zone: DnsZone, owner: str, identity: Identity) -> Values:
    """Values of external-dns. owner: whose records they are, of all that write into the zone.

    One replica, which the chart fixes: there is no election of a leader (its proposal 001 is not planned), and two would undo
    each other's work. Until another node has taken the pod over, records stay as they are. For the same reason there is no
    disruption budget. The chart's own security contexts meet the restricted Pod Security level.
    """
    return {
        "provider": {"name": zone.provider.name},
        "extraArgs": dict(zone.provider.flags),
        **_files(zone),
        "domainFilters": [zone.domain],
        "sources": sources(settings),
        "policy": settings.dns.policy,
        # A TXT record beside each record names its owner; what is another's, or nobody's, is left alone.
        "registry": "txt",
        "txtOwnerId": owner,
        # As a name below the host's own it is in the zone even for the zone's own name (external-dns, "The TXT registry").
        "txtPrefix": "%{record_type}-owner.",
        # Besides looking every minute, so that a new host does not wait.
        "triggerLoopOnEvent": True,
        "logFormat": "json",
        "serviceAccount": {"name": SERVICE_ACCOUNT, "annotations": dict(identity.annotations)},
        "podLabels": dict(identity.pod_labels),
        "priorityClassName": PRIORITY_CLASS,
        "resources": resources("25m", "64Mi", "250m", "256Mi"),
        "serviceMonitor": {"enabled": settings.monitoring.there},
    }


def traffic() -> tuple[Traffic, ...]:
    """It reads the cluster and writes to the cloud."""
    return (
        Traffic(
            "external-dns",
            _PODS,
            accepts=(edge(Known.PROMETHEUS, 7979),),
            reaches=(edge(Known.API_SERVER), edge(Known.CLOUD)),
        ),
    )


class ExternalDns(pulumi.ComponentResource):
    """external-dns with an identity that edits one zone. kinds: what it reads besides Kubernetes' own kinds."""

    def __init__(
        self,
        name: str,
        ground: Ground,
        zone: DnsZone,
        kinds: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "ExternalDns"), name, None, opts)
        home = ground.namespace(NAMESPACE, "restricted", traffic(), self)
        identity = ground.cluster.identity(
            f"{ground.prefix}-external-dns",
            NAMESPACE,
            SERVICE_ACCOUNT,
            [EditDnsZone(zone.zone), FindDnsZones(zone.zone)],
            pulumi.ResourceOptions(parent=self),
        )
        told = [self._told(ground, home, zone)] if zone.provider.files else []
        ground.release(
            charts.EXTERNAL_DNS,
            home,
            values(ground.settings, zone, f"{pulumi.get_stack()}-{ground.prefix}", identity),
            self,
            ground.settings.dns.values,
            after=[*identity.ready, *kinds, *told],
            skip_crds=True,  # they are of a source that is not used
        )
        self.register_outputs({})

    def _told(self, ground: Ground, home: Home, zone: DnsZone) -> pulumi.Resource:
        return ConfigMap(
            f"{ground.prefix}-{FILES}",
            metadata={"name": FILES, "namespace": home.name},
            data=dict(zone.provider.files),
            opts=pulumi.ResourceOptions(parent=self),
        )
