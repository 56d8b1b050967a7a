"""What a cluster needs before it can be made."""

from typing import Any

import pytest

from rehearsal.simulation.azure.aks_prerequisites import dns_problem
from tests.rehearsal.simulation.azure.cloud import CLUSTER, ROLE, SUBNET, Cloud


def refusal(cloud: Cloud, **changes: Any) -> str:
    return cloud.refusal(CLUSTER, **{**cloud.sound_cluster(), **changes})


def test_an_identity_that_is_not_there_is_refused(cloud: Cloud) -> None:
    answer = refusal(cloud, identity={"type": "UserAssigned", "userAssignedIdentities": ["/a"]})

    assert answer == "ReferencedResourceNotProvisioned: the identity /a does not exist"


def test_without_its_role_on_the_subnet_a_cluster_cannot_join_nodes(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    (first, _) = cloud.world.of(ROLE, cloud.provider["subscriptionId"])
    cloud.delete(ROLE, {"id": first.id})

    answer = cloud.refusal(CLUSTER, **inputs)

    assert answer.startswith(
        "LinkedAuthorizationFailed: the cluster's identity has no permission for Microsoft.Network/"
    )


def test_without_its_role_on_the_key_a_cluster_cannot_encrypt(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    (_, second) = cloud.world.of(ROLE, cloud.provider["subscriptionId"])
    cloud.delete(ROLE, {"id": second.id})

    assert cloud.refusal(CLUSTER, **inputs).startswith(
        "AzureKeyVaultKmsPermissionDenied: the cluster's identity"
    )


def test_a_key_that_is_not_there_is_refused(cloud: Cloud) -> None:
    answer = refusal(cloud, securityProfile={"azureKeyVaultKms": {"enabled": True, "keyId": "https://a"}})

    assert (
        answer
        == "InvalidParameter: securityProfile.azureKeyVaultKms.keyId: the key 'https://a' does not exist"
    )


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (
            {"serviceCidr": "10.0.0.0/24"},
            "ServiceCidrOverlapExistingSubnetsCidr: networkProfile.serviceCidr 10.0.0.0/24",
        ),
        (
            {"podCidr": "10.0.0.0/14"},
            "PodCidrOverlapExistingSubnetsCidr: networkProfile.podCidr 10.0.0.0/14 overlaps",
        ),
    ],
)
def test_addresses_are_apart_from_the_networks(cloud: Cloud, profile: dict[str, str], reason: str) -> None:
    assert refusal(cloud, networkProfile=profile).startswith(reason)


def test_a_way_out_by_nat_gateway_needs_one(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    subnet = cloud.subnet("10.0.128.0/24")
    (pool,) = inputs["agentPoolProfiles"]

    answer = cloud.refusal(
        CLUSTER, **{**inputs, "agentPoolProfiles": [{**pool, "vnetSubnetID": subnet["id"]}]}
    )

    assert answer.startswith("InvalidParameter: outboundType is userAssignedNATGateway, but ")


def test_a_subnet_that_is_not_there_is_refused(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    (pool,) = inputs["agentPoolProfiles"]

    answer = cloud.refusal(CLUSTER, **{**inputs, "agentPoolProfiles": [{**pool, "vnetSubnetID": "/a"}]})

    assert answer == "ReferencedResourceNotProvisioned: the subnet /a does not exist"
    assert cloud.world.of(SUBNET, cloud.provider["subscriptionId"])


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("172.20.0.10", ""),
        ("172.20.0.1", "172.20.0.1 is the first address of 172.20.0.0/16, which is the API server's"),
        ("10.0.0.10", "10.0.0.10 is not within 172.20.0.0/16"),
        ("ten", "'ten' is no IPv4 address"),
    ],
)
def test_the_clusters_dns_has_an_address_among_its_services(address: str, problem: str) -> None:
    assert dns_problem({"serviceCidr": "172.20.0.0/16", "dnsServiceIP": address}) == problem
