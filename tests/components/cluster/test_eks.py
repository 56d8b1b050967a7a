"""An EKS cluster as a whole, and what comes out of it."""

import pytest

from components.cluster import create_cluster
from tests.components.cluster.deployments import (
    CLUSTER,
    NAME,
    NO_DEFAULT_PROVIDERS,
    previewed,
    settings,
)
from tests.recorded import Recording, deploy


@pytest.mark.parametrize("type_", [CLUSTER, "aws:ec2/vpc:Vpc", "aws:kms/key:Key"])
def test_what_cannot_be_made_again_is_protected_unless_the_settings_say_otherwise(
    type_: str, made: Recording, open_staging: Recording
) -> None:
    assert made.one(type_).protect
    assert not open_staging.one(type_).protect


def test_credentials_of_another_account_are_refused(made: Recording) -> None:
    provider = made.one("pulumi:providers:aws").inputs

    assert provider["allowedAccountIds"] == '["123456789012"]'
    assert provider["region"] == "eu-west-1"


def test_every_aws_resource_carries_the_clusters_tags(made: Recording) -> None:
    tags = made.one(CLUSTER).outputs["tagsAll"]

    assert tags == {"groundwork/stack": "staging", "groundwork/cluster": "main", "managed-by": "pulumi"}


def test_every_resource_is_made_through_the_clusters_own_providers(made: Recording) -> None:
    own = {"aws": "main-aws", "kubernetes": "main"}
    custom = [one for one in made.resources if one.custom and not one.type.startswith("pulumi:")]

    assert {one.name: one.cluster for one in custom} == {
        one.name: own[one.type.split(":")[0]] for one in custom
    }


def test_every_name_begins_with_the_clusters(made: Recording) -> None:
    assert [one.name for one in made.resources if not one.name.startswith("main")] == []


def test_what_comes_out_says_how_to_reach_the_cluster_and_nothing_secret(made: Recording) -> None:
    component = made.one("groundwork:cluster:Eks")

    assert sorted(component.outputs) == ["arn", "endpoint", "kubeconfig_command", "name", "region", "vpc_id"]
    assert (
        component.outputs["kubeconfig_command"]
        == f"aws eks update-kubeconfig --name {NAME} --region eu-west-1"
    )


def test_a_first_preview_registers_exactly_what_up_does(made: Recording) -> None:
    assert sorted(one.urn for one in previewed().resources) == sorted(one.urn for one in made.resources)


def test_two_clusters_live_beside_each_other_in_one_stack() -> None:
    def both() -> None:
        create_cluster("main", settings())
        create_cluster("second", settings(region="us-east-1", network={"cidr": "10.40.0.0/16"}))

    recording = deploy(both, NO_DEFAULT_PROVIDERS, stack="staging")

    assert sorted(one.inputs["name"] for one in recording.of(CLUSTER)) == [NAME, "groundwork-staging-second"]
