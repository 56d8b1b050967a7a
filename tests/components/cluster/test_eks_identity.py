"""What pods may do on AWS, whichever way they get their credentials."""

import pulumi
import pytest

from components.cluster import create_cluster
from components.grants import ReadSecrets
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, identity, managed, policy, settings
from tests.recorded import deploy

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
BOTH = pytest.mark.parametrize("way", ["pod-identity", "irsa"])


@BOTH
def test_the_role_may_do_what_was_granted_and_no_more(way: str) -> None:
    recording = identity([ReadSecrets("staging/")], identity=way)
    own = recording.one(POLICY, "main-external-secrets")

    assert [statement["Action"] for statement in policy(own.inputs["policy"])] == [
        ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    ]
    assert managed(recording, "main-external-secrets") == []


@BOTH
def test_an_identity_without_grants_may_do_nothing(way: str) -> None:
    recording = identity([], identity=way, autoscaler="none")

    assert recording.one(ROLE, "main-external-secrets")
    assert [one.name for one in recording.of(POLICY)] == ["main-flow-logs"]


@BOTH
def test_no_role_may_be_taken_by_a_pattern(way: str) -> None:
    recording = identity([], identity=way)
    trusts = [policy(role.inputs["assumeRolePolicy"]) for role in recording.of(ROLE)]
    operators = {
        operator for statements in trusts for one in statements for operator in one.get("Condition", {})
    }

    assert "StringLike" not in operators
    assert "*" not in str([one["Principal"] for statements in trusts for one in statements])


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
