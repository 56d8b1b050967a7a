"""A cluster on Google Kubernetes Engine: network, key, control plane, nodes, access and identity, as one typed Cluster.

Controls are cited here and in the modules below by their ids in the CIS Google Kubernetes Engine Benchmark 1.8 ("CIS GKE") and
the CIS Google Cloud Platform Foundation Benchmark 3.0 ("CIS GCP").

What is left off, and why: Binary Authorization, because nothing attests the images of these applications yet; managed
Prometheus and the service mesh, because the platform brings its own; a retention for the cluster's logs, because Cloud
Logging keeps it for the whole project (audit logs of administration for 400 days, which nobody can change).
"""

import pulumi
import pulumi_gcp as gcp

from components import contracts
from components.cluster.artifact_registry import Images
from components.cluster.cloud_sql import CloudSqlDatabases
from components.cluster.cloud_sql_place import CloudSqlPlace
from components.cluster.connection import connect
from components.cluster.federation import federated
from components.cluster.gcp_buckets import Buckets
from components.cluster.gcp_project import enable, find, labels, slug
from components.cluster.gke_access import admit, let_through, storage_class
from components.cluster.gke_address import way_in_address
from components.cluster.gke_identity import WorkloadIdentity
from components.cluster.gke_network import GkeNetwork
from components.cluster.gke_nodes import NodeAccount, NodePlace, node_account, node_pool
from components.cluster.gke_plane import control_plane
from components.cluster.gke_reach import config, outputs
from components.cluster.gke_traits import control_plane as reach
from components.cluster.gke_traits import dns_zone, names_zone, traits
from components.cluster.secret_manager import Secrets
from components.cluster.surroundings import ALONE, Surroundings
from components.naming import PROJECT, type_token
from settings.clusters import gke as clusters

LONGEST_NAME = 40


def physical_name(stack: str, name: str) -> str:
    """The cluster's name on Google Cloud. Fixed, because every kubeconfig names it.

    Raises pulumi.RunError beyond the 40 characters that GKE takes.
    """
    full = slug(f"{PROJECT}-{stack}-{name}")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a cluster name of at most {LONGEST_NAME} characters on Google Cloud, got {full!r}, which has {len(full)}: "
            "shorten the cluster's or the stack's name"
        )
    return full


def issuer(physical: str, settings: clusters.GkeCluster) -> str:
    """Of the tokens of the cluster's service accounts (Kubernetes Engine API, projects.locations.clusters/getJwks)."""
    place = f"projects/{settings.project}/locations/{settings.region}/clusters/{physical}"
    return f"https://container.googleapis.com/v1/{place}"


class GkeCluster(pulumi.ComponentResource):
    """A GKE cluster in a network of its own, ready for workloads."""

    cluster: contracts.Cluster

    def __init__(
        self,
        name: str,
        settings: clusters.GkeCluster,
        around: Surroundings = ALONE,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "Gke"), name, None, opts)
        self._name, self._settings, self._around = name, settings, around
        physical = physical_name(pulumi.get_stack(), name)
        provider = gcp.Provider(
            f"{name}-gcp",
            project=settings.project,
            region=settings.region,
            default_labels=labels(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
        first = pulumi.ResourceOptions(parent=self, provider=provider)
        enabled = enable(name, settings.project, first)
        # Nothing names an API, and nothing can be made while its API is off.
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider, depends_on=[enabled])
        network = GkeNetwork(
            name, settings, enabled, opts=pulumi.ResourceOptions(parent=self, providers=[provider])
        )
        account = node_account(name, settings.project, self._opts)
        plane = control_plane(name, physical, settings, network, account, self._opts)
        ready = self._pools(plane, account)
        ready += let_through(name, settings.project, settings.admins, self._opts)
        inside = connect(
            name, config(physical, plane, settings.api), plane.id, ready, pulumi.ResourceOptions(parent=self)
        )
        within = pulumi.ResourceOptions(parent=self, provider=inside)
        storage_class(name, within)
        admit(name, settings.admins, within)
        self.cluster = contracts.Cluster(
            name=name,
            protect=settings.protect,
            provider=inside,
            traits=self._traits(plane, physical),
            identity=WorkloadIdentity(find(settings.project, enabled, first), plane, self._opts),
            bucket=Buckets(name, settings.project, settings.region, settings.protect, self._opts),
            database=CloudSqlDatabases(CloudSqlPlace(name, settings, network, self._opts)),
            images=Images(name, settings.project, settings.region, settings.protect, self._opts),
            secrets=Secrets(name, settings.project, settings.region, settings.protect, self._opts),
            outputs=outputs(plane, network.vpc, settings),
        )
        self.register_outputs(dict(self.cluster.outputs))

    def _traits(self, plane: gcp.container.Cluster, physical: str) -> contracts.ClusterTraits:
        """What is particular to this cluster, its DNS zones among it. physical: its name on Google Cloud."""
        name, settings, names = self._name, self._settings, self._around.names
        # Through the cluster, for AWS asks the issuer itself.
        trusted = plane.id.apply(lambda _: issuer(physical, settings))
        return traits(
            settings.project,
            reach(settings),
            dns_zone(settings),
            names_zone(names) or federated(name, trusted, names, self),
            way_in_address(name, names, self._opts),
        )

    def _pools(self, plane: gcp.container.Cluster, account: NodeAccount) -> list[pulumi.Resource]:
        settings = self._settings
        place = NodePlace(
            cluster=plane.name,
            project=settings.project,
            region=settings.region,
            zones=settings.availability_zones,
            account=account,
            labels=labels(self._name),
        )
        return [
            node_pool(self._name, pool, spec, place, self._opts) for pool, spec in settings.node_pools.items()
        ]


def create(name: str, settings: clusters.GkeCluster, around: Surroundings) -> contracts.Cluster:
    """Make a GKE cluster."""
    return GkeCluster(name, settings, around).cluster
