"""What a service account may ask of the Kubernetes API in its namespace, and service accounts that no pod has."""

from collections.abc import Iterable, Sequence

import pulumi
from pulumi_kubernetes.core.v1 import ServiceAccount
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict
from pulumi_kubernetes.rbac.v1 import PolicyRuleArgsDict, Role, RoleBinding, SubjectArgsDict

from components import naming
from components.workload.place import Place
from settings.workload import Account, Rule

_RBAC = "rbac.authorization.k8s.io"


def rules(access: Iterable[Rule]) -> list[PolicyRuleArgsDict]:
    """The rules of a Role. Of no names at all Kubernetes means every name, so there are names only where some are said."""
    found: list[PolicyRuleArgsDict] = []
    for rule in access:
        one: PolicyRuleArgsDict = {
            "api_groups": [rule.group],
            "resources": list(rule.resources),
            "verbs": list(rule.verbs),
        }
        found.append({**one, "resource_names": list(rule.names)} if rule.names else one)
    return found


def subjects(account: pulumi.Input[str], namespace: str, groups: Iterable[str] = ()) -> list[SubjectArgsDict]:
    """Who is bound to a Role: a service account, and groups of the cluster's users."""
    users: list[SubjectArgsDict] = [{"kind": "Group", "name": group, "api_group": _RBAC} for group in groups]
    return [{"kind": "ServiceAccount", "name": account, "namespace": namespace}, *users]


def _grant(
    name: str,
    metadata: ObjectMetaArgsDict,
    access: Sequence[Rule],
    who: Sequence[SubjectArgsDict],
    opts: pulumi.ResourceOptions,
) -> pulumi.Resource:
    """A Role, and who has it. name: of the two resources."""
    role = Role(name, metadata=metadata, rules=rules(access), opts=opts)
    return RoleBinding(
        name,
        metadata=metadata,
        role_ref={"api_group": _RBAC, "kind": "Role", "name": role.metadata.name},
        subjects=list(who),
        opts=opts,
    )


def rights(at: Place, account: pulumi.Input[str]) -> list[pulumi.Resource]:
    """What the workload's pods may ask for; they start when they may. account: what they run as."""
    spec = at.spec
    if not spec.access:
        return []
    return [_grant(at.prefix, at.metadata(), spec.access, subjects(account, spec.namespace), at.after())]


def without_pods(name: str, account: Account, part_of: str, opts: pulumi.ResourceOptions) -> None:
    """A service account with what it may do. It holds no token: whoever acts as it asks for one that expires
    (kubectl create token). name: of its resources; part_of: the application."""
    metadata: ObjectMetaArgsDict = {
        "name": account.name,
        "namespace": account.namespace,
        "labels": naming.labels(account.name, part_of),
    }
    made = ServiceAccount(name, metadata=metadata, automount_service_account_token=False, opts=opts)
    who = subjects(made.metadata.name, account.namespace, account.groups)
    _grant(name, metadata, account.access, who, opts)
