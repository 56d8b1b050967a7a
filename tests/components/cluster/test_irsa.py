"""IAM roles for service accounts: who may act as a role, and how the service account names it."""

from components.cluster.iam import document
from components.cluster.irsa import trust
from components.grants import ReadSecrets
from tests.components.cluster.deployments import CLUSTER, Seen, deployed, identity, needs, policy
from tests.components.cluster.outputs import read
from tests.recorded import Recording

ROLE = "aws:iam/role:Role"
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"


def test_exactly_one_service_account_may_act_as_the_role() -> None:
    issuer = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"

    (statement,) = read(lambda: document([trust(PROVIDER, issuer, "spoke", "backup")]))["Statement"]

    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert statement["Principal"] == {"Federated": PROVIDER}
    assert statement["Condition"] == {
        "StringEquals": {
            f"{issuer}:sub": "system:serviceaccount:spoke:backup",
            f"{issuer}:aud": "sts.amazonaws.com",
        }
    }


def used() -> Recording:
    return identity([ReadSecrets("staging/")], identity="irsa")


def test_the_service_account_names_the_role_that_was_made_for_it() -> None:
    recording = used()
    role = recording.one(ROLE, "main-external-secrets")
    claims = policy(role.inputs["assumeRolePolicy"])[0]["Condition"]["StringEquals"]

    assert recording.one(Seen.TYPE).outputs["annotations"] == {
        "eks.amazonaws.com/role-arn": role.outputs["arn"]
    }
    assert "system:serviceaccount:external-secrets:reader" in claims.values()


def test_a_pod_has_its_permissions_before_it_starts_and_until_it_has_stopped() -> None:
    recording = used()

    account = recording.one("kubernetes:core/v1:ServiceAccount")
    own = {f"{ROLE} main-external-secrets", "aws:iam/rolePolicy:RolePolicy main-external-secrets"}
    assert own <= needs(recording, account)


def test_iam_trusts_the_clusters_issuer() -> None:
    recording = deployed(identity="irsa")
    oidc = recording.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs

    assert oidc["url"] == recording.one(CLUSTER).outputs["identities"][0]["oidcs"][0]["issuer"]
    assert oidc["clientIdLists"] == ["sts.amazonaws.com"]


def test_the_token_is_a_file_so_a_pod_asks_no_address_for_it() -> None:
    assert used().one(Seen.TYPE).outputs.get("endpoint") is None


def test_an_add_on_acts_as_a_role_by_its_service_account() -> None:
    recording = deployed(identity="irsa")
    role = recording.one(ROLE, "main-vpc-cni")
    installed = recording.one("aws:eks/addon:Addon", "main-vpc-cni").inputs
    (statement,) = policy(role.inputs["assumeRolePolicy"])

    assert installed["serviceAccountRoleArn"] == role.outputs["arn"]
    assert "podIdentityAssociations" not in installed
    assert "system:serviceaccount:kube-system:aws-node" in statement["Condition"]["StringEquals"].values()


def test_nothing_of_pod_identity_is_installed() -> None:
    recording = deployed(identity="irsa")

    assert recording.of("aws:eks/podIdentityAssociation:PodIdentityAssociation") == []
    assert "main-eks-pod-identity-agent" not in {one.name for one in recording.of("aws:eks/addon:Addon")}
