"""EKS node groups.

Node groups: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html. Image types: the same
page, without the AL2 ones, which end at Kubernetes 1.32.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from facts.aws_instance_types import ARCHITECTURES, wrong_type
from rehearsal.simulation.aws.account import arn, uuid
from rehearsal.simulation.aws.compute import TEMPLATE
from rehearsal.simulation.aws.eks import CLUSTER, IN_CLUSTER, VERSIONS
from rehearsal.simulation.aws.eks_prerequisites import placed, trusted
from rehearsal.simulation.aws.resource import Reference, aws, exactly_one, lookup, named, one_of, unique
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

NODES = "aws:eks/nodeGroup:NodeGroup"
AMI_TYPES = {
    **dict.fromkeys(("AL2023_x86_64_STANDARD", "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA"), "x86_64"),
    **dict.fromkeys(("AL2023_ARM_64_STANDARD", "AL2023_ARM_64_NVIDIA"), "arm64"),
    **dict.fromkeys(
        ("BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_x86_64_NVIDIA"), "x86_64"
    ),
    **dict.fromkeys(
        ("BOTTLEROCKET_ARM_64", "BOTTLEROCKET_ARM_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA"), "arm64"
    ),
    **dict.fromkeys(("WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2022_x86_64"), "x86_64"),
    "CUSTOM": "",
}
"""Image type -> the processor it is for; a custom image says nothing about it."""


def nodes_check(inputs: Properties) -> Iterator[Failure]:
    """Sizes, instance types and images, labels and taints."""
    yield from sizes(inputs)
    types = list(texts(inputs, "instanceTypes"))
    for type_ in types:
        if problem := wrong_type(type_):
            yield Failure("instanceTypes", f"InvalidParameterException: {problem}")
    yield from one_of(inputs, "amiType", AMI_TYPES, "InvalidParameterException")
    yield from mixed(str(inputs.get("amiType")), types)
    yield from one_of(
        inputs, "capacityType", ("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"), "InvalidParameterException"
    )
    yield from one_of(
        inputs,
        "taints.effect",
        ("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
        "InvalidParameterException",
    )
    yield from one_of(
        inputs, "version", VERSIONS, "InvalidParameterException: unsupported Kubernetes version"
    )
    name = inputs.get("nodeGroupName")
    if isinstance(name, str) and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,62}", name):
        yield Failure(
            "nodeGroupName", f"InvalidParameterException: {name!r} is not 1 to 63 letters, digits and _-"
        )
    if inputs.get("launchTemplate") is not None and inputs.get("diskSize") is not None:
        yield Failure(
            "diskSize",
            "InvalidParameterException: with a launch template the disk size belongs into the template",
        )
    update = inputs.get("updateConfig")
    if isinstance(update, Mapping):
        yield from exactly_one(update, ("maxUnavailable", "maxUnavailablePercentage"), "updateConfig")


def sizes(inputs: Properties) -> Iterator[Failure]:
    """0 <= minSize <= desiredSize <= maxSize, and room for one node."""
    low, wanted, high = (
        one(inputs, f"scalingConfig.{key}", UNKNOWN) for key in ("minSize", "desiredSize", "maxSize")
    )
    if UNKNOWN in (low, wanted, high):
        return
    code = "InvalidParameterException"
    if low > high:
        yield Failure("scalingConfig", f"{code}: minSize {low} is above maxSize {high}")
    elif not low <= wanted <= high:
        yield Failure(
            "scalingConfig", f"{code}: desiredSize {wanted} is not within minSize {low} and maxSize {high}"
        )
    if low < 0 or high < 1:
        yield Failure("scalingConfig", f"{code}: minSize {low} is below 0 or maxSize {high} below 1")


def mixed(ami_type: str, types: Iterable[str]) -> Iterator[Failure]:
    """One processor for all instance types, and the image's."""
    known = {t: ARCHITECTURES[t] for t in types if t in ARCHITECTURES}
    if len(set(known.values())) > 1:
        yield Failure(
            "instanceTypes", f"InvalidParameterException: {', '.join(known)} mix x86_64 and arm64 processors"
        )
    wanted = AMI_TYPES.get(ami_type)
    for type_, has in known.items():
        if wanted and wanted != has:
            yield Failure(
                "amiType",
                f"InvalidParameterException: {ami_type} is for {wanted}, but {type_} has an {has} processor",
            )


def nodes_refuse(call: Call) -> None:
    """The name is free, the role is the nodes', the subnets are the cluster's, and the template fits."""
    cluster_name, name = call.inputs.get("clusterName"), named(call, "nodeGroupNamePrefix", "nodeGroupName")
    message = f"the cluster {cluster_name} already has a node group {name!r}"
    unique(call, NODES, "ResourceInUseException", message, clusterName=cluster_name, nodeGroupName=name)
    trusted(call, str(call.inputs.get("nodeRoleArn")), "ec2.amazonaws.com")
    subnets = placed(call, list(texts(call.inputs, "subnetIds")))
    cluster = lookup(call, CLUSTER, str(cluster_name))
    if cluster and subnets and subnets[0]["vpcId"] != one(cluster.outputs, "vpcConfig.vpcId"):
        raise Refused(
            "InvalidParameterException", f"subnetIds are not in the VPC of the cluster {cluster_name}"
        )
    version = call.inputs.get("version")
    if (
        cluster
        and isinstance(version, str)
        and VERSIONS.index(version) > VERSIONS.index(cluster.outputs["version"])
    ):
        message = f"nodes of Kubernetes {version} are newer than the cluster's {cluster.outputs['version']}"
        raise Refused("InvalidParameterException", message)
    template = lookup(call, TEMPLATE, str(one(call.inputs, "launchTemplate.id")))
    inherited = template.outputs.get("instanceType") if template else None
    if inherited and list(texts(call.inputs, "instanceTypes")):
        raise Refused(
            "InvalidParameterException",
            f"instanceTypes and the launch template's instanceType {inherited} exclude each other",
        )
    for failure in mixed(str(call.inputs.get("amiType")), [inherited] if inherited else []):
        raise Refused("InvalidParameterException", failure.reason.split(": ", 1)[1])


def nodes_answer(call: Call, id_: str) -> Properties:
    """The node group, ACTIVE, with its autoscaling group."""
    name = id_.split(":", 1)[1]
    cluster = lookup(call, CLUSTER, str(call.inputs.get("clusterName")))
    version = call.inputs.get("version") or (cluster.outputs["version"] if cluster else VERSIONS[-1])
    group = f"eks-{name}-{uuid(call, 'autoscaling')}"
    return {
        "arn": arn(call, "eks", f"nodegroup/{call.inputs.get('clusterName')}/{name}/{uuid(call, 'nodes')}"),
        "nodeGroupName": name,
        "status": "ACTIVE",
        "version": version,
        "releaseVersion": call.inputs.get("releaseVersion", f"{version}.0-20260101"),
        "amiType": call.inputs.get("amiType", "AL2023_x86_64_STANDARD"),
        "capacityType": call.inputs.get("capacityType", "ON_DEMAND"),
        "resources": [{"autoscalingGroups": [{"name": group}], "remoteAccessSecurityGroupId": ""}],
    }


KINDS: Mapping[str, Kind] = {
    NODES: aws(
        lambda call: f"{call.inputs.get('clusterName')}:{named(call, 'nodeGroupNamePrefix', 'nodeGroupName')}", nodes_answer,
        check=nodes_check, refuse=nodes_refuse, autoname="nodeGroupName",
        references=(IN_CLUSTER, Reference("launchTemplate.id", TEMPLATE, "InvalidLaunchTemplateId.NotFound")),
        required=("clusterName", "nodeRoleArn", "scalingConfig", "subnetIds"),
        replaces=("amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate.id",
                  "launchTemplate.name", "nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "remoteAccess", "subnetIds"),
    ),
}  # fmt: skip
