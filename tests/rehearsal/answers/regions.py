"""Real stacks over two regions of each cloud, as the program registers them: one application under one name."""

import copy
from functools import cache
from typing import Any

from rehearsal.program import program
from rehearsal.recorded import Recording
from rehearsal.recording import record
from rehearsal.stackfile import ROOT, read
from tests.whole import configured

_DNS = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/dns/providers/Microsoft.Network/dnsZones"
_ZONES: dict[str, dict[str, Any]] = {
    "route53": {"domain": "example.com", "zone": "Z0GLOBAL", "account": "123456789012"},
    "cloud-dns": {"domain": "example.com", "project": "example-staging", "zone": "example-com"},
    "traffic-manager": {
        "domain": "example.com",
        "zone": f"{_DNS}/example.com",
        "subscription": "00000000-0000-4000-8000-000000000001",
        "resource_group": "dns",
    },
}
# The stack file to begin with, and what its second cluster has for itself.
_SECOND: dict[str, tuple[str, dict[str, Any]]] = {
    "route53": ("Pulumi.staging.yaml", {"region": "us-west-2", "network": {"cidr": "10.21.0.0/16"}}),
    "cloud-dns": (
        "examples/Pulumi.gke.yaml",
        {
            "region": "us-east1",
            "network": {"nodes": "10.80.0.0/22", "pods": "10.81.0.0/16", "services": "10.80.16.0/20"},
        },
    ),
    "traffic-manager": (
        "examples/Pulumi.aks.yaml",
        {"region": "eastus2", "network": {"cidr": "10.71.0.0/20"}},
    ),
}


_MORE: dict[str, dict[str, Any]] = {
    "latency": {},
    "weighted": {"weights": {"one": 3, "two": 1}},
    "failover": {"primary": "two"},
}


def _zone(provider: str, cluster: str) -> dict[str, str]:
    """A cluster's own zone."""
    domain = f"{cluster}.example.com"
    ids = {"route53": f"Z0{cluster.upper()}", "cloud-dns": f"{cluster}-example-com"}
    return {"domain": domain, "zone": ids.get(provider, f"{_DNS}/{domain}")}


@cache
def over_two_regions(provider: str, policy: str = "latency") -> Recording:
    """The clusters one and two, on the provider's cloud, with orion on both. Recorded once in a process: do not change it."""
    file, second = _SECOND[provider]
    stack = read(ROOT / file)
    sections = {key.partition(":")[2]: copy.deepcopy(value) for key, value in stack.config.items()}
    (main,) = sections["clusters"].values()
    orion = {**sections["applications"]["orion"], "host": "orion.example.com"}
    config = configured(
        stack,
        clusters={
            "one": {**main, "dns": _zone(provider, "one")},
            "two": {**main, **second, "dns": _zone(provider, "two")},
        },
        global_dns={"provider": provider, **_ZONES[provider]},
        applications={"orion": {**orion, "traffic": {"policy": policy, **_MORE[policy]}}},
    )
    return record(program(), config, stack.name, stack.project)
