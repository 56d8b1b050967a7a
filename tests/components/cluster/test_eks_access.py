"""How the program reaches a cluster's API."""

import json

from components.cluster.connection import kubeconfig
from components.cluster.eks_access import plugin
from components.cluster.eks_traits import traits
from tests.components.cluster.deployments import CLUSTER, DEPLOYER, NODES, deployed, needs
from tests.recorded import Recorded, Recording

CONFIG = kubeconfig(
    "groundwork-staging-main",
    "https://api.example.com",
    "Q0E=",
    plugin("groundwork-staging-main", "eu-west-1"),
)


def test_a_token_is_asked_for_at_the_moment_of_use() -> None:
    command = CONFIG["users"][0]["user"]["exec"]

    assert command["apiVersion"] == "client.authentication.k8s.io/v1"
    assert command["command"] == "aws"
    assert command["args"] == [
        "--region",
        "eu-west-1",
        "eks",
        "get-token",
        "--cluster-name",
        "groundwork-staging-main",
    ]
    assert command["interactiveMode"] == "Never"


def test_the_kubeconfig_holds_no_credential() -> None:
    assert list(CONFIG["users"][0]["user"]) == ["exec"]
    assert not [
        word
        for word in ("token:", "password", "client-key", "client-certificate")
        if word in json.dumps(CONFIG)
    ]


def test_the_current_context_leads_to_the_cluster() -> None:
    (context,) = CONFIG["contexts"]
    (cluster,) = CONFIG["clusters"]
    (user,) = CONFIG["users"]

    assert CONFIG["current-context"] == context["name"]
    assert context["context"] == {"cluster": cluster["name"], "user": user["name"]}
    assert cluster["cluster"] == {"server": "https://api.example.com", "certificate-authority-data": "Q0E="}


STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"


def inside(made: Recording) -> Recorded:
    """The provider that everything on the cluster goes through."""
    return made.by_urn()[made.one(STORAGE_CLASS).provider]


def test_each_administrator_is_admitted_by_access_entry_to_the_whole_cluster() -> None:
    admins = [
        DEPLOYER,
        "arn:aws:iam::123456789012:user/ops/anna",
        "arn:aws:iam::210987654321:role/groundwork-deploy",
    ]
    recording = deployed(admins=admins)

    associations = recording.of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")

    assert [one.inputs["principalArn"] for one in recording.of("aws:eks/accessEntry:AccessEntry")] == admins
    assert {one.inputs["policyArn"] for one in associations} == {
        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    }
    assert [one.inputs["accessScope"] for one in associations] == [{"type": "cluster"}] * 3


def test_the_provider_waits_for_nodes_add_ons_and_access(made: Recording) -> None:
    needed = needs(made, inside(made))
    waited_for = (NODES, "aws:eks/addon:Addon", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation")

    assert not {f"{type_} {one.name}" for type_ in waited_for for one in made.of(type_)} - needed


def test_the_provider_is_named_after_its_cluster_and_knows_it_by_its_arn(made: Recording) -> None:
    provider = inside(made)

    assert provider.name == "main"
    assert provider.inputs["clusterIdentifier"] == made.one(CLUSTER).outputs["arn"]
    assert provider.inputs["enableServerSideApply"] == "true"


def test_the_provider_reaches_the_clusters_endpoint_and_holds_no_token(made: Recording) -> None:
    config = json.loads(inside(made).inputs["kubeconfig"])

    assert config["clusters"][0]["cluster"]["server"] == made.one(CLUSTER).outputs["endpoint"]
    assert list(config["users"][0]["user"]) == ["exec"]


def test_the_default_storage_class_makes_encrypted_volumes_where_their_pod_runs(made: Recording) -> None:
    storage = made.one(STORAGE_CLASS).inputs

    assert storage["metadata"]["name"] == "gp3"
    assert storage["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
    assert storage["provisioner"] == "ebs.csi.aws.com"
    assert storage["parameters"] == {"type": "gp3", "encrypted": "true"}
    assert storage["volumeBindingMode"] == "WaitForFirstConsumer"
    assert storage["allowVolumeExpansion"] is True


def test_the_trait_names_the_storage_class_that_is_made(made: Recording) -> None:
    assert made.one(STORAGE_CLASS).inputs["metadata"]["name"] == traits("eu-west-1", {}).storage_class
