"""What is wrong with a managed cluster, whatever is around it."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import CLUSTER, SYSTEM, Cloud


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (
            {"kubernetesVersion": "1.20"},
            "K8sVersionNotSupported: Kubernetes '1.20' is not supported; there are 1.33",
        ),
        ({"sku": {"tier": "Gold"}}, "InvalidParameter: 'Gold' is not one of Free, Standard, Premium"),
        ({"dnsPrefix": "a-"}, "InvalidParameter: 'a-' is not 1 to 54 characters"),
        ({"nodeResourceGroup": "a" * 81}, "InvalidParameter: 'aaa"),
        ({"resourceName": "a" * 64}, "InvalidResourceName: 'aaa"),
        (
            {"networkProfile": {"podCidr": "10.0.0.1/16"}},
            "InvalidParameter: '10.0.0.1/16' is not an IPv4 CIDR block",
        ),
        (
            {"networkProfile": {"podCidr": "172.30.0.0/16"}},
            "InvalidParameter: 172.30.0.0/16 overlaps 172.30.0.0/16",
        ),
        (
            {"networkProfile": {"podCidr": "10.0.0.0/8", "serviceCidr": "10.1.0.0/16"}},
            "PodCidrOverlapServiceCidr: podCidr 10.0.0.0/8 overlaps serviceCidr 10.1.0.0/16",
        ),
        (
            {"networkProfile": {"serviceCidr": "10.1.0.0/16", "dnsServiceIP": "10.2.0.10"}},
            "DnsServiceIpOutOfServiceCidr: 10.2.0.10 is not within 10.1.0.0/16",
        ),
        (
            {"networkProfile": {"networkDataplane": "cilium", "networkPolicy": "calico"}},
            "InvalidParameter: the Cilium dataplane enforces cilium or none",
        ),
        (
            {"networkProfile": {"networkDataplane": "cilium", "networkPlugin": "kubenet"}},
            "InvalidParameter: the Cilium dataplane needs the plugin azure",
        ),
        (
            {
                "apiServerAccessProfile": {
                    "enablePrivateCluster": True,
                    "authorizedIPRanges": ["192.0.2.0/24"],
                }
            },
            "InvalidParameter: a private cluster has no authorised IP ranges",
        ),
        (
            {"apiServerAccessProfile": {"authorizedIPRanges": ["192.0.2.0/24"] * 201}},
            "InvalidParameter: 201 ranges, at most 200 are allowed",
        ),
        ({"aadProfile": {"tenantID": "us", "managed": True}}, "InvalidParameter: 'us' is not a GUID"),
        ({"aadProfile": {"enableAzureRBAC": True}}, "InvalidParameter: Azure RBAC needs aadProfile.managed"),
        (
            {"disableLocalAccounts": True},
            "InvalidParameter: without local accounts the cluster needs aadProfile",
        ),
        (
            {"securityProfile": {"workloadIdentity": {"enabled": True}}},
            "InvalidParameter: workload identity needs oidcIssuerProfile.enabled",
        ),
        (
            {"agentPoolProfiles": [{**SYSTEM, "mode": "User"}]},
            "InvalidParameter: at least one pool must have the mode System",
        ),
        (
            {"autoUpgradeProfile": {"upgradeChannel": "always"}},
            "InvalidParameter: 'always' is not one of rapid",
        ),
    ],
)
def test_a_cluster_that_aks_would_not_take_is_refused(
    cloud: Cloud, inputs: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(CLUSTER, resourceGroupName="main", **inputs)

    assert failure.reason.startswith(reason)
