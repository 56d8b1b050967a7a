"""Managed clusters."""

import base64
import json
from typing import Any

import pytest

from rehearsal.simulation.azure import INVOKES
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import CLUSTER, Cloud

WINDOW = "azure-native:containerservice:MaintenanceConfiguration"
LIST = "azure-native:containerservice:listManagedClusterUserCredentials"


def test_a_cluster_that_has_what_it_needs_runs(cloud: Cloud) -> None:
    made = cloud.create(CLUSTER, **cloud.sound_cluster())

    assert made["fqdn"].endswith(".hcp.westeurope.azmk8s.io")
    assert made["oidcIssuerProfile"]["issuerURL"].startswith("https://westeurope.oic.prod-aks.azure.com/")
    assert made["currentKubernetesVersion"] == "1.35.1"


def test_a_private_cluster_is_found_inside_only(cloud: Cloud) -> None:
    private = {"apiServerAccessProfile": {"enablePrivateCluster": True}}

    made = cloud.create(CLUSTER, **cloud.sound_cluster(), **private)

    assert made["fqdn"] == ""
    assert made["privateFQDN"].endswith(".privatelink.westeurope.azmk8s.io")


def test_kubernetes_goes_up_one_version_at_a_time(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    made = cloud.create(CLUSTER, **{**inputs, "kubernetesVersion": "1.34"})

    with pytest.raises(Refused) as refused:
        cloud.update(CLUSTER, made, **{**inputs, "kubernetesVersion": "1.36"})

    assert str(refused.value) == (
        "OperationNotAllowed: a cluster cannot go from Kubernetes 1.34 to 1.36; the next is one minor version up"
    )


def test_what_is_settled_when_a_cluster_is_made_cannot_change(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    made = cloud.create(CLUSTER, **inputs)
    profile = {**inputs["networkProfile"], "serviceCidr": "172.21.0.0/16", "dnsServiceIP": "172.21.0.10"}

    with pytest.raises(
        Refused, match=r"networkProfile\.serviceCidr was '172\.20\.0\.0/16' and cannot become"
    ):
        cloud.update(CLUSTER, made, **{**inputs, "networkProfile": profile})


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ({"durationHours": 3}, "InvalidParameter: 3 is not within 4 to 24"),
        ({"startTime": "25:00"}, "InvalidParameter: '25:00' is not HH:MM"),
        (
            {"schedule": {"weekly": {"dayOfWeek": "Someday"}}},
            "InvalidParameter: 'Someday' is not one of Monday",
        ),
    ],
)
def test_a_window_that_aks_would_not_take_is_refused(
    cloud: Cloud, window: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(WINDOW, resourceGroupName="main", resourceName="a", maintenanceWindow=window)

    assert failure.reason.startswith(reason)


def test_a_window_has_a_name_that_aks_looks_for(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(WINDOW, resourceGroupName="main", resourceName="a", configName="weekly")

    assert failure.reason.startswith(
        "InvalidResourceName: 'weekly' is not default, aksManagedAutoUpgradeSchedule"
    )


def test_a_users_kubeconfig_has_the_authority_and_no_token(cloud: Cloud) -> None:
    cloud.create(CLUSTER, **cloud.sound_cluster())

    answer = INVOKES[LIST](cloud.call(LIST, {"resourceGroupName": "main", "resourceName": "cluster"}))

    (listed,) = answer["kubeconfigs"]
    config = json.loads(base64.b64decode(listed["value"]))
    assert "users" not in config
    (cluster,) = config["clusters"]
    assert base64.b64decode(cluster["cluster"]["certificate-authority-data"]).startswith(
        b"-----BEGIN CERTIFICATE"
    )


def test_a_cluster_that_is_not_there_has_no_kubeconfig(cloud: Cloud) -> None:
    with pytest.raises(Refused) as refused:
        INVOKES[LIST](cloud.call(LIST, {"resourceGroupName": "main", "resourceName": "cluster"}))

    assert (
        str(refused.value) == "ResourceNotFound: there is no cluster 'cluster' in the resource group 'main'"
    )
