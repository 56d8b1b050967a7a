"""A cluster on Amazon EKS: network, key, control plane, nodes, add-ons, access and identity, as one typed Cluster.

Controls are cited here and in the modules below by their ids in the CIS Amazon EKS Benchmark 1.8 ("CIS EKS"), the CIS AWS
Foundations Benchmark 3.0 ("CIS AWS") and AWS Security Hub.
"""

import pulumi
import pulumi_aws as aws

from components import contracts
from components.cluster.account import Account
from components.cluster.buckets import Buckets
from components.cluster.eks_access import admit, connect, kubeconfig, storage_class
from components.cluster.eks_addons import Addons
from components.cluster.eks_encryption import create_key, key_policy
from components.cluster.eks_flow_logs import flow_log_group
from components.cluster.eks_network import EksNetwork
from components.cluster.eks_nodes import NodePlace, node_group, node_role
from components.cluster.eks_traits import traits
from components.cluster.iam import Role, role, service_trust
from components.cluster.irsa import AUDIENCE, Irsa
from components.naming import PROJECT, tags, type_token
from settings import clusters

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
LONGEST_NAME = 100


def physical_name(stack: str, name: str) -> str:
    """The cluster's name on AWS. Fixed, because its log group, its tags and every kubeconfig name it.

    Raises pulumi.RunError beyond the 100 characters that EKS takes.
    """
    full = f"{PROJECT}-{stack}-{name}".replace(".", "-")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a cluster name of at most {LONGEST_NAME} characters on AWS, got {full!r}, which has {len(full)}: "
            "shorten the cluster's or the stack's name"
        )
    return full


def control_plane_log_group(cluster_name: str) -> str:
    """The name of the log group that EKS writes to."""
    return f"/aws/eks/{cluster_name}/cluster"


class EksCluster(pulumi.ComponentResource):
    """An EKS cluster in a network of its own, ready for workloads."""

    cluster: contracts.Cluster

    def __init__(
        self, name: str, settings: clusters.EksCluster, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(type_token("cluster", "Eks"), name, None, opts)
        self._name, self._settings = name, settings
        self._account = account = Account(settings.account, settings.region)
        self._physical = physical = physical_name(pulumi.get_stack(), name)
        self._tags = tags(name)
        provider = aws.Provider(
            f"{name}-aws",
            region=settings.region,
            # Another account's credentials are refused before anything is made with them.
            allowed_account_ids=[settings.account],
            default_tags=aws.ProviderDefaultTagsArgs(tags=self._tags),
            opts=pulumi.ResourceOptions(parent=self),
        )
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
        self._plane = plane = self._control_plane(control, key, network)
        pods = self._pod_identity(plane)
        ready = self._capacity(network, pods)
        ready += admit(name, plane, settings.admins, account, self._opts)
        config = kubeconfig(physical, settings.region, plane.endpoint, plane.certificate_authority.data)
        inside = connect(name, plane, config, ready, pulumi.ResourceOptions(parent=self))
        storage_class(name, pulumi.ResourceOptions(parent=self, provider=inside))
        self.cluster = contracts.Cluster(
            name=name,
            provider=inside,
            traits=traits(settings.region, self._tags),
            identity=pods,
            bucket=Buckets(settings.protect, self._opts),
            outputs=self._outputs(network),
        )
        self.register_outputs(dict(self.cluster.outputs))

    def _control_plane(self, control: Role, key: aws.kms.Key, network: EksNetwork) -> aws.eks.Cluster:
        """The Kubernetes API and what is behind it."""
        name, settings = self._name, self._settings
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=control_plane_log_group(self._physical),
            retention_in_days=settings.log_days,
            kms_key_id=key.arn,
            opts=self._opts,
        )
        return aws.eks.Cluster(
            f"{name}-cluster",
            name=self._physical,
            role_arn=control.arn,
            version=settings.kubernetes,
            enabled_cluster_log_types=list(LOG_TYPES),  # audit among them: CIS EKS 2.1.1
            vpc_config=aws.eks.ClusterVpcConfigArgs(
                subnet_ids=network.private_subnets,
                endpoint_private_access=True,  # nodes never leave the VPC to reach the API: CIS EKS 5.4.2
                endpoint_public_access=bool(settings.api.public_from),
                public_access_cidrs=list(settings.api.public_from) or None,  # an allow-list: CIS EKS 5.4.1
            ),
            # Secrets are encrypted with our own key before etcd has them: CIS EKS 5.3.1.
            encryption_config=aws.eks.ClusterEncryptionConfigArgs(
                provider=aws.eks.ClusterEncryptionConfigProviderArgs(key_arn=key.arn), resources=["secrets"]
            ),
            # Access by IAM alone (CIS EKS 5.5.1), and nobody becomes an administrator by having created the cluster.
            access_config=aws.eks.ClusterAccessConfigArgs(
                authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
            ),
            # An old version is upgraded when its support ends, rather than kept at six times the price.
            upgrade_policy=aws.eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
            zonal_shift_config=aws.eks.ClusterZonalShiftConfigArgs(enabled=True),
            deletion_protection=settings.protect,
            bootstrap_self_managed_addons=False,  # they are managed add-ons here, from the first moment
            opts=pulumi.ResourceOptions.merge(
                self._opts,
                pulumi.ResourceOptions(
                    protect=settings.protect,
                    # Without its policy the role cannot take down what EKS made for the cluster. Without the log group
                    # EKS would make one of its own: unencrypted, and kept for ever.
                    depends_on=[*control.attachments, logs],
                ),
            ),
        )

    def _pod_identity(self, plane: aws.eks.Cluster) -> Irsa:
        """Let IAM trust the tokens of the cluster's service accounts (CIS EKS 5.2.1).

        No thumbprints: IAM takes the issuer's certificate authority by itself.
        """
        issuer = plane.identities[0].oidcs[0].issuer.apply(str)
        oidc = aws.iam.OpenIdConnectProvider(
            f"{self._name}-oidc", url=issuer, client_id_lists=[AUDIENCE], opts=self._opts
        )
        return Irsa(
            self._account, oidc.arn, issuer.apply(lambda url: url.removeprefix("https://")), self._opts
        )

    def _capacity(self, network: EksNetwork, pods: Irsa) -> list[pulumi.Resource]:
        """The add-ons and the nodes, in the order in which they need each other."""
        name, settings, plane = self._name, self._settings, self._plane
        addons = Addons(name, settings.kubernetes, plane.name, self._account, pods, self._tags, self._opts)
        early = addons.before_nodes()
        place = NodePlace(
            cluster_name=plane.name,
            kubernetes=settings.kubernetes,
            subnets=network.private_subnets,
            security_group=plane.vpc_config.cluster_security_group_id.apply(str),
            role=node_role(name, self._account, self._opts),
            tags=self._tags,
            ready=[*network.egress, *early],
        )
        groups = [
            node_group(name, pool, spec, place, self._opts) for pool, spec in settings.node_pools.items()
        ]
        return [*groups, *early, *addons.after_nodes(groups)]

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


def create(name: str, settings: clusters.EksCluster) -> contracts.Cluster:
    """Make an EKS cluster."""
    return EksCluster(name, settings).cluster
