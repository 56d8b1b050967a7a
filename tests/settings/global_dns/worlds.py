"""A stack in two regions, for tests of the names that lead to both."""

import copy
from typing import Any

import pytest

from settings.load import Settings, SettingsError, parse
from tests.settings.placed import Given
from tests.settings.stack import EKS, PLATFORM
from tests.settings.workload.given import LEAST

HOST = "app.example.com"
ROUTE: dict[str, Any] = {"hosts": [HOST], "port": "http"}
PROBES: dict[str, Any] = {"port": "http", "liveness": "/live", "readiness": "/ready"}
ROUTE53: dict[str, Any] = {
    "provider": "route53",
    "domain": "example.com",
    "zone": "Z0123456789GLOBAL",
    "account": "123456789012",
}
CLOUD_DNS: dict[str, Any] = {
    "provider": "cloud-dns",
    "domain": "example.com",
    "project": "example-names",
    "zone": "example-com",
}
SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
_GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/names/providers"
TRAFFIC_MANAGER: dict[str, Any] = {
    "provider": "traffic-manager",
    "domain": "example.com",
    "subscription": SUBSCRIPTION,
    "resource_group": "names",
    "zone": f"{_GROUP}/Microsoft.Network/dnsZones/example.com",
}
SECRETS: dict[str, Any] = {
    "secrets": {"prefix": "staging-"},
    "monitoring": {"grafana_admin": "grafana-admin"},
}
GKE: dict[str, Any] = {
    "cloud": "gke",
    "project": "example-staging",
    "admins": ["group:platform@example.com"],
    "node_pools": {"general": {}},
}
AKS: dict[str, Any] = {
    "cloud": "aks",
    "subscription": SUBSCRIPTION,
    "tenant": "00000000-0000-4000-8000-000000000002",
    "admins": ["00000000-0000-4000-8000-000000000003"],
    "node_pools": {"general": {}},
    "secrets_vault": f"{_GROUP}/Microsoft.KeyVault/vaults/example-secrets",
}


def eks(name: str, region: str, cidr: str, **changes: Any) -> dict[str, Any]:
    zone = {"domain": f"{name}.example.com", "zone": f"Z0123456789{name.upper()}"}
    return {**EKS, "region": region, "network": {"cidr": cidr}, "dns": zone, **changes}


def gke(name: str, region: str, second: int, **changes: Any) -> dict[str, Any]:
    blocks = {
        "nodes": f"10.{second}.0.0/20",
        "pods": f"10.{second + 64}.0.0/16",
        "services": f"10.{second}.64.0/20",
    }
    zone = {"domain": f"{name}.example.com", "zone": f"{name}-example-com"}
    return {**GKE, "region": region, "network": blocks, "dns": zone, **changes}


def aks(name: str, region: str, cidr: str, **changes: Any) -> dict[str, Any]:
    domain = f"{name}.example.com"
    zone = {"domain": domain, "zone": f"{_GROUP}/Microsoft.Network/dnsZones/{domain}"}
    return {**AKS, "region": region, "network": {"cidr": cidr}, "dns": zone, **changes}


ON_EKS = {
    "use1": eks("use1", "us-east-1", "10.40.0.0/16"),
    "usw2": eks("usw2", "us-west-2", "10.41.0.0/16"),
}
ON_GKE = {"use1": gke("use1", "us-east1", 40), "euw1": gke("euw1", "europe-west1", 41)}
ON_AKS = {
    "eus": aks("eus", "eastus", "10.50.0.0/20"),
    "wus": aks("wus", "westus2", "10.51.0.0/20"),
}


def world(*specs: dict[str, Any], clusters: dict[str, Any] | None = None, **sections: Any) -> Settings:
    """An application `app` on all the clusters of a stack. specs: its workloads, one with a route unless given. traffic and
    overrides are the application's; the rest are sections. Raises SettingsError."""
    own = specs or ({},)
    app = {
        "image": LEAST["image"],
        "host": HOST,
        "specs": [
            {"name": f"app{n or ''}", "namespace": "app", "route": ROUTE, "probes": PROBES, **one}
            for n, one in enumerate(own)
        ],
        "traffic": sections.pop("traffic", {}),
        **({"overrides": sections.pop("overrides")} if "overrides" in sections else {}),
    }
    config = {
        "clusters": clusters or ON_EKS,
        "platform": {**PLATFORM, **SECRETS, **sections.pop("platform", {})},
        "applications": {"app": app, **sections.pop("applications", {})},
        "global_dns": ROUTE53,
        **sections,
    }
    if config["global_dns"] is None:
        del config["global_dns"]
    return parse(copy.deepcopy(config), dict.fromkeys(config["applications"], Given))


def told(*specs: dict[str, Any], **sections: Any) -> list[str]:
    """The lines of what is wrong with such a stack."""
    with pytest.raises(SettingsError) as error:
        world(*specs, **sections)
    return [line.strip() for line in str(error.value).splitlines()[1:]]
