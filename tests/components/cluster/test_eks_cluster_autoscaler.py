"""The Cluster Autoscaler: its image, its permissions, its place."""

from typing import get_args

import pytest

from components.cluster.account import Account
from components.cluster.eks_cluster_autoscaler import controller_statements, values
from components.grants import Identity
from facts.charts import CLUSTER_AUTOSCALER_IMAGES
from settings.types import KubernetesVersion
from tests.components.cluster.deployments import NAME, NODES, deployed, needs
from tests.recorded import Recording

RELEASE = "kubernetes:helm.sh/v3:Release"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


@pytest.fixture(name="scaled", scope="module")
def _scaled() -> Recording:
    """A cluster whose managed groups are scaled."""
    return deployed(autoscaler="cluster-autoscaler")


@pytest.mark.parametrize("version", CLUSTER_AUTOSCALER_IMAGES)
def test_it_is_of_the_clusters_own_minor_version(version: str) -> None:
    check = get_args(KubernetesVersion)[-1].func

    assert check(version) == version
    assert CLUSTER_AUTOSCALER_IMAGES[version].startswith(f"v{version}.")
    assert values(version, NAME, "eu-west-1", Identity())["image"] == {
        "tag": CLUSTER_AUTOSCALER_IMAGES[version]
    }


def test_it_changes_the_groups_that_eks_tagged_as_the_clusters_own_and_no_others() -> None:
    change, *reads = controller_statements(Account("123456789012", "eu-west-1"), NAME)

    assert change["Action"] == [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    ]
    assert change["Condition"]["StringEquals"] == {
        "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
        f"aws:ResourceTag/k8s.io/cluster-autoscaler/{NAME}": "owned",
    }
    actions = [action.split(":")[1] for one in reads for action in one["Action"]]
    assert all(action.startswith(("Describe", "Get")) for action in actions)


def test_its_pod_is_restricted() -> None:
    chosen = values("1.35", NAME, "eu-west-1", Identity())

    assert chosen["securityContext"]["runAsNonRoot"] is True
    assert chosen["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert chosen["containerSecurityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_its_service_account_has_the_name_that_its_role_trusts(scaled: Recording) -> None:
    release = scaled.one(RELEASE).inputs
    association = scaled.one(ASSOCIATION).inputs

    assert release["namespace"] == association["namespace"] == "kube-system"
    assert release["values"]["rbac"]["serviceAccount"]["name"] == association["serviceAccount"]
    assert release["values"]["autoDiscovery"] == {"clusterName": NAME}


def test_it_names_its_role_where_pods_act_by_their_service_account() -> None:
    made = deployed(autoscaler="cluster-autoscaler", identity="irsa")
    role = made.one("aws:iam/role:Role", "main-cluster-autoscaler").outputs["arn"]

    account = made.one(RELEASE).inputs["values"]["rbac"]["serviceAccount"]
    assert account["annotations"] == {"eks.amazonaws.com/role-arn": role}


def test_it_goes_before_its_permissions_and_before_the_nodes(scaled: Recording) -> None:
    needed = needs(scaled, scaled.one(RELEASE))

    assert {
        f"{ASSOCIATION} main-cluster-autoscaler",
        "aws:iam/rolePolicy:RolePolicy main-cluster-autoscaler",
    } <= needed
    assert {f"{NODES} main-node-system", f"{NODES} main-node-general"} <= needed


def test_every_pool_is_a_managed_group_within_its_bounds() -> None:
    made = deployed(autoscaler="cluster-autoscaler", node_pools={"general": {"min": 1, "max": 7}})

    assert made.one(NODES).inputs["scalingConfig"] == {"minSize": 1, "maxSize": 7, "desiredSize": 1}
