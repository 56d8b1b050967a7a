"""The role as which a cluster of another cloud proves names in Route 53."""

import json

import pulumi

from components.cluster.names_role import names_role
from rehearsal.recorded import Recording
from settings.global_dns.route53 import Route53
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen, policy
from tests.recorded import deploy
from tests.settings.global_dns.worlds import ROUTE53

ISSUER = "https://tokens.example.com/clusters/main"
PROVIDER = "pulumi:providers:aws"


def made(**changes: str) -> Recording:
    def build() -> None:
        parent = pulumi.ComponentResource("groundwork:test:Parent", "parent")
        arn = names_role("main", ISSUER, Route53.model_validate({**ROUTE53, **changes}), parent)
        Seen({"role": arn})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_the_tokens_of_one_service_account_are_trusted_and_no_others() -> None:
    recording = made()
    oidc = recording.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
    role = recording.one("aws:iam/role:Role")
    (trusted,) = policy(role.inputs["assumeRolePolicy"])

    assert (oidc.inputs["url"], oidc.inputs["clientIdLists"]) == (ISSUER, ["sts.amazonaws.com"])
    assert trusted["Principal"] == {"Federated": oidc.outputs["arn"]}
    assert trusted["Condition"] == {
        "StringEquals": {
            "tokens.example.com/clusters/main:sub": "system:serviceaccount:cert-manager:cert-manager",
            "tokens.example.com/clusters/main:aud": "sts.amazonaws.com",
        }
    }
    assert recording.one(Seen.TYPE).outputs["role"] == role.outputs["arn"]


def test_the_role_writes_challenges_in_the_zone_and_nothing_else() -> None:
    change, *_ = policy(made().one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])

    assert change["Action"] == ["route53:ChangeResourceRecordSets"]
    assert change["Resource"] == f"arn:aws:route53:::hostedzone/{ROUTE53['zone']}"
    assert "_acme-challenge.*" in json.dumps(change["Condition"])


def test_it_is_made_in_the_zones_account_as_the_role_that_opens_it() -> None:
    role = "arn:aws:iam::210987654321:role/names"
    own = made().one(PROVIDER).inputs
    other = made(account="210987654321", role=role).one(PROVIDER).inputs

    assert (own["allowedAccountIds"], "assumeRoles" in own) == ('["123456789012"]', False)
    assert other["allowedAccountIds"] == '["210987654321"]'
    assert role in other["assumeRoles"]
