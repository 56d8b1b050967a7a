"""EKS Pod Identity: who may act as a role, and what comes before the pod that does."""

from components.cluster.pod_identity import AGENT, trust
from components.grants import ReadSecrets
from tests.components.cluster.deployments import NAME, NODES, Seen, deployed, identity, needs, policy
from tests.recorded import Recording

ROLE = "aws:iam/role:Role"
ADDON = "aws:eks/addon:Addon"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ARN = f"arn:aws:eks:eu-west-1:123456789012:cluster/{NAME}"


def used() -> Recording:
    return identity([ReadSecrets("staging/")])


def test_exactly_one_service_account_of_one_cluster_may_act_as_the_role() -> None:
    statement = trust(ARN, "spoke", "backup")

    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Condition"] == {
        "StringEquals": {
            "aws:RequestTag/eks-cluster-arn": ARN,
            "aws:RequestTag/kubernetes-namespace": "spoke",
            "aws:RequestTag/kubernetes-service-account": "backup",
        }
    }


def test_the_role_is_associated_with_the_service_account_that_it_trusts() -> None:
    recording = used()
    role = recording.one(ROLE, "main-external-secrets")
    made = recording.one(ASSOCIATION, "main-external-secrets").inputs
    (statement,) = policy(role.inputs["assumeRolePolicy"])

    assert made["roleArn"] == role.outputs["arn"]
    assert (made["clusterName"], made["namespace"], made["serviceAccount"]) == (
        NAME,
        "external-secrets",
        "reader",
    )
    assert statement == trust(ARN, "external-secrets", "reader")


def test_the_service_account_carries_nothing() -> None:
    assert used().one(Seen.TYPE).outputs["annotations"] == {}


def test_a_pod_has_its_permissions_before_it_starts_and_until_it_has_stopped() -> None:
    recording = used()
    needed = needs(recording, recording.one("kubernetes:core/v1:ServiceAccount"))

    assert f"{ASSOCIATION} main-external-secrets" in needed
    assert "aws:iam/rolePolicy:RolePolicy main-external-secrets" in needed


def test_the_association_has_the_permissions_behind_it_as_long_as_it_is_there() -> None:
    recording = used()
    needed = needs(recording, recording.one(ASSOCIATION, "main-external-secrets"))

    assert "aws:iam/rolePolicy:RolePolicy main-external-secrets" in needed


def test_a_pod_asks_the_agent_at_its_link_local_address() -> None:
    assert AGENT == "169.254.170.23"
    assert used().one(Seen.TYPE).outputs["endpoint"] == AGENT


def test_the_agent_is_there_before_the_first_node_and_before_the_network_that_asks_it(
    made: Recording,
) -> None:
    agent = f"{ADDON} main-eks-pod-identity-agent"

    assert agent in needs(made, made.one(ADDON, "main-vpc-cni"))
    assert agent in needs(made, made.one(NODES))


def test_an_add_on_acts_as_a_role_by_an_association_of_its_own(made: Recording) -> None:
    role = made.one(ROLE, "main-vpc-cni").outputs["arn"]
    installed = made.one(ADDON, "main-vpc-cni").inputs

    assert installed["podIdentityAssociations"] == [{"roleArn": role, "serviceAccount": "aws-node"}]
    assert "serviceAccountRoleArn" not in installed


def test_iam_trusts_no_issuer_that_nobody_uses() -> None:
    assert deployed().of("aws:iam/openIdConnectProvider:OpenIdConnectProvider") == []
