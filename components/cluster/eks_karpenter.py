"""Karpenter: nodes for the pods that wait for one, of the cheapest type that fits, and gone when no pod needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.cluster.account import Account, prefix
from components.cluster.eks_identity import KUBE_SYSTEM, PodRoles
from components.cluster.eks_interruptions import interruptions
from components.cluster.eks_karpenter_nodes import NODE_CLASS, NODE_POOL, node_class, node_pool
from components.cluster.eks_karpenter_policy import controller_statements
from components.cluster.iam import Role
from components.helm import Home, custom_resource, helm_release
from components.naming import type_token
from facts import charts
from settings.charts import ChartSource
from settings.clusters.eks import EksNodePool

SERVICE_ACCOUNT = "karpenter"
PROFILE_PREFIX = 102  # an instance profile's name has 128 characters, 26 of them the provider's suffix


def values(cluster_name: str, endpoint: pulumi.Input[str], queue: pulumi.Input[str]) -> dict[str, Any]:
    """Values of karpenter. Two replicas, each on a node of the system pool: never on one that Karpenter itself made.

    In kube-system, as its documentation has it: the API server serves requests from there first, and nodes are needed most when
    there are many. That namespace is EKS's own, so it gets no Pod Security level and no network policies of ours. The chart
    brings the disruption budget, the spread and the priority; what scrapes it comes with the platform's monitoring.
    The chart's own security contexts meet the restricted Pod Security level.
    """
    return {
        "replicas": 2,
        "serviceAccount": {"name": SERVICE_ACCOUNT},
        "settings": {
            "clusterName": cluster_name,
            "clusterEndpoint": endpoint,
            "interruptionQueue": queue,
            "eksControlPlane": True,
        },
        "controller": {
            # Memory as Karpenter's documentation has it; a limit on its CPU would slow it down when pods wait most.
            "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}}
        },
    }


@dataclass(frozen=True)
class KarpenterPlace:
    """The cluster that Karpenter works for. physical: its name on AWS; endpoint, security_group: its own. charts: where they
    come from."""

    physical: str
    account: Account
    endpoint: pulumi.Input[str]
    security_group: pulumi.Input[str]
    role: Role
    pods: PodRoles
    tags: Mapping[str, str]
    bottlerocket: str
    charts: ChartSource = field(default_factory=ChartSource)


class Karpenter(pulumi.ComponentResource):
    """Karpenter on one cluster, with a NodePool for each of its pools.

    pools: the NodePools, and what else there is when there are none. What runs on their nodes must depend on them, or
    `destroy` would take the nodes away beneath operators that still have custom resources to clear away.
    """

    pools: list[pulumi.Resource]

    def __init__(
        self,
        name: str,
        pools: Mapping[str, EksNodePool],
        place: KarpenterPlace,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__(type_token("cluster", "Karpenter"), f"{name}-karpenter", None, opts)
        self._prefix, self._place = name, place
        self._opts = pulumi.ResourceOptions(parent=self)
        # Nodes reach EC2 by this profile: a role cannot be given to an instance by itself. Made here, so that Karpenter
        # needs no leave to make any.
        self._profile = aws.iam.InstanceProfile(
            f"{name}-karpenter-node",
            name_prefix=prefix(f"{name}-karpenter-node", PROFILE_PREFIX),
            role=place.role.resource.name,
            # The nodes' access entry is the one that EKS made for the system pool, which has the same role.
            opts=pulumi.ResourceOptions.merge(
                self._opts, pulumi.ResourceOptions(depends_on=list(place.role.attachments))
            ),
        )
        release = self._controller()
        self.pools = [self._pool(pool, spec, release) for pool, spec in pools.items()] or [release]
        self.register_outputs({})

    def _controller(self) -> kubernetes.helm.v3.Release:
        """The controller, after its kinds, with its identity and its queue."""
        name, place = self._prefix, self._place
        events = interruptions(f"{name}-karpenter", place.account, self._opts)
        identity = place.pods.allow(
            f"{name}-karpenter",
            KUBE_SYSTEM,
            SERVICE_ACCOUNT,
            controller_statements(
                place.account, place.physical, events.queue.arn, place.role.arn, self._profile.arn
            ),
            self._opts,
        )
        kinds = helm_release(
            name,
            charts.KARPENTER_CRD,
            Home(KUBE_SYSTEM),
            # Without it an uninstall deletes the kinds, with them every NodePool, and with those every node.
            {"additionalAnnotations": {"helm.sh/resource-policy": "keep"}},
            self._opts,
            place.charts,
        )
        settings = values(place.physical, place.endpoint, events.queue.name)
        settings["serviceAccount"]["annotations"] = dict(identity.annotations)
        settings["podLabels"] = dict(identity.pod_labels)
        after = pulumi.ResourceOptions(depends_on=[kinds, *events.delivery, *identity.ready])
        return helm_release(
            name,
            charts.KARPENTER,
            Home(KUBE_SYSTEM),
            settings,
            pulumi.ResourceOptions.merge(self._opts, after),
            place.charts,
            skip_crds=True,  # the chart of their own upgrades them too
        )

    def _pool(self, pool: str, spec: EksNodePool, release: pulumi.Resource) -> pulumi.Resource:
        """A pool's node class, and its NodePool after it."""
        name, place = self._prefix, self._place
        described = node_class(
            spec, place.bottlerocket, self._profile.name, place.security_group, place.physical, place.tags
        )
        one = custom_resource(
            f"{name}-node-class-{pool}",
            NODE_CLASS,
            {"name": pool},
            described,
            self,
            [release],
            ready_within="5m",
        )
        # Going, it drains its nodes first, and they take the time that their pods take.
        return custom_resource(
            f"{name}-node-pool-{pool}",
            NODE_POOL,
            {"name": pool},
            node_pool(pool, spec),
            self,
            [one],
            gone_within="45m",
        )
