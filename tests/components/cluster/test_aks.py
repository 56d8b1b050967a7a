"""An AKS cluster as a whole, and what comes out of it."""

import pytest

from components.cluster import create_cluster
from components.cluster.azure_roles import ACR_PULL
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS
from tests.recorded import deploy


def test_another_subscription_is_never_touched() -> None:
    provider = aks.made().one("pulumi:providers:azure-native").inputs

    assert provider["subscriptionId"] == aks.SUBSCRIPTION
    assert provider["tenantId"] == aks.TENANT
    assert provider["location"] == "westeurope"


def test_every_resource_is_made_through_the_clusters_own_providers() -> None:
    own = {"azure-native": "main-azure", "kubernetes": "main"}
    custom = [one for one in aks.made().resources if one.custom and not one.type.startswith("pulumi:")]

    assert {one.urn: one.cluster for one in custom} == {
        one.urn: own[one.type.split(":")[0]] for one in custom
    }


def test_every_name_begins_with_the_clusters() -> None:
    assert [one.name for one in aks.made().resources if not one.name.startswith("main")] == []


@pytest.mark.parametrize(
    "type_",
    [
        aks.CLUSTER,
        aks.KEY,
        aks.VAULT,
        "azure-native:network:VirtualNetwork",
        "azure-native:resources:ResourceGroup",
    ],
)
def test_what_cannot_be_made_again_is_protected_unless_the_settings_say_otherwise(type_: str) -> None:
    assert aks.made().one(type_).protect
    assert not aks.open_staging().one(type_).protect


def test_nodes_may_pull_from_the_registry_that_is_named_and_do_nothing_else() -> None:
    recording = aks.open_staging()
    kubelet = recording.one(aks.CLUSTER).outputs["identityProfile"]["kubeletidentity"]["objectId"]

    assert aks.roles(recording, kubelet) == {(ACR_PULL, aks.REGISTRY)}


def test_without_a_registry_nodes_may_do_nothing_at_all() -> None:
    recording = aks.made()
    kubelet = recording.one(aks.CLUSTER).outputs["identityProfile"]["kubeletidentity"]["objectId"]

    assert aks.roles(recording, kubelet) == set()


def test_what_comes_out_says_how_to_reach_the_cluster_and_nothing_secret() -> None:
    outputs = aks.made().one("groundwork:cluster:Aks").outputs

    assert sorted(outputs) == [
        "endpoint", "id", "kubeconfig_command", "name", "outbound_address", "region", "resource_group",
    ]  # fmt: skip
    assert outputs["kubeconfig_command"] == (
        f"az aks get-credentials --name {aks.NAME} --resource-group {outputs['resource_group']} "
        f"--subscription {aks.SUBSCRIPTION}"
    )
    assert ".privatelink." in outputs["endpoint"]


def test_a_first_preview_registers_exactly_what_up_does() -> None:
    previewed = aks.deployed(preview=True)

    assert sorted(one.urn for one in previewed.resources) == sorted(one.urn for one in aks.made().resources)


def test_two_clusters_live_beside_each_other_in_one_stack() -> None:
    def both() -> None:
        create_cluster("main", aks.settings())
        create_cluster("second", aks.settings(region="northeurope", network={"cidr": "10.71.0.0/20"}))

    recording = deploy(both, NO_DEFAULT_PROVIDERS, stack="staging")

    names = sorted(one.outputs["name"] for one in recording.of(aks.CLUSTER))
    assert names == [aks.NAME, "groundwork-staging-second"]
