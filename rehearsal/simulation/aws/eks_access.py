"""EKS access entries, access policies and pod identities.

Access: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html. The policies are those that
`aws eks list-access-policies` names, https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html.
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import CREATED, arn, digest, partition, region, uuid
from rehearsal.simulation.aws.eks import CLUSTER, IN_CLUSTER
from rehearsal.simulation.aws.eks_prerequisites import trusted
from rehearsal.simulation.aws.resource import aws, lookup, one_of, unique
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused, words

ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ENTRY_TYPES = (
    "STANDARD",
    "EC2",
    "EC2_LINUX",
    "EC2_WINDOWS",
    "FARGATE_LINUX",
    "HYBRID_LINUX",
    "HYPERPOD_LINUX",
)
PRINCIPAL = re.compile(r"arn:aws[a-z\-]*:iam::\d{12}:(role|user)/[\x21-\x7e]+")
ACCESS_POLICIES = words(
    """
    AmazonEKSACKPolicy AmazonEKSAdminPolicy AmazonEKSAdminViewPolicy AmazonEKSArgoCDClusterPolicy AmazonEKSArgoCDPolicy
    AmazonEKSAutoNodePolicy AmazonEKSBlockStorageClusterPolicy AmazonEKSBlockStoragePolicy AmazonEKSClusterAdminPolicy
    AmazonEKSComputeClusterPolicy AmazonEKSComputePolicy AmazonEKSEditPolicy AmazonEKSEventPolicy AmazonEKSHybridPolicy
    AmazonEKSKROPolicy AmazonEKSLoadBalancingClusterPolicy AmazonEKSLoadBalancingPolicy AmazonEKSNetworkingClusterPolicy
    AmazonEKSNetworkingPolicy AmazonEKSPodIdentityPolicy AmazonEKSSecretAdminPolicy AmazonEKSSecretReaderPolicy
    AmazonEKSViewPolicy
    """
)


def principals(inputs: Properties) -> Iterator[Failure]:
    """An access entry is for an IAM role or user."""
    for who in texts(inputs, "principalArn"):
        if not PRINCIPAL.fullmatch(who):
            reason = f"{who!r} is not the ARN of an IAM role or user (arn:aws:iam::123456789012:role/name)"
            yield Failure("principalArn", f"InvalidParameterException: {reason}")


def entry_check(inputs: Properties) -> Iterator[Failure]:
    """Principal, type, and groups that are not the system's."""
    yield from principals(inputs)
    yield from one_of(inputs, "type", ENTRY_TYPES, "InvalidParameterException")
    for group in texts(inputs, "kubernetesGroups"):
        if group.startswith(("system:", "eks:", "aws:", "amazon:", "iam:")):
            yield Failure(
                "kubernetesGroups", f"InvalidParameterException: the group {group!r} has a reserved prefix"
            )


def entry_refuse(call: Call) -> None:
    """The cluster takes access entries, and the principal has none yet."""
    cluster_name, who = call.inputs.get("clusterName"), call.inputs.get("principalArn")
    cluster = lookup(call, CLUSTER, str(cluster_name))
    if cluster and one(cluster.outputs, "accessConfig.authenticationMode") == "CONFIG_MAP":
        message = f"the cluster {cluster_name} has authenticationMode CONFIG_MAP; access entries need API or API_AND_CONFIG_MAP"
        raise Refused("InvalidRequestException", message)
    message = f"the cluster {cluster_name} already has an access entry for {who}"
    unique(call, ENTRY, "ResourceInUseException", message, clusterName=cluster_name, principalArn=who)


def entry_answer(call: Call, id_: str) -> Properties:
    """The entry, of type STANDARD unless told otherwise."""
    who = str(call.inputs.get("principalArn"))
    path = who.rsplit(":", 1)[-1]
    return {
        "accessEntryArn": arn(
            call, "eks", f"access-entry/{call.inputs.get('clusterName')}/{path}/{uuid(call, 'entry')}"
        ),
        "type": call.inputs.get("type", "STANDARD"),
        "userName": call.inputs.get("userName", who),
        "createdAt": CREATED,
        "modifiedAt": CREATED,
    }


def association_check(inputs: Properties) -> Iterator[Failure]:
    """A known access policy, and namespaces exactly when the scope is namespaces."""
    yield from principals(inputs)
    for policy in texts(inputs, "policyArn"):
        name = policy.rsplit("/", 1)[-1]
        if (
            not re.fullmatch(r"arn:aws[a-z\-]*:eks::aws:cluster-access-policy/\w+", policy)
            or name not in ACCESS_POLICIES
        ):
            known = ", ".join(sorted(ACCESS_POLICIES))
            reason = f"{policy!r} is not arn:aws:eks::aws:cluster-access-policy/ and one of {known}"
            yield Failure("policyArn", f"InvalidParameterException: {reason}")
    yield from one_of(inputs, "accessScope.type", ("cluster", "namespace"), "InvalidParameterException")
    namespaces = list(values(inputs, "accessScope.namespaces"))
    kind = one(inputs, "accessScope.type", UNKNOWN)
    if kind is not UNKNOWN and UNKNOWN not in namespaces and (kind == "namespace") != bool(namespaces):
        reason = f"the scope {kind} goes {'without' if kind == 'cluster' else 'with'} namespaces"
        yield Failure("accessScope", f"InvalidParameterException: {reason}")


def association_refuse(call: Call) -> None:
    """The principal has an access entry of type STANDARD, and the policy is of the cluster's partition."""
    cluster_name, who = call.inputs.get("clusterName"), call.inputs.get("principalArn")
    entry = lookup(call, ENTRY, f"{cluster_name}:{who}")
    if entry is None:
        raise Refused(
            "ResourceNotFoundException", f"the cluster {cluster_name} has no access entry for {who}"
        )
    if entry.outputs["type"] != "STANDARD":
        raise Refused(
            "InvalidRequestException",
            f"the access entry of {who} is of type {entry.outputs['type']}, which takes no policies",
        )
    policy = str(call.inputs.get("policyArn"))
    if policy.split(":")[1] != partition(region(call)):
        raise Refused(
            "InvalidParameterException", f"{policy} is not of the partition {partition(region(call))}"
        )


def pod_refuse(call: Call) -> None:
    """One role per service account, which EKS Auth may assume and tag."""
    who = {key: call.inputs.get(key) for key in ("clusterName", "namespace", "serviceAccount")}
    message = f"{who['namespace']}/{who['serviceAccount']} already has a pod identity in {who['clusterName']}"
    unique(call, POD_IDENTITY, "ResourceInUseException", message, held=str(who["serviceAccount"]), **who)
    for action in ("sts:AssumeRole", "sts:TagSession"):
        trusted(call, str(call.inputs.get("roleArn")), "pods.eks.amazonaws.com", action)


def pod_answer(call: Call, id_: str) -> Properties:
    """The association's own id and ARN."""
    where = arn(call, "eks", f"podidentityassociation/{call.inputs.get('clusterName')}/{id_}")
    return {"associationArn": where, "associationId": id_, "externalId": ""}


KINDS: Mapping[str, Kind] = {
    ENTRY: aws(
        lambda call: f"{call.inputs.get('clusterName')}:{call.inputs.get('principalArn')}", entry_answer,
        check=entry_check, refuse=entry_refuse, references=(IN_CLUSTER,), required=("clusterName", "principalArn"),
        replaces=("clusterName", "principalArn", "type"),
    ),
    ASSOCIATION: aws(
        lambda call: "#".join(str(call.inputs.get(key)) for key in ("clusterName", "principalArn", "policyArn")),
        lambda call, id_: {"associatedAt": CREATED, "modifiedAt": CREATED},
        check=association_check, refuse=association_refuse, references=(IN_CLUSTER,),
        required=("accessScope", "clusterName", "policyArn", "principalArn"),
        replaces=("accessScope", "clusterName", "policyArn", "principalArn"),
    ),
    POD_IDENTITY: aws(
        lambda call: f"a-{digest(call, 'pod', 17)}", pod_answer, refuse=pod_refuse, references=(IN_CLUSTER,),
        required=("clusterName", "namespace", "roleArn", "serviceAccount"),
        replaces=("clusterName", "namespace", "serviceAccount"),
    ),
}  # fmt: skip
