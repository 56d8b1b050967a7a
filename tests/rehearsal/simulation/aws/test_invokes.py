"""What AWS answers to a program's questions."""

import json
from typing import Any

import pytest

from rehearsal.simulation.aws import INVOKES
from rehearsal.simulation.kinds import Call, Properties, Refused
from rehearsal.simulation.world import World


def ask(name: str, provider: dict[str, Any] | None = None, **inputs: Any) -> Properties:
    token = next(token for token in INVOKES if token.endswith(f":{name}"))
    return INVOKES[token](
        Call(token, "", token, inputs, provider or {"region": "eu-west-1"}, World(), "ab" * 32)
    )


def test_the_account_the_region_and_the_partition_are_the_providers() -> None:
    provider = {"region": "us-gov-west-1", "allowedAccountIds": ["210987654321"]}

    assert ask("getCallerIdentity", provider)["accountId"] == "210987654321"
    assert ask("getRegion", provider)["region"] == "us-gov-west-1"
    assert ask("getPartition", provider) == {
        "partition": "aws-us-gov",
        "id": "aws-us-gov",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def test_zones_can_be_left_out() -> None:
    assert ask("getAvailabilityZones")["names"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert ask("getAvailabilityZones", excludeZoneIds=["euw1-az2"])["names"] == [
        "eu-west-1a",
        "eu-west-1c",
    ]


def test_an_addons_version_is_for_a_kubernetes_version() -> None:
    assert (
        ask("getAddonVersion", addonName="kube-proxy", kubernetesVersion="1.36")["version"]
        == "v1.36.0-eksbuild.1"
    )
    with pytest.raises(Refused, match="unknown add-on 'kube-prixy'"):
        ask("getAddonVersion", addonName="kube-prixy", kubernetesVersion="1.36")


def test_a_policy_document_is_put_together() -> None:
    trust = {
        "sid": "Pods",
        "effect": "Allow",
        "actions": ["sts:AssumeRoleWithWebIdentity"],
        "principals": [{"type": "Federated", "identifiers": ["arn:x"]}],
        "conditions": [{"test": "StringEquals", "variable": "x:sub", "values": ["a"]}],
    }

    assert json.loads(ask("getPolicyDocument", statements=[trust], policyId="p")["json"]) == {
        "Version": "2012-10-17",
        "Id": "p",
        "Statement": [
            {
                "Sid": "Pods",
                "Effect": "Allow",
                "Principal": {"Federated": "arn:x"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {"x:sub": "a"}},
            }
        ],
    }


def test_other_documents_come_first_and_lists_stay_lists() -> None:
    first = ask("getPolicyDocument", statements=[{"actions": ["s3:*"], "resources": ["*"]}])["json"]
    second = ask(
        "getPolicyDocument",
        sourcePolicyDocuments=[first],
        statements=[
            {
                "actions": ["a:B", "c:D"],
                "resources": ["*"],
                "principals": [{"type": "*", "identifiers": ["*"]}],
            }
        ],
    )

    statements = json.loads(second["minifiedJson"])["Statement"]
    assert [s["Action"] for s in statements] == ["s3:*", ["c:D", "a:B"]]
    assert statements[1]["Principal"] == "*"


def test_a_malformed_statement_is_refused() -> None:
    with pytest.raises(Refused, match=r"MalformedPolicyDocument: .*Action 'everything' is not of the form"):
        ask("getPolicyDocument", statements=[{"actions": ["everything"], "resources": ["*"]}])
