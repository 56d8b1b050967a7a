"""Who reaches the API of a GKE cluster."""

import json
from typing import Any

from tests.components.cluster.gke_deployments import (
    CLUSTER,
    PROVIDER,
    deployed,
    made,
    open_staging,
    plane,
)
from tests.recorded import Recording


def server(recording: Recording) -> Any:
    config = json.loads(recording.one(PROVIDER).inputs["kubeconfig"])
    return config["clusters"][0]["cluster"]


def test_nodes_have_no_public_addresses() -> None:
    assert plane(made())["privateClusterConfig"]["enablePrivateNodes"] is True


def test_the_api_has_no_public_address_unless_somebody_is_allowed_in() -> None:
    assert plane(made())["privateClusterConfig"]["enablePrivateEndpoint"] is True
    assert plane(made())["masterAuthorizedNetworksConfig"] == {
        "cidrBlocks": [],
        "gcpPublicCidrsAccessEnabled": False,
    }


def test_a_public_address_is_for_the_listed_blocks_only_and_not_for_everybody_at_google() -> None:
    assert plane(open_staging())["privateClusterConfig"]["enablePrivateEndpoint"] is False
    assert plane(open_staging())["masterAuthorizedNetworksConfig"] == {
        "cidrBlocks": [{"cidrBlock": "203.0.113.0/24", "displayName": "allowed-0"}],
        "gcpPublicCidrsAccessEnabled": False,
    }


def test_by_name_only_googles_own_credentials_get_through() -> None:
    by_name = plane(made())["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]

    assert by_name == {
        "allowExternalTraffic": True,
        "enableK8sCertsViaDns": False,
        "enableK8sTokensViaDns": False,
    }


def test_the_name_can_be_switched_off() -> None:
    assert (
        plane(open_staging())["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]["allowExternalTraffic"]
        is False
    )


def test_the_program_uses_the_name_whose_certificate_everybody_trusts() -> None:
    ways = made().one(CLUSTER).outputs["controlPlaneEndpointsConfig"]

    assert server(made()) == {"server": f"https://{ways['dnsEndpointConfig']['endpoint']}"}


def test_or_the_public_address_with_the_clusters_own_authority() -> None:
    outputs = open_staging().one(CLUSTER).outputs

    assert server(open_staging()) == {
        "server": f"https://{outputs['privateClusterConfig']['publicEndpoint']}",
        "certificate-authority-data": outputs["masterAuth"]["clusterCaCertificate"],
    }


def test_or_the_private_one_and_then_a_person_is_told_so() -> None:
    recording = deployed(api={"dns": False})
    private = recording.one(CLUSTER).outputs["privateClusterConfig"]["privateEndpoint"]

    assert server(recording)["server"] == f"https://{private}"
    assert recording.one("groundwork:cluster:Gke").outputs["kubeconfig_command"].endswith(" --internal-ip")
