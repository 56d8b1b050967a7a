"""Karpenter: its nodes, its bounds, and what goes before what."""

import pytest

from components.cluster.eks_karpenter import values
from tests.components.cluster.deployments import CLUSTER, NAME, NODES, deployed, needs
from tests.recorded import Recording

RELEASE = "kubernetes:helm.sh/v3:Release"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool"
PROVIDER = "pulumi:providers:kubernetes"


def test_the_controller_is_there_twice_and_knows_its_cluster_and_queue() -> None:
    chosen = values(NAME, "https://api.example.com", "queue")

    assert chosen["replicas"] == 2
    assert chosen["serviceAccount"]["name"] == "karpenter"
    assert chosen["settings"]["clusterName"] == NAME
    assert chosen["settings"]["interruptionQueue"] == "queue"
    assert chosen["controller"]["resources"]["limits"] == {"memory": "1Gi"}


def test_every_pool_but_system_is_karpenters(made: Recording) -> None:
    assert [one.name for one in made.of(NODES)] == ["main-node-system"]
    assert [one.name for one in made.of(NODE_POOL)] == ["main-node-pool-general"]
    assert [one.name for one in made.of(NODE_CLASS)] == ["main-node-class-general"]


def test_its_nodes_are_in_the_private_subnets_and_in_the_clusters_own_security_group(made: Recording) -> None:
    spec = made.one(NODE_CLASS).inputs["spec"]
    (wanted,) = [term["tags"].items() for term in spec["subnetSelectorTerms"]]
    found = [one.name for one in made.of("aws:ec2/subnet:Subnet") if wanted <= one.inputs["tags"].items()]

    assert found == [f"main-private-eu-west-1{zone}" for zone in "abc"]
    assert spec["securityGroupSelectorTerms"] == [
        {"id": made.one(CLUSTER).outputs["vpcConfig"]["clusterSecurityGroupId"]}
    ]


def test_its_nodes_have_the_role_of_the_others_and_so_their_access_entry(made: Recording) -> None:
    profile = made.one("aws:iam/instanceProfile:InstanceProfile")

    assert profile.inputs["role"] == made.one("aws:iam/role:Role", "main-node").outputs["name"]
    assert made.one(NODE_CLASS).inputs["spec"]["instanceProfile"] == profile.outputs["name"]


def test_the_kinds_come_from_the_chart_that_upgrades_them_and_survive_an_uninstall(made: Recording) -> None:
    kinds, controller = made.one(RELEASE, "main-karpenter-crd"), made.one(RELEASE, "main-karpenter")

    assert kinds.inputs["values"]["additionalAnnotations"] == {"helm.sh/resource-policy": "keep"}
    assert controller.inputs["skipCrds"] is True
    assert f"{RELEASE} main-karpenter-crd" in needs(made, controller)


def test_node_pools_go_before_karpenter_before_its_nodes_its_queue_and_its_permissions(
    made: Recording,
) -> None:
    pool, controller = made.one(NODE_POOL), made.one(RELEASE, "main-karpenter")

    assert {f"{NODE_CLASS} main-node-class-general", f"{RELEASE} main-karpenter"} <= needs(made, pool)
    assert {
        f"{NODES} main-node-system",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation main-karpenter",
        "aws:iam/rolePolicy:RolePolicy main-karpenter",
        "aws:sqs/queuePolicy:QueuePolicy main-karpenter-interruptions",
        "aws:cloudwatch/eventTarget:EventTarget main-karpenter-interruptions-spot",
        "aws:iam/instanceProfile:InstanceProfile main-karpenter-node",
    } <= needs(made, controller)


def test_whatever_runs_on_the_cluster_goes_before_the_nodes_that_it_may_run_on(made: Recording) -> None:
    inside = made.one("kubernetes:storage.k8s.io/v1:StorageClass")

    assert f"{NODE_POOL} main-node-pool-general" in needs(made, inside)


def test_a_node_pool_is_given_the_time_that_its_nodes_need_to_drain(made: Recording) -> None:
    assert made.one(NODE_POOL).custom_timeouts["delete"] == "45m"


def test_both_providers_are_of_the_same_cluster(made: Recording) -> None:
    first, second = made.of(PROVIDER)

    assert first.name == second.name == "main"
    assert first.inputs == second.inputs


def test_without_a_pool_of_its_own_karpenter_waits_for_one() -> None:
    made = deployed(node_pools={"system": {"min": 2}})

    assert made.of(NODE_POOL) == []
    assert f"{RELEASE} main-karpenter" in needs(made, made.one("kubernetes:storage.k8s.io/v1:StorageClass"))


@pytest.mark.parametrize("other", ["cluster-autoscaler", "none"])
def test_there_is_nothing_of_it_where_another_scales(other: str) -> None:
    made = deployed(autoscaler=other)

    assert [one.name for one in made.resources if "karpenter" in one.name] == []
    assert len(made.of(PROVIDER)) == 1
    assert [one.name for one in made.of(NODES)] == ["main-node-system", "main-node-general"]
