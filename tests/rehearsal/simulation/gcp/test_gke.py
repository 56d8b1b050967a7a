"""GKE clusters."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.gcp.cloud import CLUSTER, POOL, Cloud


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "Main"}, "Must be a match of regex"),
        ({"name": "m" * 41}, "Must be a match of regex"),
        ({"releaseChannel": None}, "A new cluster needs a release channel: RAPID, REGULAR, STABLE, EXTENDED"),
        ({"releaseChannel": {"channel": "WEEKLY"}}, "Expected one of RAPID, REGULAR"),
        ({"minMasterVersion": "1.31"}, "No valid versions with the prefix '1.31' found"),
        ({"location": "europe-west5"}, "No such region or zone"),
        ({"nodeLocations": ["us-east1-b"]}, "Not a zone of europe-west4, which has europe-west4-a"),
        ({"privateClusterConfig": {"masterIpv4CidrBlock": "10.0.0.0/24"}}, "Must be a /28"),
        (
            {"masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": "203.0.113.1/24"}]}},
            "CIDR address range",
        ),
        (
            {
                "controlPlaneEndpointsConfig": {
                    "dnsEndpointConfig": {"allowExternalTraffic": False},
                    "ipEndpointsConfig": {"enabled": False},
                }
            },
            "Neither the DNS endpoint nor the IP endpoints are on",
        ),
        (
            {"workloadIdentityConfig": {"workloadPool": "other.svc.id.goog"}},
            "Must be example-project.svc.id.goog",
        ),
        ({"datapathProvider": "EBPF"}, "Expected one of LEGACY_DATAPATH"),
        ({"datapathProvider": "ADVANCED_DATAPATH", "networkPolicy": {"enabled": True}}, "leave it out"),
        ({"databaseEncryption": {"state": "ENCRYPTED"}}, "Encryption needs a key"),
        (
            {"loggingConfig": {"enableComponents": ["KUBELET"]}},
            "Expected one of SYSTEM_COMPONENTS, APISERVER",
        ),
        (
            {"authenticatorGroupsConfig": {"securityGroup": "admins@example.com"}},
            "Must be gke-security-groups@DOMAIN",
        ),
        ({"dnsConfig": {"clusterDns": "BIND"}}, "Expected one of PROVIDER_UNSPECIFIED"),
    ],
)
def test_a_cluster_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(CLUSTER, **cloud.sound(**inputs))


def test_more_than_a_hundred_networks_cannot_be_authorized(cloud: Cloud) -> None:
    blocks = [{"cidrBlock": f"203.0.113.{number}/32"} for number in range(101)]

    assert "At most 100 authorized networks" in cloud.refusal(
        CLUSTER, **cloud.sound(masterAuthorizedNetworksConfig={"cidrBlocks": blocks})
    )


def test_a_cluster_has_a_name_an_authority_and_an_address_inside_its_network(cloud: Cloud) -> None:
    made = cloud.cluster(privateClusterConfig={"enablePrivateEndpoint": True})

    assert made["id"] == "projects/example-project/locations/europe-west4/clusters/main"
    assert made["masterVersion"].startswith("1.35.")
    assert made["masterAuth"]["clusterCaCertificate"]
    assert made["endpoint"] == made["privateClusterConfig"]["privateEndpoint"] == "10.60.0.2"
    assert made["privateClusterConfig"]["publicEndpoint"] == ""
    assert made["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]["endpoint"].endswith(
        ".europe-west4.gke.goog"
    )


def test_a_cluster_goes_up_one_minor_version_at_a_time_and_never_down(cloud: Cloud) -> None:
    inputs = cloud.sound(minMasterVersion="1.34")
    made = cloud.create(CLUSTER, **inputs)

    assert cloud.update(CLUSTER, made, **{**inputs, "minMasterVersion": "1.35"})
    with pytest.raises(
        Refused, match=r"cannot be upgraded from 1\.34 to 1\.36: one minor version up at a time"
    ):
        cloud.update(CLUSTER, made, **{**inputs, "minMasterVersion": "1.36"})


def test_a_protected_cluster_stays_until_an_update_lets_it_go(cloud: Cloud) -> None:
    inputs = cloud.sound(deletionProtection=True)
    made = cloud.create(CLUSTER, **inputs)

    with pytest.raises(Refused, match="because deletionProtection is set to true"):
        cloud.delete(CLUSTER, made)
    open_ = cloud.update(CLUSTER, made, **{**inputs, "deletionProtection": False})
    cloud.delete(CLUSTER, open_)


def test_a_cluster_is_protected_unless_somebody_says_otherwise(cloud: Cloud) -> None:
    assert cloud.cluster(deletionProtection=None)["deletionProtection"] is not False


def test_a_cluster_with_pools_stays(cloud: Cloud) -> None:
    made = cloud.cluster()
    cloud.create(POOL, name="general", cluster="main", location="europe-west4")

    with pytest.raises(Refused, match="is running an operation on"):
        cloud.delete(CLUSTER, made)
