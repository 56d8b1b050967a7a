"""Policy documents tried on moto's IAM before anything is made with them."""

from typing import Any

import pytest

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.aws.moto_backed.services import refusals
from rehearsal.simulation.aws.moto_backed.trials import tried_policy, tried_resource_policy, tried_trust
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.aws.cloud import policy, trust


def test_a_trial_leaves_nothing_behind(moto: Moto, account: str) -> None:
    aws = moto.services(account, "us-east-1")
    tried_policy(aws, policy())
    tried_trust(aws, trust("ec2.amazonaws.com"))
    with pytest.raises(Refused), refusals(moto):
        tried_trust(aws, trust("ec2.amazonaws.com", action="s3:GetObject"))

    assert aws("iam").list_roles()["Roles"] == []
    assert aws("iam").list_policies(Scope="Local")["Policies"] == []


def test_a_resources_policy_is_tried_without_what_only_it_may_say(moto: Moto, account: str) -> None:
    statement = {"Sid": "with spaces", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}

    tried_resource_policy(
        moto.services(account, "us-east-1"), {"Version": "2012-10-17", "Statement": statement}
    )


@pytest.mark.parametrize("document", ["no json", "[]", "{}", {"Statement": 5}, {"Statement": [5]}])
def test_what_is_no_policy_at_all_is_refused(moto: Moto, account: str, document: Any) -> None:
    with pytest.raises(Refused, match="MalformedPolicyDocument: Syntax errors in policy"), refusals(moto):
        tried_resource_policy(moto.services(account, "us-east-1"), document)
