"""What crosses the layers: the handles that a cluster gives to the platform, and the platform to applications.

Frozen dataclasses, because they hold what only the engine knows (outputs, providers, resources). Whatever differs
between clouds is data in ClusterTraits, so nothing outside components/cluster ever asks which cloud it is on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_kubernetes as kubernetes

from components.databases import DatabaseFactory
from components.grants import BucketFactory, BucketHandle, Grant, Identity, IdentityFactory
from components.sharing import ImagesFactory, SecretsFactory
from settings.charts import ChartSource


@dataclass(frozen=True)
class ControlPlane:
    """How pods, nodes and the Kubernetes API reach each other, as NetworkPolicies see it.

    api: where the API answers pods, as blocks, on api_ports. caller_blocks, caller_pods: where its calls to webhooks and to
    aggregated APIs come from; pods as (namespace, labels). nodes: the nodes' own addresses. Of each, nothing at all means
    that no rule can name them there: then the port alone decides.

    Cilium, which GKE and AKS forward with, takes no block for the address of a node or a pod (docs.cilium.io, "Layer 3
    Policies", CIDR based).
    """

    api: tuple[str, ...] = ()
    api_ports: tuple[int, ...] = (443,)
    caller_blocks: tuple[str, ...] = ()
    caller_pods: tuple[tuple[str, Mapping[str, str]], ...] = ()
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DnsProvider:
    """How external-dns is told of a zone. name: what it calls the cloud's DNS. flags: of its own for it. files: name -> content,
    for its folder /etc/kubernetes; nothing in them is secret."""

    name: str
    flags: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProvingZone:
    """A DNS zone in which the cluster may prove names. domain: they end so. solver: what cert-manager is told of it (the body of
    `dns01`), whose controller has the identity given. proving: the leave that it needs. federated: whether another cloud has it,
    which trusts tokens that cert-manager asks for; proving is None then, for the solver names the role."""

    domain: str
    solver: Callable[[Identity], Mapping[str, Any]]
    proving: Grant | None
    federated: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class DnsZone(ProvingZone):
    """One that the cluster may edit as a whole. zone: as EditDnsZone has it. provider: what external-dns is told of it."""

    zone: str
    provider: DnsProvider


@dataclass(frozen=True)
class BackupStore:
    """Where Velero keeps backups on a cloud, and what takes snapshots of volumes there.

    provider, config: of the BackupStorageLocation, for a bucket and the identity that uses it. plugin: the image of the
    plugin that knows the provider. csi_driver, snapshots: the driver of the volumes, and the parameters of its snapshots.
    """

    provider: str
    config: Callable[[BucketHandle, Identity], Mapping[str, pulumi.Input[str]]]
    plugin: str
    csi_driver: str
    snapshots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClusterTraits:
    """What differs between clouds, as data.

    storage_class: for volumes. load_balancer_annotations: on a Service of type LoadBalancer; internal_load_balancer_annotations:
    instead of them, on one with an address in the private network alone. secret_store: the `provider` of an External Secrets
    ClusterSecretStore. rclone: the environment that makes rclone's remote `store:` the cluster's object storage, by workload
    identity. hidden_control_plane: the kube-prometheus-stack scrapes that the cloud's managed control plane does not offer.
    identity_endpoint: the link-local address, on port 80, where a pod gets its identity's credentials; None: it asks none.
    dns: the zone of the cluster, if its settings name one. names: the zone of the names that lead to several clusters, in which
    cert-manager here proves them. address: one that the load balancer of the way in is given, where names lead to addresses.
    cni_binaries: the folder on a node that network plugins are installed into.
    autoscaler: the chart that adds and removes nodes; empty where the cloud does it itself, or nobody.
    metrics_server: whether the cluster brings one itself. kubelet_certificates: whether the cluster's own authority signs those
    that kubelets answer with.
    log_store: `loki.storage` of Loki's chart for a bucket, without keys. backup_store: Velero's. Both None where there are no
    buckets.
    """

    storage_class: str
    load_balancer_annotations: Mapping[str, str]
    secret_store: Mapping[str, Any]
    rclone: Mapping[str, str]
    hidden_control_plane: tuple[str, ...]
    identity_endpoint: str | None = None
    control_plane: ControlPlane = ControlPlane()
    dns: DnsZone | None = None
    names: ProvingZone | None = None
    address: pulumi.Input[str] | None = None
    cni_binaries: str = "/opt/cni/bin"
    autoscaler: Literal["karpenter", "cluster-autoscaler", ""] = ""
    metrics_server: bool = True
    kubelet_certificates: bool = True
    log_store: Callable[[BucketHandle], Mapping[str, Any]] | None = None
    backup_store: BackupStore | None = None
    internal_load_balancer_annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cluster:
    """A cluster that is ready for workloads, whichever cloud it is on.

    provider waits for the cluster's nodes, add-ons and access, so whatever is made through it does too. charts: where Helm
    charts come from. protect: whether what holds data must not be deleted. copies_to: the cluster whose region keeps a copy of
    what this one's buckets hold. database, images, secrets: what makes managed databases, repositories of images, and secrets
    without a value beside it; None where nothing does.
    """

    name: str
    provider: kubernetes.Provider
    traits: ClusterTraits
    identity: IdentityFactory
    bucket: BucketFactory
    outputs: Mapping[str, pulumi.Output[Any]]
    charts: ChartSource = field(default_factory=ChartSource)
    protect: bool = False
    copies_to: str | None = None
    database: DatabaseFactory | None = None
    images: ImagesFactory | None = None
    secrets: SecretsFactory | None = None


@dataclass(frozen=True)
class Gateway:
    """A gateway that Gateway API's objects bind to. service: its full name, which a Gateway has as its address.

    namespace: where Gateways are; it is the pods' own, for only there they may read what a ReferenceGrant lets them.
    http, section: the Gateway that every namespace's routes may attach to, and its listener for plain HTTP.
    pods: the labels by which a filter chooses the gateway's pods. account: the service account that they run as.
    """

    service: str
    namespace: str
    http: str
    section: str
    pods: Mapping[str, str]
    account: str


@dataclass(frozen=True)
class Ingress:
    """The way in. class_name: of its Ingresses, or of its Gateways. namespace, pod_labels: where its pods are.

    solver: how cert-manager proves a host through it (the body of `http01`). gateway: where routes are Gateway API's; None
    where they are Ingresses. ready: what must exist before a route, None for a way in that exists already.
    """

    class_name: str
    namespace: str
    pod_labels: Mapping[str, str]
    solver: Mapping[str, Any]
    ready: pulumi.Resource | None
    gateway: Gateway | None = None


@dataclass(frozen=True)
class PodsAt:
    """Some pods as a NetworkPolicy names them: their namespace, their labels and their port."""

    namespace: str
    labels: Mapping[str, str]
    port: int


@dataclass(frozen=True)
class Egress:
    """The gateway through which the mesh leaves. service: its full name. gateway: the networking.istio.io Gateway that passes
    TLS on by its server name, as namespace/name. pods: where it is."""

    service: str
    gateway: str
    pods: PodsAt


@dataclass(frozen=True)
class Mesh:
    """The service mesh. labels: of a namespace whose pods join. control_plane: where proxies get their configuration and their
    certificates. egress: None where the mesh leaves directly. ready: what must exist before a pod may join. closed: whether this
    program has closed its namespace to all that is not said."""

    labels: Mapping[str, str]
    control_plane: PodsAt
    egress: Egress | None
    ready: pulumi.Resource | None
    closed: bool = True


@dataclass(frozen=True)
class Issuer:
    """The cert-manager ClusterIssuer that applications' certificates come from. solver_labels, solver_port: the pods that
    answer its challenges, which run in the certificate's namespace."""

    name: str
    solver_labels: Mapping[str, str]
    solver_port: int
    ready: pulumi.Resource


@dataclass(frozen=True)
class SecretStore:
    """The External Secrets ClusterSecretStore. prefix: what this stack's secret names begin with; namespace_labels:
    of a namespace that may use it."""

    name: str
    prefix: str
    refresh_minutes: int
    namespace_labels: Mapping[str, str]
    ready: pulumi.Resource | None


@dataclass(frozen=True)
class Monitoring:
    """Prometheus. namespace, pod_labels: where its scrapes come from; ready: what must exist before a ServiceMonitor. dashboards:
    the namespace that Grafana's are put into, if any. runbooks: the folder's URL."""

    namespace: str
    pod_labels: Mapping[str, str]
    ready: pulumi.Resource | None
    dashboards: pulumi.Input[str] | None = None
    runbooks: str = ""


@dataclass(frozen=True)
class TelemetryEndpoint:
    """The OpenTelemetry collector. address: host:port, OTLP over gRPC."""

    address: str
    namespace: str
    port: int


@dataclass(frozen=True)
class Platform:
    """What an application may count on, on one cluster. None: the stack's platform has that off, which settings/load.py has
    checked against what its applications ask for. priorities: the PriorityClasses that its pods may name. written: the secrets in
    its store that the stack itself writes, by their names without the prefix."""

    cluster: Cluster
    ingress: Ingress | None
    issuer: Issuer | None
    secret_store: SecretStore | None
    monitoring: Monitoring | None
    telemetry: TelemetryEndpoint | None
    mesh: Mesh | None = None
    priorities: Sequence[pulumi.Resource] = ()
    written: Mapping[str, pulumi.Resource] = field(default_factory=dict)
