"""What IAM on moto says of a policy document before anything is made with it."""

import json
from typing import Any

from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.services import Services

TRIAL = "rehearsal-trial"
EMPTY = json.dumps({"Version": "2012-10-17", "Statement": []})


def tried_policy(aws: Services, document: Any) -> None:
    """Whether IAM takes a document as a managed policy."""
    arn = aws("iam").create_policy(PolicyName=TRIAL, PolicyDocument=text(document))["Policy"]["Arn"]
    aws("iam").delete_policy(PolicyArn=arn)


def tried_trust(aws: Services, document: Any) -> None:
    """Whether IAM takes a document as a trust policy; moto judges it when it is changed, not when a role is made."""
    aws("iam").create_role(RoleName=TRIAL, AssumeRolePolicyDocument=EMPTY)
    try:
        aws("iam").update_assume_role_policy(RoleName=TRIAL, PolicyDocument=text(document))
    finally:
        aws("iam").delete_role(RoleName=TRIAL)


def tried_resource_policy(aws: Services, document: Any) -> None:
    """Whether IAM takes the statements of a resource's policy, without those parts that a policy of an identity lacks."""
    try:
        parsed = json.loads(document) if isinstance(document, str) else document
        found = parsed["Statement"] if isinstance(parsed["Statement"], list) else [parsed["Statement"]]
        left = [
            {k: v for k, v in one.items() if k not in {"Sid", "Principal", "NotPrincipal"}} for one in found
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        # No document at all: IAM says so.
        tried_policy(aws, document)
        return
    whole = [one if {"Resource", "NotResource"} & one.keys() else {**one, "Resource": "*"} for one in left]
    tried_policy(aws, {**parsed, "Statement": whole})
