"""A GKE cluster as a whole, and what comes out of it."""

import pulumi
import pytest

from components.cluster import create_cluster
from components.cluster.gke import physical_name
from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import (
    CLUSTER,
    NAME,
    NO_DEFAULT_PROVIDERS,
    POOL,
    deployed,
    made,
    open_staging,
    plane,
    settings,
)
from tests.recorded import deploy

SERVICE = "gcp:projects/service:Service"


@pytest.mark.parametrize(
    "type_",
    [
        CLUSTER,
        "gcp:compute/network:Network",
        "gcp:compute/subnetwork:Subnetwork",
        "gcp:kms/cryptoKey:CryptoKey",
    ],
)
def test_what_cannot_be_made_again_is_protected_unless_the_settings_say_otherwise(type_: str) -> None:
    assert made().one(type_).protect
    assert not open_staging().one(type_).protect


def test_google_itself_refuses_the_deletion_of_a_protected_cluster() -> None:
    assert plane(made())["deletionProtection"] is True
    assert plane(open_staging())["deletionProtection"] is False


def test_every_api_that_a_new_project_has_off_is_on_before_anything_else_and_stays_on() -> None:
    services = made().of(SERVICE)
    custom = [
        one for one in made().resources if one.custom and one.type.startswith("gcp:") and one.type != SERVICE
    ]

    assert {one.inputs["disableOnDestroy"] for one in services} == {False}
    for one in custom:
        assert {f"{SERVICE} {service.name}" for service in services} <= needs(made(), one), one.name


def test_every_resource_is_made_through_the_clusters_own_providers() -> None:
    own = {"gcp": "main-gcp", "kubernetes": "main"}
    custom = [one for one in made().resources if one.custom and not one.type.startswith("pulumi:")]

    assert {one.name: one.cluster for one in custom} == {
        one.name: own[one.type.split(":")[0]] for one in custom
    }


def test_every_name_begins_with_the_clusters() -> None:
    assert [one.name for one in made().resources if not one.name.startswith("main")] == []


def test_everything_carries_the_clusters_labels() -> None:
    labels = {"groundwork-stack": "staging", "groundwork-cluster": "main", "managed-by": "pulumi"}

    assert plane(made())["resourceLabels"] == labels
    assert made().one(POOL).inputs["nodeConfig"]["resourceLabels"] == labels
    assert made().one("pulumi:providers:gcp").inputs["defaultLabels"] == (
        '{"groundwork-stack": "staging", "groundwork-cluster": "main", "managed-by": "pulumi"}'
    )


def test_what_comes_out_says_how_to_reach_the_cluster_and_nothing_secret() -> None:
    outputs = made().one("groundwork:cluster:Gke").outputs

    assert sorted(outputs) == ["endpoint", "id", "kubeconfig_command", "name", "project", "region", "vpc_id"]
    assert outputs["kubeconfig_command"] == (
        f"gcloud container clusters get-credentials {NAME} --region europe-west4 --project example-staging --dns-endpoint"
    )


def test_a_first_preview_registers_exactly_what_up_does() -> None:
    assert sorted(one.urn for one in deployed(preview=True).resources) == sorted(
        one.urn for one in made().resources
    )


def test_two_clusters_live_beside_each_other_in_one_stack_and_one_project() -> None:
    def both() -> None:
        create_cluster("main", settings())
        other = {"nodes": "10.70.0.0/22", "pods": "10.80.0.0/16", "services": "10.70.16.0/20"}
        create_cluster("second", settings(region="us-east1", network=other))

    recording = deploy(both, NO_DEFAULT_PROVIDERS, stack="staging")

    assert sorted(one.inputs["name"] for one in recording.of(CLUSTER)) == [NAME, "groundwork-staging-second"]


def test_a_stacks_name_becomes_one_that_google_takes() -> None:
    assert physical_name("V1.2_x", "main") == "groundwork-v1-2-x-main"


def test_a_name_beyond_what_gke_takes_is_refused_with_its_length() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        physical_name("s" * 20, "c" * 20)

    assert str(refused.value).startswith(
        "expected a cluster name of at most 40 characters on Google Cloud, got"
    )
    assert str(refused.value).endswith("which has 52: shorten the cluster's or the stack's name")
