"""A cluster on Amazon EKS: network, key, control plane, nodes, add-ons, access and identity, as one typed Cluster.

Controls are cited here and in the modules below by their ids in the CIS Amazon EKS Benchmark 1.8 ("CIS EKS"), the CIS AWS
Foundations Benchmark 3.0 ("CIS AWS") and AWS Security Hub.
"""

import pulumi
import pulumi_aws as aws

from components import contracts
from components.cluster.account import Account
from components.cluster.buckets import Buckets
from components.cluster.connection import connect, kubeconfig
from components.cluster.ecr import Images
from components.cluster.eks_access import admit, plugin, storage_class
from components.cluster.eks_addons import Addons
from components.cluster.eks_cluster_autoscaler import cluster_autoscaler
from components.cluster.eks_encryption import create_key, key_policy
from components.cluster.eks_flow_logs import flow_log_group
from components.cluster.eks_identity import PodRoles
from components.cluster.eks_karpenter import Karpenter, KarpenterPlace
from components.cluster.eks_network import EksNetwork
from components.cluster.eks_nodes import NodePlace, node_group, node_role
from components.cluster.eks_plane import control_plane, control_plane_log_group, physical_name
from components.cluster.eks_traits import control_plane as reach
from components.cluster.eks_traits import dns_zone, names_zone, traits
from components.cluster.iam import Role, role, service_trust
from components.cluster.irsa import irsa
from components.cluster.pod_identity import AGENT, PodIdentity
from components.cluster.rds import RdsDatabases
from components.cluster.rds_place import RdsPlace
from components.cluster.secrets_manager import Secrets
from components.cluster.surroundings import ALONE, Surroundings
from components.naming import tags, type_token
from settings.clusters import eks as clusters
from settings.global_dns import GlobalDns


class EksCluster(pulumi.ComponentResource):
    """An EKS cluster in a network of its own, ready for workloads."""

    cluster: contracts.Cluster

    def __init__(
        self,
        name: str,
        settings: clusters.EksCluster,
        around: Surroundings = ALONE,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "Eks"), name, None, opts)
        self._name, self._settings, self._charts = name, settings, around.charts
        self._account = account = Account(settings.account, settings.region)
        self._physical = physical = physical_name(pulumi.get_stack(), name)
        self._tags = tags(name)
        provider = self._aws()
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        control = role(
            f"{name}-control-plane",
            service_trust("eks.amazonaws.com"),
            managed={"cluster": account.managed_policy("AmazonEKSClusterPolicy")},
            opts=self._opts,
        )
        groups = [control_plane_log_group(physical), flow_log_group(physical)]
        policy = key_policy(account, control.arn, groups)
        key = create_key(f"{name}-key", physical, policy, settings.protect, self._opts)
        network = EksNetwork(
            name, settings, physical, key.arn, opts=pulumi.ResourceOptions(parent=self, providers=[provider])
        )
        self._plane = plane = control_plane(
            name, physical, settings, control, key.arn, network.private_subnets, self._opts
        )
        pods = self._pod_identity(plane)
        nodes = node_role(name, account, self._opts)
        ready = self._capacity(network, pods, nodes)
        ready += admit(name, plane, settings.admins, account, self._opts)
        certificate = plane.certificate_authority.data
        config = kubeconfig(physical, plane.endpoint, certificate, plugin(physical, settings.region))
        if settings.autoscaler == "karpenter":
            # A provider of its own, because all that the cluster's own one makes waits for Karpenter's node pools.
            # Its parent is the control plane, only so that both may have the cluster's name, and passes no protection on.
            early = connect(
                name, config, plane.arn, ready, pulumi.ResourceOptions(parent=plane, protect=False)
            )
            ready += self._karpenter(pods, nodes, [provider, early])
        inside = connect(name, config, plane.arn, ready, pulumi.ResourceOptions(parent=self))
        in_it = pulumi.ResourceOptions(parent=self, provider=inside)
        if settings.autoscaler == "cluster-autoscaler":
            cluster_autoscaler(
                name, settings.kubernetes, physical, account, pods, (self._opts, in_it), around.charts
            )
        storage_class(name, in_it)
        self.cluster = contracts.Cluster(
            name=name,
            protect=settings.protect,
            provider=inside,
            traits=self._traits(around.names),
            identity=pods,
            bucket=Buckets(name, settings.protect, self._opts),
            database=RdsDatabases(RdsPlace(name, physical, settings, network, self._opts)),
            images=Images(name, account, settings.protect, self._opts),
            secrets=Secrets(name, account, settings.protect, self._opts),
            outputs=self._outputs(network),
        )
        self.register_outputs(dict(self.cluster.outputs))

    def _aws(self) -> aws.Provider:
        """The provider of the cluster's account and region."""
        return aws.Provider(
            f"{self._name}-aws",
            region=self._settings.region,
            # Another account's credentials are refused before anything is made with them.
            allowed_account_ids=[self._settings.account],
            default_tags=aws.ProviderDefaultTagsArgs(tags=self._tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _traits(self, names: GlobalDns | None) -> contracts.ClusterTraits:
        """What is particular to this cluster, its DNS zones among it."""
        settings = self._settings
        return traits(
            settings.region,
            self._tags,
            AGENT if settings.identity == "pod-identity" else None,
            reach(settings),
            dns_zone(settings),
            settings.autoscaler,
            names_zone(settings, names),
        )

    def _pod_identity(self, plane: aws.eks.Cluster) -> PodRoles:
        """How pods act on AWS: as a role of their service account (CIS EKS 5.2.1)."""
        if self._settings.identity == "irsa":
            return irsa(self._name, self._account, plane, self._opts)
        return PodIdentity(self._account, self._opts, self._physical, plane.name)

    def _capacity(self, network: EksNetwork, pods: PodRoles, role_: Role) -> list[pulumi.Resource]:
        """The add-ons and the managed nodes, in the order in which they need each other."""
        name, settings, plane = self._name, self._settings, self._plane
        addons = Addons(name, settings.kubernetes, plane.name, self._account, pods, self._tags, self._opts)
        early = addons.before_nodes()
        place = NodePlace(
            cluster_name=plane.name,
            kubernetes=settings.kubernetes,
            subnets=network.private_subnets,
            security_group=self._security_group(),
            role=role_,
            tags=self._tags,
            ready=[*network.egress, *early],
        )
        groups = [
            node_group(name, pool, spec, place, self._opts) for pool, spec in settings.managed_pools.items()
        ]
        return [*groups, *early, *addons.after_nodes(groups)]

    def _karpenter(
        self, pods: PodRoles, role_: Role, providers: list[pulumi.ProviderResource]
    ) -> list[pulumi.Resource]:
        """Karpenter and its node pools. Returns what has to be there before pods may count on more nodes."""
        place = KarpenterPlace(
            physical=self._physical,
            account=self._account,
            endpoint=self._plane.endpoint,
            security_group=self._security_group(),
            role=role_,
            pods=pods,
            tags=self._tags,
            bottlerocket=self._settings.bottlerocket,
            charts=self._charts,
        )
        opts = pulumi.ResourceOptions(parent=self, providers=providers)
        return Karpenter(self._name, self._settings.karpenter_pools, place, opts).pools

    def _security_group(self) -> pulumi.Output[str]:
        """The one that EKS made for the cluster: control plane and nodes talk within it."""
        return self._plane.vpc_config.cluster_security_group_id.apply(str)

    def _outputs(self, network: EksNetwork) -> dict[str, pulumi.Output[str]]:
        """What a person needs to reach the cluster. Nothing here is secret."""
        region, plane = self._settings.region, self._plane
        return {
            "name": plane.name,
            "arn": plane.arn,
            "region": pulumi.Output.from_input(region),
            "endpoint": plane.endpoint,
            "vpc_id": network.vpc.id,
            "kubeconfig_command": pulumi.Output.concat(
                "aws eks update-kubeconfig --name ", plane.name, " --region ", region
            ),
        }


def create(name: str, settings: clusters.EksCluster, around: Surroundings) -> contracts.Cluster:
    """Make an EKS cluster."""
    return EksCluster(name, settings, around).cluster
