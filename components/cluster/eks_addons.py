"""The EKS add-ons of a cluster: which, in which version, how configured, and as whom they act."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.eks_identity import KUBE_SYSTEM, AddonIdentity, PodRoles
from components.cluster.iam import Role, role
from components.cluster.pod_identity import PodIdentity

VPC_CNI, KUBE_PROXY, COREDNS = "vpc-cni", "kube-proxy", "coredns"
EBS_CSI, METRICS_SERVER = "aws-ebs-csi-driver", "metrics-server"
POD_IDENTITY_AGENT, SNAPSHOTS = "eks-pod-identity-agent", "snapshot-controller"

_EVERY_VERSION = {
    VPC_CNI: "v1.22.4-eksbuild.3",
    EBS_CSI: "v1.63.1-eksbuild.1",
    METRICS_SERVER: "v0.9.0-eksbuild.5",
    POD_IDENTITY_AGENT: "v1.3.10-eksbuild.1",
    SNAPSHOTS: "v8.4.0-eksbuild.1",
}
VERSIONS: Mapping[str, Mapping[str, str]] = {
    "1.34": {KUBE_PROXY: "v1.34.6-eksbuild.13", COREDNS: "v1.13.2-eksbuild.11", **_EVERY_VERSION},
    "1.35": {KUBE_PROXY: "v1.35.3-eksbuild.13", COREDNS: "v1.14.3-eksbuild.3", **_EVERY_VERSION},
    "1.36": {KUBE_PROXY: "v1.36.0-eksbuild.14", COREDNS: "v1.14.3-eksbuild.3", **_EVERY_VERSION},
}
"""Kubernetes version -> add-on -> version, as EKS published them in August 2026.

A build made for another Kubernetes version is refused when the add-on is created. What EKS offers today:
`aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name coredns`.
"""

# The service account of an add-on that calls AWS (namespace kube-system), and the managed policy that AWS has for it.
_IDENTITIES = {
    VPC_CNI: ("aws-node", "AmazonEKS_CNI_Policy"),
    EBS_CSI: ("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
}


def configuration(addon: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """An add-on's settings, by the add-on's own schema (`aws eks describe-addon-configuration`); empty: its defaults."""
    match addon:
        case "vpc-cni":
            # EKS enforces no NetworkPolicy without this (CIS EKS 5.4.4). The schema wants text.
            return {"enableNetworkPolicy": "true"}
        case "coredns":
            return {
                # One replica for each zone, and more as the cluster grows.
                "autoScaling": {"enabled": True, "minReplicas": 3, "maxReplicas": 10},
                "topologySpreadConstraints": [
                    _spread("topology.kubernetes.io/zone"),
                    _spread("kubernetes.io/hostname"),
                ],
            }
        case "aws-ebs-csi-driver":
            # A volume that outlives its cluster can be told from the bill.
            return {"controller": {"extraVolumeTags": dict(tags)}}
        case _:
            return {}


def _spread(topology: str) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": topology,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }


@dataclass(frozen=True)
class Addons:
    """Makes the add-ons of one cluster.

    name: prefix of what is made. kubernetes: the cluster's version. tags: for volumes made later.
    """

    name: str
    kubernetes: str
    cluster_name: pulumi.Output[str]
    account: Account
    pods: PodRoles
    tags: Mapping[str, str]
    opts: pulumi.ResourceOptions

    def before_nodes(self) -> list[pulumi.Resource]:
        """What a node starts with: its network, so that no pod ever runs without policies being enforced, and its
        service proxy. All are DaemonSets, which are complete while there are no nodes.

        The agent of Pod Identity is among them, because the CNI gets its credentials from it. The two start together on a
        new node, and neither waits for the other: the agent is on the host's network and needs no CNI, and the CNI asks
        again until it is answered."""
        agent = [self._make(POD_IDENTITY_AGENT)] if isinstance(self.pods, PodIdentity) else []
        return [*agent, self._make(VPC_CNI, agent), self._make(KUBE_PROXY)]

    def after_nodes(self, nodes: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
        """What runs on nodes, and would be reported as degraded without: DNS, volumes and their snapshots, and the metrics
        that a HorizontalPodAutoscaler scales by."""
        return [self._make(addon, nodes) for addon in (COREDNS, EBS_CSI, SNAPSHOTS, METRICS_SERVER)]

    def _make(self, addon: str, after: Sequence[pulumi.Resource] = ()) -> aws.eks.Addon:
        identity = self._identity(addon)
        told = self.pods.addon(identity, _IDENTITIES[addon][0]) if identity else AddonIdentity()
        settings = configuration(addon, self.tags)
        return aws.eks.Addon(
            f"{self.name}-{addon}",
            cluster_name=self.cluster_name,
            addon_name=addon,
            addon_version=VERSIONS[self.kubernetes][addon],
            configuration_values=json.dumps(settings) if settings else None,
            service_account_role_arn=told.service_account_role_arn,
            pod_identity_associations=told.pod_identity_associations,
            # What is written here holds, also over what someone edited in the cluster: the program is the one source.
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=pulumi.ResourceOptions.merge(
                self.opts,
                # A role without its policy is no use to the add-on, at its beginning or its end.
                pulumi.ResourceOptions(depends_on=[*after, *(identity.attachments if identity else ())]),
            ),
        )

    def _identity(self, addon: str) -> Role | None:
        """A role for the add-on alone, rather than permissions for every pod of every node (CIS EKS 5.2.1)."""
        if addon not in _IDENTITIES:
            return None
        service_account, policy = _IDENTITIES[addon]
        return role(
            f"{self.name}-{addon}",
            self.pods.trust(KUBE_SYSTEM, service_account),
            managed={"policy": self.account.managed_policy(policy)},
            opts=self.opts,
        )
