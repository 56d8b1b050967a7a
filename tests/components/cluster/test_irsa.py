"""Identity of pods: who may act as a role, and what the role may do."""

from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster import create_cluster
from components.cluster.account import Account
from components.cluster.iam import document
from components.cluster.irsa import statements, trust
from components.contracts import BucketHandle, Grant, ReadSecrets, UseBucket
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, managed, needs, policy, settings
from tests.components.cluster.outputs import read
from tests.recorded import Recording, deploy

ROLE = "aws:iam/role:Role"
ACCOUNT = Account("123456789012", "eu-west-1")
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"


def bucket() -> Grant:
    name = pulumi.Output.from_input("backups")
    return UseBucket(BucketHandle(name=name, reference=pulumi.Output.concat("arn:aws:s3:::", name)))


def allowed(*kinds: Any) -> Any:
    return read(lambda: document(statements([kind() for kind in kinds], ACCOUNT)))["Statement"]


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


def test_reading_secrets_is_limited_to_the_prefix_in_the_clusters_account_and_region() -> None:
    (statement,) = allowed(lambda: ReadSecrets("staging/"))

    assert statement["Action"] == ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    assert statement["Resource"] == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:staging/*"


def test_using_a_bucket_is_limited_to_that_bucket_and_its_objects() -> None:
    bucket_itself, objects = allowed(bucket)

    assert bucket_itself["Resource"] == "arn:aws:s3:::backups"
    assert bucket_itself["Action"] == ["s3:ListBucket", "s3:GetBucketLocation"]
    assert objects["Resource"] == "arn:aws:s3:::backups/*"
    assert objects["Action"] == ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]


def test_no_grant_allows_an_action_by_pattern_or_on_everything() -> None:
    for statement in allowed(lambda: ReadSecrets("a"), bucket):
        assert statement["Effect"] == "Allow"
        assert not [action for action in statement["Action"] if "*" in action]
        assert statement["Resource"] != "*"


def test_no_grants_are_no_statements() -> None:
    assert statements([], ACCOUNT) == []


def identity(*grants: Grant, opts: pulumi.ResourceOptions | None = None) -> Recording:
    """An identity of a recorded cluster."""

    def build() -> None:
        cluster = create_cluster("main", settings())
        made = cluster.identity("main-external-secrets", "external-secrets", "reader", grants, opts)
        Seen({"annotations": made.annotations})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_the_service_account_names_the_role_that_was_made_for_it() -> None:
    recording = identity(ReadSecrets("staging/"))
    role = recording.one(ROLE, "main-external-secrets")
    claims = policy(role.inputs["assumeRolePolicy"])[0]["Condition"]["StringEquals"]

    assert recording.one(Seen.TYPE).outputs["annotations"] == {
        "eks.amazonaws.com/role-arn": role.outputs["arn"]
    }
    assert "system:serviceaccount:external-secrets:reader" in claims.values()


def test_the_role_may_do_what_was_granted_and_no_more() -> None:
    recording = identity(ReadSecrets("staging/"))
    own = recording.one("aws:iam/rolePolicy:RolePolicy", "main-external-secrets")

    assert [statement["Action"] for statement in policy(own.inputs["policy"])] == [
        ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    ]
    assert managed(recording, "main-external-secrets") == []


def test_an_identity_without_grants_may_do_nothing() -> None:
    recording = identity()

    assert [one.name for one in recording.of("aws:iam/rolePolicy:RolePolicy")] == ["main-flow-logs"]
    assert recording.one(Seen.TYPE).outputs["annotations"]


def test_a_pod_has_its_permissions_before_it_starts_and_until_it_has_stopped() -> None:
    def build() -> None:
        cluster = create_cluster("main", settings())
        identity = cluster.identity("main-reader", "apps", "reader", [ReadSecrets("staging/")])
        kubernetes.core.v1.ServiceAccount(
            "reader",
            metadata=kubernetes.meta.v1.ObjectMetaArgs(
                name="reader", namespace="kube-system", annotations=identity.annotations
            ),
            opts=pulumi.ResourceOptions(provider=cluster.provider),
        )

    recording = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    account = recording.one("kubernetes:core/v1:ServiceAccount")
    assert {f"{ROLE} main-reader", "aws:iam/rolePolicy:RolePolicy main-reader"} <= needs(recording, account)


def test_an_identity_belongs_to_the_cluster_unless_a_component_takes_it() -> None:
    class Taker(pulumi.ComponentResource):
        pass

    def build() -> None:
        taker = Taker("groundwork:test:Taker", "taker")
        cluster = create_cluster("main", settings())
        cluster.identity("main-own", "a", "b", [])
        cluster.identity("main-taken", "a", "c", [], pulumi.ResourceOptions(parent=taker))

    recording = deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")

    assert recording.one(ROLE, "main-own").parent.endswith("groundwork:cluster:Eks::main")
    assert recording.one(ROLE, "main-taken").parent.endswith("groundwork:test:Taker::taker")
    assert recording.one(ROLE, "main-taken").cluster == "main-aws"
