"""The nodes that Karpenter makes: how one starts, and how many of which type there may be. Pure."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.cluster.eks_network import discovery_tags
from settings.clusters.base import CLOSED
from settings.clusters.eks import EksNodePool

NODE_CLASS = ("karpenter.k8s.aws/v1", "EC2NodeClass")
NODE_POOL = ("karpenter.sh/v1", "NodePool")


def node_class(
    pool: EksNodePool,
    image: str,
    profile: pulumi.Input[str],
    security_group: pulumi.Input[str],
    cluster_name: str,
    tags: Mapping[str, str],
) -> dict[str, Any]:
    """The spec of an EC2NodeClass: the same nodes as in a managed group. image: a release of Bottlerocket, or latest.

    Karpenter takes the image for the cluster's own minor of Kubernetes, and replaces the nodes that have another; for an older
    one the image must be named by where AWS publishes it.
    """

    def disk(device: str, **size: str) -> dict[str, Any]:
        ebs = {"encrypted": True, "volumeType": "gp3", "deleteOnTermination": True, **size}
        return {"deviceName": device, "ebs": ebs}

    return {
        **(
            published(pool, image)
            if pool.kubernetes
            else {"amiSelectorTerms": [{"alias": f"bottlerocket@{image}"}]}
        ),
        "instanceProfile": profile,
        "subnetSelectorTerms": [{"tags": discovery_tags(cluster_name)}],
        "securityGroupSelectorTerms": [{"id": security_group}],
        # Private nodes, wherever they are launched (CIS EKS 5.4.3, Security Hub EC2.25).
        "associatePublicIPAddress": False,
        # The node's credentials are for the node: tokens, and one hop, which a pod is beyond (Security Hub EC2.170).
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        # Bottlerocket's own disk, of the image's size, and the one for images, logs and emptyDir (Security Hub EC2.3).
        "blockDeviceMappings": [
            disk("/dev/xvda", volumeSize="4Gi"),
            disk("/dev/xvdb", volumeSize=f"{pool.disk_gib}Gi"),
        ],
        "tags": dict(tags),
    }


def published(pool: EksNodePool, image: str) -> dict[str, Any]:
    """The image for the pool's own minor of Kubernetes (Amazon EKS User Guide, "Retrieve recommended Bottlerocket AMI IDs")."""
    made = f"aws-k8s-{pool.kubernetes}/{'arm64' if pool.arm else 'x86_64'}/{image.removeprefix('v')}"
    return {
        "amiFamily": "Bottlerocket",
        "amiSelectorTerms": [{"ssmParameter": f"/aws/service/bottlerocket/{made}/image_id"}],
    }


def node_pool(name: str, pool: EksNodePool) -> dict[str, Any]:
    """The spec of a NodePool: instance types, bounds, and how nodes may be taken away again."""

    def among(key: str, *choices: str) -> dict[str, Any]:
        return {"key": key, "operator": "In", "values": list(choices)}

    return {
        "template": {
            "metadata": {"labels": dict(pool.labels)},
            "spec": {
                # Karpenter replaces nodes that lack it by those of other pools, a tenth at a time.
                **(
                    {"taints": [{"key": CLOSED, "value": "true", "effect": "NoSchedule"}]}
                    if pool.closed
                    else {}
                ),
                "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": NODE_CLASS[1], "name": name},
                "requirements": [
                    among("node.kubernetes.io/instance-type", *pool.instance_types),
                    among("kubernetes.io/arch", "arm64" if pool.arm else "amd64"),
                    among("kubernetes.io/os", "linux"),
                    among(
                        "karpenter.sh/capacity-type",
                        *(("spot", "on-demand") if pool.spot else ("on-demand",)),
                    ),
                ],
                # No node grows older than that, so none runs an image that has been patched since, or a leak for ever.
                "expireAfter": "336h",
                # A pod whose budget never lets it go holds a node for a day longer, not for ever.
                "terminationGracePeriod": "24h",
            },
        },
        # A bound like those of cpu and memory (kubernetes-sigs/karpenter#2526): it holds when nodes are added, and gives way
        # by a node while one is replaced.
        "limits": {"nodes": str(pool.max)},
        "disruption": {
            "consolidationPolicy": "WhenEmptyOrUnderutilized",
            # Not the moment a pod ends: the next one may come.
            "consolidateAfter": "5m",
            # A tenth at a time, at least one; empty nodes are no loss to anyone.
            "budgets": [{"nodes": "10%"}, {"nodes": "100%", "reasons": ["Empty"]}]
            if pool.max > 1
            else [{"nodes": "1"}],
        },
    }
