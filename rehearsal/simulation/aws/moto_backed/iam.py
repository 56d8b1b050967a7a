"""IAM on moto: roles, policies, instance profiles and OpenID Connect providers."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.iam import POLICY, ROLE, path_of, text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_policy, tried_trust
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.kinds import Call, Properties

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
INLINE = "aws:iam/rolePolicy:RolePolicy"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"


def asked_for(aws: Services, role_arn: Any) -> None:
    """Ask IAM for a role, as a service does that is to assume it. A role of another account is not ours to ask for."""
    if isinstance(role_arn, str) and f":{aws.account}:role/" in role_arn:
        aws("iam").get_role(RoleName=role_arn.rpartition("/")[2])


def role(aws: Services, call: Call) -> Made:
    """The role, its trust policy read by IAM, and the policies given with it."""
    iam, name, inputs = aws("iam"), named(call), call.inputs
    wanted = {
        "Description": "description",
        "MaxSessionDuration": "maxSessionDuration",
        "PermissionsBoundary": "permissionsBoundary",
    }
    made = iam.create_role(
        RoleName=name, Path=path_of(call), AssumeRolePolicyDocument=text(inputs["assumeRolePolicy"]), Tags=tag_list(call),
        **given(inputs, wanted),
    )["Role"]  # fmt: skip
    try:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=text(inputs["assumeRolePolicy"]))
        for arn in inputs.get("managedPolicyArns") or ():
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        for inline in inputs.get("inlinePolicies") or ():
            iam.put_role_policy(
                RoleName=name, PolicyName=inline["name"], PolicyDocument=text(inline["policy"])
            )
    except Exception:
        role_delete(aws, call)
        raise
    return Made(made["RoleName"], {"arn": made["Arn"], "uniqueId": made["RoleId"]})


def role_update(aws: Services, call: Call) -> Properties:
    """Trust policy, description and session, and the policies that the role holds by itself."""
    iam, inputs = aws("iam"), call.inputs
    iam.update_assume_role_policy(RoleName=call.id, PolicyDocument=text(inputs["assumeRolePolicy"]))
    iam.update_role(
        RoleName=call.id,
        **given(inputs, {"Description": "description", "MaxSessionDuration": "maxSessionDuration"}),
    )
    before, after = set(call.olds.get("managedPolicyArns") or ()), set(inputs.get("managedPolicyArns") or ())
    for arn in sorted(before - after):
        iam.detach_role_policy(RoleName=call.id, PolicyArn=arn)
    for arn in sorted(after - before):
        iam.attach_role_policy(RoleName=call.id, PolicyArn=arn)
    return {}


def role_delete(aws: Services, call: Call) -> None:
    """The role after what it holds by itself, as the provider does it; what others attached keeps it."""
    iam, name = aws("iam"), call.id or named(call)
    own = set(call.inputs.get("managedPolicyArns") or ())
    for found in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        if found["PolicyArn"] in own:
            iam.detach_role_policy(RoleName=name, PolicyArn=found["PolicyArn"])
    own = {inline["name"] for inline in call.inputs.get("inlinePolicies") or ()}
    for inline in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        if inline in own:
            iam.delete_role_policy(RoleName=name, PolicyName=inline)
    iam.delete_role(RoleName=name)


def policy(aws: Services, call: Call) -> Made:
    """The policy in its first version."""
    made = aws("iam").create_policy(
        PolicyName=named(call), Path=path_of(call), PolicyDocument=text(call.inputs["policy"]), Tags=tag_list(call),
        **given(call.inputs, {"Description": "description"}),
    )["Policy"]  # fmt: skip
    return Made(made["Arn"], {"arn": made["Arn"]})


def policy_update(aws: Services, call: Call) -> Properties:
    """A version that replaces the one before, of which IAM keeps five at most."""
    iam = aws("iam")
    if text(call.inputs["policy"]) != call.olds.get("policy"):
        iam.create_policy_version(
            PolicyArn=call.id, PolicyDocument=text(call.inputs["policy"]), SetAsDefault=True
        )
        policy_versions_delete(aws, call.id)
    return {}


def policy_versions_delete(aws: Services, arn: str) -> None:
    """Every version but the one in force."""
    for version in aws("iam").list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            aws("iam").delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])


def inline(aws: Services, call: Call) -> Made:
    """A policy inside a role."""
    name = named(call)
    aws("iam").put_role_policy(
        RoleName=call.inputs["role"], PolicyName=name, PolicyDocument=text(call.inputs["policy"])
    )
    return Made(f"{call.inputs['role']}:{name}")


def inline_update(aws: Services, call: Call) -> Properties:
    """The same call again."""
    _, _, name = call.id.partition(":")
    aws("iam").put_role_policy(
        RoleName=call.inputs["role"], PolicyName=name, PolicyDocument=text(call.inputs["policy"])
    )
    return {}


def inline_delete(aws: Services, call: Call) -> None:
    """By the two names in its id."""
    role_name, _, name = call.id.partition(":")
    aws("iam").delete_role_policy(RoleName=role_name, PolicyName=name)


def attachment(aws: Services, call: Call) -> Made:
    """A managed policy on a role; moto knows AWS's own by name."""
    aws("iam").attach_role_policy(RoleName=call.inputs["role"], PolicyArn=call.inputs["policyArn"])
    return Made(f"{call.inputs['role']}/{call.inputs['policyArn']}")


def attachment_delete(aws: Services, call: Call) -> None:
    """By role and policy."""
    aws("iam").detach_role_policy(RoleName=call.inputs["role"], PolicyArn=call.inputs["policyArn"])


def profile(aws: Services, call: Call) -> Made:
    """The profile with its role."""
    iam, name = aws("iam"), named(call)
    made = iam.create_instance_profile(InstanceProfileName=name, Path=path_of(call), Tags=tag_list(call))[
        "InstanceProfile"
    ]
    try:
        if call.inputs.get("role"):
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=call.inputs["role"])
    except Exception:
        iam.delete_instance_profile(InstanceProfileName=name)
        raise
    return Made(name, {"arn": made["Arn"]})


def profile_update(aws: Services, call: Call) -> Properties:
    """Another role."""
    emptied(aws, call.id)
    if call.inputs.get("role"):
        aws("iam").add_role_to_instance_profile(InstanceProfileName=call.id, RoleName=call.inputs["role"])
    return {}


def emptied(aws: Services, name: str) -> None:
    """Take the role out of a profile."""
    for found in aws("iam").get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]:
        aws("iam").remove_role_from_instance_profile(InstanceProfileName=name, RoleName=found["RoleName"])


def profile_delete(aws: Services, call: Call) -> None:
    """Emptied first, as the provider does it."""
    emptied(aws, call.id)
    aws("iam").delete_instance_profile(InstanceProfileName=call.id)


def issuer(aws: Services, call: Call) -> Made:
    """An OpenID Connect provider."""
    wanted = {"Url": "url", "ClientIDList": "clientIdLists", "ThumbprintList": "thumbprintLists"}
    made = aws("iam").create_open_id_connect_provider(**given(call.inputs, wanted), Tags=tag_list(call))
    return Made(made["OpenIDConnectProviderArn"])


def issuer_update(aws: Services, call: Call) -> Properties:
    """Thumbprints and tags."""
    if call.inputs.get("thumbprintLists"):
        aws("iam").update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=call.id, ThumbprintList=call.inputs["thumbprintLists"]
        )
    if all_tags(call):
        aws("iam").tag_open_id_connect_provider(OpenIDConnectProviderArn=call.id, Tags=tag_list(call))
    return {}


def policy_delete(aws: Services, call: Call) -> None:
    """The policy; while it is attached, it stays."""
    policy_versions_delete(aws, call.id)
    aws("iam").delete_policy(PolicyArn=call.id)


BACKINGS: Mapping[str, Backing] = {
    ROLE: Backing(
        "CreateRole, UpdateAssumeRolePolicy", role, role_delete, role_update, guards=frozenset({ATTACHMENT, INLINE, PROFILE}),
        trials={"assumeRolePolicy": tried_trust},
    ),
    POLICY: Backing(
        "CreatePolicy, CreatePolicyVersion", policy, policy_delete, policy_update,
        trials={"policy": tried_policy},
    ),
    INLINE: Backing("PutRolePolicy", inline, inline_delete, inline_update, trials={"policy": tried_policy}),
    ATTACHMENT: Backing("AttachRolePolicy", attachment, attachment_delete),
    PROFILE: Backing("CreateInstanceProfile, AddRoleToInstanceProfile", profile, profile_delete, profile_update),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Backing(
        "CreateOpenIDConnectProvider", issuer,
        lambda aws, call: aws("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=call.id), issuer_update,
    ),
}  # fmt: skip
