"""Recordings with global names, of each provider's resources as they are registered."""

from collections.abc import Mapping
from typing import Any

from rehearsal.answers.names import Answer, Check, Name
from rehearsal.answers.read import (
    ADDRESS,
    AZURE_RECORD,
    GCP_CHECK,
    HEALTH_CHECK,
    PROFILE,
    RECORD,
    RECORD_SET,
)
from rehearsal.recorded import Recorded, Recording
from tests.rehearsal.costs.bills import one, recording

CHECK = Check("/health", 30, 3, 6)


def component(kind: str, cluster: str) -> Recorded:
    """A cluster's component: Eks, Gke or Aks."""
    return one(f"groundwork:cluster:{kind}", cluster)


def beneath(kind: str, cluster: str, type_: str, name: str, **inputs: Any) -> Recorded:
    """A resource of a cluster."""
    return one(type_, name, inputs, parent=component(kind, cluster).urn)


def eks(cluster: str, region: str) -> tuple[Recorded, Recorded]:
    """A cluster on EKS, as far as its region goes."""
    return component("Eks", cluster), beneath(
        "Eks", cluster, "pulumi:providers:aws", f"{cluster}-aws", region=region
    )


def gke(cluster: str, region: str, address: str) -> tuple[Recorded, ...]:
    """A cluster on GKE and its address."""
    return (
        component("Gke", cluster),
        beneath("Gke", cluster, "gcp:container/cluster:Cluster", cluster, location=region),
        beneath("Gke", cluster, ADDRESS, f"{cluster}-address", address=address, region=region),
    )


def aks(cluster: str, region: str) -> tuple[Recorded, ...]:
    """A cluster on AKS."""
    plane = "azure-native:containerservice:ManagedCluster"
    return component("Aks", cluster), beneath("Aks", cluster, plane, cluster, location=region)


def record(host: str, cluster: str, region: str, **policy: Any) -> tuple[Recorded, Recorded]:
    """One of a name's records in Route 53, with its health check. policy: as the record has it; latency unless given."""
    inputs = {
        "zoneId": "Z0123456789ABC",
        "name": host,
        "type": "CNAME",
        "ttl": 60,
        "records": [f"{host.partition('.')[0]}.{cluster}.example.com"],
        "setIdentifier": cluster,
        "healthCheckId": f"check-{host}-{cluster}",
        **(policy or {"latencyRoutingPolicies": [{"region": region}]}),
    }
    check = {"type": "HTTPS", "resourcePath": "/health", "requestInterval": 30, "failureThreshold": 3}
    name = f"{host}-{cluster}"
    return one(HEALTH_CHECK, name, check, id_=f"check-{name}"), one(RECORD, name, inputs)


def route53(policies: Mapping[str, dict[str, Any]] | None = None) -> Recording:
    """A name over use1 and usw2. policies: cluster -> its record's policy."""
    return recording(
        *eks("use1", "us-east-1"),
        *eks("usw2", "us-west-2"),
        *record("shop.example.com", "use1", "us-east-1", **(policies or {}).get("use1", {})),
        *record("shop.example.com", "usw2", "us-west-2", **(policies or {}).get("usw2", {})),
    )


def cloud_dns(**routing: Any) -> Recording:
    """A name over use1 and euw4, on Google Cloud. routing: its routing policy."""
    check = {
        "checkIntervalSec": 30,
        "unhealthyThreshold": 3,
        "timeoutSec": 5,
        "tcpHealthCheck": {"port": 443},
    }
    inputs = {
        "name": "shop.example.com.",
        "type": "A",
        "ttl": 60,
        "managedZone": "example-com",
        "routingPolicy": {"healthCheck": "shop", **routing},
    }
    return recording(
        *gke("use1", "us-east1", "203.0.113.1"),
        *gke("euw4", "europe-west4", "203.0.113.2"),
        one(GCP_CHECK, "shop", check),
        one(RECORD_SET, "shop.example.com", inputs),
    )


def checked(address: str, **more: Any) -> dict[str, Any]:
    """A part of a routing policy whose address is checked."""
    return {"healthCheckedTargets": {"externalEndpoints": [address]}, **more}


def traffic_manager(method: str, *endpoints: dict[str, Any]) -> Recording:
    """A profile over use and euw, on Azure. endpoints: what each says besides."""
    ends = [
        {"name": cluster, "target": f"shop.{cluster}.example.com", **more}
        for (cluster, more) in zip(("use", "euw"), endpoints or ({}, {}), strict=True)
    ]
    profile = {
        "trafficRoutingMethod": method,
        "dnsConfig": {"relativeName": "groundwork-shop", "ttl": 60},
        "monitorConfig": {
            "protocol": "HTTPS",
            "port": 443,
            "path": "/health",
            "intervalInSeconds": 30,
            "timeoutInSeconds": 10,
            "toleratedNumberOfFailures": 2,
        },
        "endpoints": ends,
    }
    alias = {
        "relativeRecordSetName": "shop",
        "zoneName": "example.com",
        "recordType": "CNAME",
        "targetResource": {"id": "shop"},
    }
    return recording(
        *aks("use", "eastus2"),
        *aks("euw", "westeurope"),
        one(PROFILE, "shop", profile),
        one(AZURE_RECORD, "shop.example.com", alias),
    )


def name(policy: Any = "latency", *answers: Answer, provider: Any = "route53", ttl: int = 60) -> Name:
    """A name over use1 and usw2, unless its answers are given."""
    both = (
        Answer("use1", "us-east-1", "shop.use1.example.com", check=CHECK),
        Answer("usw2", "us-west-2", "shop.usw2.example.com", rank=1, check=CHECK),
    )
    return Name("shop.example.com", provider, policy, ttl, answers or both)
