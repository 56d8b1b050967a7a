"""What IAM finds wrong with a policy document."""

import json
from typing import Any

import pytest

from rehearsal.simulation.aws.policies import allows, document
from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.aws.cloud import policy, trust


def reasons(value: Any, purpose: str = "managed") -> str:
    return " | ".join(failure.reason for failure in document("policy", value, purpose))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{", "MalformedPolicyDocument: the policy is not JSON"),
        ("[]", "the policy is not a JSON object"),
        ('{"Version": "2012-10-17"}', "there is no Statement"),
        ('{"Statement": [1]}', "Version is None, expected '2012-10-17'"),
        ('{"Version": "2012-10-17", "Statement": [1]}', "Statement[0] is not an object"),
        ('{"Version": "2012-10-17", "Rules": 1, "Statement": []}', "unknown key Rules"),
        (policy(Effect="Maybe"), "Statement[0]: Effect is 'Maybe', expected 'Allow' or 'Deny'"),
        (policy(Action="s3"), "Action 's3' is not of the form service:Action"),
        (policy(Action=[]), "there is no Action"),
        (policy(Resource=None), "there is no Resource"),
        (policy(Resource="bucket"), "Resource 'bucket' is neither an ARN nor '*'"),
        (policy(Resources="*"), "unknown key Resources"),
        (policy(Principal="*"), "a policy attached to an identity has no Principal"),
        (policy(Sid="with space"), "Sid 'with space' may hold letters and digits only"),
        (policy(Condition=[]), "Condition is not an object"),
    ],
)
def test_a_malformed_policy_is_explained(value: str, text: str) -> None:
    assert text in reasons(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (policy(Resource=None), "there is no Principal"),
        (policy(Principal={"Service": "x"}), "a trust policy has no Resource"),
        (policy(Principal="everybody", Resource=None), "Principal 'everybody' is neither '*'"),
        (policy(Principal={"Role": "x"}, Resource=None), "Principal names Role, expected one of AWS"),
        (policy(Principal={}, Resource=None), "Principal names nobody"),
    ],
)
def test_a_malformed_trust_policy_is_explained(value: str, text: str) -> None:
    assert text in reasons(value, "trust")


def test_two_statements_have_two_names() -> None:
    statement = {"Sid": "One", "Effect": "Allow", "Action": "*", "Resource": "*"}

    assert "two statements have the same Sid" in reasons(
        {"Version": "2012-10-17", "Statement": [statement, statement]}
    )


def test_a_policy_that_is_too_long_is_refused_without_counting_spaces() -> None:
    long = {
        "Version": "2012-10-17",
        "Statement": [json.loads(policy(Resource=["arn:aws:s3:::" + "x" * 6200]))["Statement"][0]],
    }

    assert "LimitExceeded: the managed policy has" in reasons(json.dumps(long, indent=4))
    assert reasons(json.dumps(long), "inline") == ""


def test_sound_policies_pass() -> None:
    assert (
        reasons(policy())
        == reasons(trust("ec2.amazonaws.com"), "trust")
        == reasons(UNKNOWN)
        == reasons(None)
        == ""
    )


def test_who_may_do_what_is_read_from_the_policy() -> None:
    text = trust("ec2.amazonaws.com", action=["sts:Assume*"])

    assert allows(text, "Service", "ec2.amazonaws.com", "sts:AssumeRole")
    assert not allows(text, "Service", "eks.amazonaws.com", "sts:AssumeRole")
    assert not allows(text, "Service", "ec2.amazonaws.com", "sts:TagSession")
    assert not allows("not json", "Service", "ec2.amazonaws.com", "sts:AssumeRole")
    assert allows(policy(Principal="*"), "AWS", "anyone", "s3:GetObject")
    assert not allows(policy(Principal="*", Effect="Deny"), "AWS", "anyone", "s3:GetObject")
