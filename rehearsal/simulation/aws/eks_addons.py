"""EKS add-ons.

Names: https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html, as of 2026-08.
"""

import json
import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import CREATED, arn, uuid
from rehearsal.simulation.aws.eks import CLUSTER, IN_CLUSTER, VERSIONS
from rehearsal.simulation.aws.eks_prerequisites import ROLE, trusted
from rehearsal.simulation.aws.resource import Reference, aws, lookup, one_of, unique
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties

ADDON = "aws:eks/addon:Addon"
ADDONS = {
    "vpc-cni": "v1.21.1-eksbuild.1", "coredns": "v1.13.1-eksbuild.1", "kube-proxy": "v{version}.0-eksbuild.1",
    "aws-ebs-csi-driver": "v1.55.0-eksbuild.1", "aws-efs-csi-driver": "v2.3.0-eksbuild.1",
    "aws-fsx-csi-driver": "v1.8.0-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.3.0-eksbuild.1", "snapshot-controller": "v8.4.0-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.1", "eks-node-monitoring-agent": "v1.5.0-eksbuild.1",
    "metrics-server": "v0.8.1-eksbuild.1", "amazon-cloudwatch-observability": "v4.8.0-eksbuild.1",
    "aws-secrets-store-csi-driver-provider": "v2.1.0-eksbuild.1", "adot": "v0.141.0-eksbuild.1",
    "aws-guardduty-agent": "v1.12.1-eksbuild.1", "aws-network-flow-monitoring-agent": "v1.1.0-eksbuild.1",
    "cert-manager": "v1.20.0-eksbuild.1", "external-dns": "v0.20.0-eksbuild.1", "kube-state-metrics": "v2.17.0-eksbuild.1",
    "prometheus-node-exporter": "v1.10.0-eksbuild.1", "fluent-bit": "v4.2.0-eksbuild.1",
}  # fmt: skip
"""Add-on -> the version that the simulation installs when none is asked for; its number is made up, its form is not."""
ADDON_VERSION = re.compile(r"v\d+\.\d+\.\d+(-[a-z0-9.]+)*")


def addon_check(inputs: Properties) -> Iterator[Failure]:
    """A known add-on, a version in its form, a configuration that can be read."""
    yield from one_of(inputs, "addonName", ADDONS, "InvalidParameterException: unknown add-on")
    for version in texts(inputs, "addonVersion"):
        if not ADDON_VERSION.fullmatch(version):
            yield Failure(
                "addonVersion",
                f"InvalidParameterException: {version!r} is not a version such as v1.2.3-eksbuild.1",
            )
    yield from one_of(inputs, "resolveConflictsOnCreate", ("NONE", "OVERWRITE"), "InvalidParameterException")
    yield from one_of(
        inputs, "resolveConflictsOnUpdate", ("NONE", "OVERWRITE", "PRESERVE"), "InvalidParameterException"
    )
    for values_ in texts(inputs, "configurationValues"):
        try:
            readable = (
                isinstance(json.loads(values_), dict)
                if values_.lstrip().startswith(("{", "["))
                else ":" in values_
            )
        except ValueError:
            readable = False
        if not readable:
            yield Failure(
                "configurationValues",
                "InvalidParameterException: the configuration is not a JSON or YAML object",
            )


def addon_refuse(call: Call) -> None:
    """An add-on is installed once, and its roles let it in."""
    cluster_name, name = call.inputs.get("clusterName"), call.inputs.get("addonName")
    message = f"the cluster {cluster_name} already has the add-on {name}"
    unique(call, ADDON, "ResourceInUseException", message, clusterName=cluster_name, addonName=name)
    for role in texts(call.inputs, "podIdentityAssociations.roleArn"):
        trusted(call, role, "pods.eks.amazonaws.com")


def addon_version(name: str, version: str) -> str:
    """The version of an add-on for a Kubernetes version, in the form EKS gives them."""
    return ADDONS[name].format(version=version)


def addon_answer(call: Call, id_: str) -> Properties:
    """The add-on, at the version asked for or the default one."""
    cluster = lookup(call, CLUSTER, str(call.inputs.get("clusterName")))
    name = str(call.inputs.get("addonName"))
    default = addon_version(name, cluster.outputs["version"] if cluster else VERSIONS[-1])
    return {
        "arn": arn(call, "eks", f"addon/{call.inputs.get('clusterName')}/{name}/{uuid(call, 'addon')}"),
        "addonVersion": call.inputs.get("addonVersion", default),
        "createdAt": CREATED,
        "modifiedAt": CREATED,
    }


KINDS: Mapping[str, Kind] = {
    ADDON: aws(
        lambda call: f"{call.inputs.get('clusterName')}:{call.inputs.get('addonName')}", addon_answer,
        check=addon_check, refuse=addon_refuse,
        references=(IN_CLUSTER, Reference("serviceAccountRoleArn", ROLE, "InvalidParameterException", "arn")),
        required=("addonName", "clusterName"), replaces=("addonName", "clusterName"),
    ),
}  # fmt: skip
