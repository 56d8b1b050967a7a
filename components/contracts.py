"""What crosses the layers: the handles that a cluster gives to the platform, and the platform to applications.

Frozen dataclasses, because they hold what only the engine knows (outputs, providers, resources). Whatever differs
between clouds is data in ClusterTraits, so nothing outside components/cluster ever asks which cloud it is on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pulumi
import pulumi_kubernetes as kubernetes


@dataclass(frozen=True)
class BucketHandle:
    """Object storage that exists. name: what a client calls it; reference: what a grant names (on AWS its ARN).

    rclone: what rclone's remote `store:` must be told of this bucket alone, besides ClusterTraits.rclone.
    """

    name: pulumi.Output[str]
    reference: pulumi.Output[str]
    rclone: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadSecrets:
    """Leave to read the secrets whose names begin with prefix, in the cluster's own account and region."""

    prefix: str


@dataclass(frozen=True)
class UseBucket:
    """Leave to list a bucket and to read, write and delete its objects."""

    bucket: BucketHandle


@dataclass(frozen=True)
class EditDnsZone:
    """Leave to change the records of one DNS zone.

    zone: on AWS the hosted zone's id, on Google Cloud the managed zone's name, on Azure the zone's resource id.
    """

    zone: pulumi.Input[str]


Grant = ReadSecrets | UseBucket | EditDnsZone


@dataclass(frozen=True)
class Identity:
    """What a pod needs to act as a cloud identity: annotations of its service account, labels of the pod itself.

    ready: what must exist before the pod starts, and until it has stopped, where no annotation says so.
    """

    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    pod_labels: Mapping[str, str] = field(default_factory=dict)
    ready: Sequence[pulumi.Resource] = ()


class IdentityFactory(Protocol):
    """Makes the identity of one service account, allowed exactly its grants. name: prefix of what is made."""

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity: ...


class BucketFactory(Protocol):
    """Makes a bucket: encrypted, versioned, closed to the public. expire_days: None keeps objects for ever."""

    def __call__(
        self, name: str, expire_days: int | None, opts: pulumi.ResourceOptions | None = None
    ) -> BucketHandle: ...


@dataclass(frozen=True)
class ClusterTraits:
    """What differs between clouds, as data.

    storage_class: for volumes. load_balancer_annotations: on a Service of type LoadBalancer. secret_store: the
    `provider` of an External Secrets ClusterSecretStore. rclone: the environment that makes rclone's remote `store:` the
    cluster's object storage, by workload identity.
    hidden_control_plane: the kube-prometheus-stack scrapes that the cloud's managed control plane does not offer.
    identity_endpoint: the link-local address, on port 80, where a pod gets its identity's credentials; None: it asks none.
    """

    storage_class: str
    load_balancer_annotations: Mapping[str, str]
    secret_store: Mapping[str, Any]
    rclone: Mapping[str, str]
    hidden_control_plane: tuple[str, ...]
    identity_endpoint: str | None = None


@dataclass(frozen=True)
class Cluster:
    """A cluster that is ready for workloads, whichever cloud it is on.

    provider waits for the cluster's nodes, add-ons and access, so whatever is made through it does too.
    """

    name: str
    provider: kubernetes.Provider
    traits: ClusterTraits
    identity: IdentityFactory
    bucket: BucketFactory
    outputs: Mapping[str, pulumi.Output[Any]]


@dataclass(frozen=True)
class Ingress:
    """The ingress controller. namespace, pod_labels: where its pods are; ready: what must exist before an Ingress."""

    class_name: str
    namespace: str
    pod_labels: Mapping[str, str]
    ready: pulumi.Resource


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
    ready: pulumi.Resource


@dataclass(frozen=True)
class Monitoring:
    """Prometheus. namespace, pod_labels: where its scrapes come from; ready: what must exist before a ServiceMonitor."""

    namespace: str
    pod_labels: Mapping[str, str]
    ready: pulumi.Resource


@dataclass(frozen=True)
class TelemetryEndpoint:
    """The OpenTelemetry collector. address: host:port, OTLP over gRPC."""

    address: str
    namespace: str
    port: int


@dataclass(frozen=True)
class Platform:
    """What an application may count on, on one cluster."""

    cluster: Cluster
    ingress: Ingress
    issuer: Issuer
    secret_store: SecretStore
    monitoring: Monitoring
    telemetry: TelemetryEndpoint | None
