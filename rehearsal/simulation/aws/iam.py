"""IAM: roles, policies and instance profiles.

Limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. Replacement follows the ForceNew marks
of terraform-provider-aws 6, which pulumi-aws 7 bridges.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from rehearsal.simulation.aws.account import CREATED, account, arn, partition, region, unique_id
from rehearsal.simulation.aws.policies import document
from rehearsal.simulation.aws.resource import Reference, aws, lookup, named, unique
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, named_inputs, words

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/policy:Policy"
OF_ROLE = Reference("role", ROLE, "NoSuchEntity")
NAME = re.compile(r"[\w+=,.@\-]+", re.ASCII)
PATH = re.compile(r"/([\x21-\x7e]+/)?")
MANAGED = words(
    """
    AmazonEKSClusterPolicy AmazonEKSServicePolicy AmazonEKSVPCResourceController AmazonEKSWorkerNodePolicy
    AmazonEKSWorkerNodeMinimalPolicy AmazonEKSComputePolicy AmazonEKSBlockStoragePolicy AmazonEKSLoadBalancingPolicy
    AmazonEKSNetworkingPolicy AmazonEKSLocalOutpostClusterPolicy AmazonEKS_CNI_Policy AmazonEKSFargatePodExecutionRolePolicy
    AmazonEC2ContainerRegistryReadOnly AmazonEC2ContainerRegistryPullOnly AmazonSSMManagedInstanceCore
    service-role/AmazonEBSCSIDriverPolicy AmazonEBSCSIDriverPolicyV2 AmazonEBSCSIDriverEKSClusterScopedPolicy
    service-role/AmazonEFSCSIDriverPolicy service-role/AmazonS3FilesCSIDriverPolicy
    service-role/AmazonRDSEnhancedMonitoringRole
    CloudWatchAgentServerPolicy AWSXrayWriteOnlyAccess AmazonPrometheusRemoteWriteAccess
    """
)
"""Names of the policies that AWS manages and that a cluster needs, path included:
https://docs.aws.amazon.com/eks/latest/userguide/security-iam-awsmanpol.html, as of 2026-08."""


def name_check(inputs: Properties, longest: int, prefix: int, noun: str) -> Iterator[Failure]:
    """What is wrong with a name or its prefix; the provider adds 26 digits to a prefix."""
    for key, limit in (("name", longest), ("namePrefix", prefix)):
        value = inputs.get(key)
        if isinstance(value, str) and (len(value) > limit or not NAME.fullmatch(value)):
            yield Failure(
                key,
                f"ValidationError: the {noun} {key} {value!r} is not 1 to {limit} letters, digits and +=,.@_-",
            )
    path = inputs.get("path")
    if isinstance(path, str) and not PATH.fullmatch(path):
        yield Failure("path", f"ValidationError: {path!r} does not begin and end with /")


def role_check(inputs: Properties) -> Iterator[Failure]:
    """Names to 64 characters, a sound trust policy, sessions of 1 to 12 hours."""
    yield from name_check(inputs, 64, 38, "role")
    yield from document("assumeRolePolicy", inputs.get("assumeRolePolicy"), "trust")
    seconds = inputs.get("maxSessionDuration")
    if isinstance(seconds, int) and not 3600 <= seconds <= 43200:
        yield Failure(
            "maxSessionDuration", f"ValidationError: {seconds} seconds are not within 3600 to 43200"
        )
    description = inputs.get("description")
    if isinstance(description, str) and len(description) > 1000:
        yield Failure("description", f"ValidationError: {len(description)} characters, 1000 are allowed")


def role_mark(call: Call) -> str:
    """What a role is found by, whatever the case of its name, without a look at all the others."""
    return f"role={named(call).lower()}"


def role_refers(call: Call) -> Iterable[tuple[str, str]]:
    """What a role points at, and its mark."""
    return [*named_inputs(call), ("", role_mark(call))]


def role_refuse(call: Call) -> None:
    """Role names are unique in an account whatever their case; managed policies and the boundary exist."""
    for other in call.world.referrers(role_mark(call), account(call.provider)):
        if other.id != call.id:
            raise Refused("EntityAlreadyExists", f"the role {other.id!r} already exists")
    for path in ("managedPolicyArns", "permissionsBoundary"):
        for policy in texts(call.inputs, path):
            policy_exists(call, policy)


def policy_exists(call: Call, policy: str) -> None:
    """Refuse a managed policy ARN that neither AWS nor this account has."""
    prefix = f"arn:{partition(region(call))}:iam::aws:policy/"
    if policy.startswith(prefix):
        if policy.removeprefix(prefix) not in MANAGED:
            where = "rehearsal/simulation/aws/iam.py lists those known"
            raise Refused("NoSuchEntity", f"AWS manages no policy {policy!r} that is known here; {where}")
    elif not policy.startswith("arn:"):
        raise Refused("InvalidInput", f"ARN {policy!r} is not valid")
    elif lookup(call, POLICY, policy) is None:
        raise Refused("NoSuchEntity", f"the policy {policy!r} does not exist")


def text(value: Any) -> Any:
    """A policy as the provider returns it: JSON text, also when it was given as data."""
    return value if isinstance(value, str) or value is None else json.dumps(value, separators=(",", ":"))


def path_of(call: Call) -> str:
    """The path under which the object is named, `/` by default."""
    return str(call.inputs.get("path", "/"))


def role_answer(call: Call, id_: str) -> Properties:
    """The role with its unique id and its trust policy as text."""
    return {
        "arn": arn(call, "iam", f"role{path_of(call)}{id_}", regional=False),
        "name": id_,
        "path": path_of(call),
        "assumeRolePolicy": text(call.inputs.get("assumeRolePolicy")),
        "uniqueId": unique_id(call, "AROA"),
        "createDate": CREATED,
        "maxSessionDuration": call.inputs.get("maxSessionDuration", 3600),
    }


def policy_arn(call: Call) -> str:
    """The ARN, which is also the id, of a customer's policy."""
    return arn(call, "iam", f"policy{path_of(call)}{named(call)}", regional=False)


def policy_check(inputs: Properties) -> Iterator[Failure]:
    """Names to 128 characters and a sound document."""
    yield from name_check(inputs, 128, 102, "policy")
    yield from document("policy", inputs.get("policy"), "managed")


def policy_refuse(call: Call) -> None:
    """A policy's path and name are unique in an account."""
    if not call.id and lookup(call, POLICY, policy_arn(call)):
        raise Refused("EntityAlreadyExists", f"the policy {policy_arn(call)!r} already exists")


def policy_answer(call: Call, id_: str) -> Properties:
    """The policy with its unique id."""
    name = id_.rsplit("/", 1)[-1]
    answer = {
        "arn": id_,
        "name": name,
        "path": path_of(call),
        "policyId": unique_id(call, "ANPA"),
        "attachmentCount": 0,
    }
    return {**answer, "policy": text(call.inputs.get("policy"))}


def attach_refuse(call: Call) -> None:
    """The policy to attach exists."""
    for policy in texts(call.inputs, "policyArn"):
        policy_exists(call, policy)


def profile_refuse(call: Call) -> None:
    """An instance profile's name is unique in an account."""
    name = named(call)
    message = f"the instance profile {name!r} already exists"
    unique(call, "aws:iam/instanceProfile:InstanceProfile", "EntityAlreadyExists", message, name=name)


def profile_answer(call: Call, id_: str) -> Properties:
    """The instance profile with its unique id."""
    where = arn(call, "iam", f"instance-profile{path_of(call)}{id_}", regional=False)
    return {
        "arn": where,
        "name": id_,
        "path": path_of(call),
        "uniqueId": unique_id(call, "AIPA"),
        "createDate": CREATED,
    }


KINDS: Mapping[str, Kind] = {
    ROLE: replace(
        aws(
            named, role_answer, check=role_check, refuse=role_refuse, required=("assumeRolePolicy",), autoname="name",
            replaces=("name", "namePrefix", "path"),
        ),
        refers=role_refers,
    ),
    POLICY: aws(
        policy_arn, policy_answer, check=policy_check, refuse=policy_refuse, required=("policy",), autoname="name",
        replaces=("name", "namePrefix", "path", "description"),
    ),
    "aws:iam/rolePolicy:RolePolicy": aws(
        lambda call: f"{call.inputs.get('role')}:{named(call)}",
        lambda call, id_: {"name": id_.split(":", 1)[1], "policy": text(call.inputs.get("policy"))},
        references=(OF_ROLE,), required=("policy", "role"), replaces=("name", "namePrefix", "role"), autoname="name",
        check=lambda inputs: document("policy", inputs.get("policy"), "inline"),
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": aws(
        lambda call: f"{call.inputs.get('role')}/{call.inputs.get('policyArn')}", lambda call, id_: {},
        references=(OF_ROLE,), refuse=attach_refuse, required=("policyArn", "role"), replaces=("policyArn", "role"),
    ),
    "aws:iam/instanceProfile:InstanceProfile": aws(
        named, profile_answer, references=(OF_ROLE,), refuse=profile_refuse, autoname="name",
        check=lambda inputs: name_check(inputs, 128, 102, "instance profile"), replaces=("name", "namePrefix", "path"),
    ),
}  # fmt: skip
