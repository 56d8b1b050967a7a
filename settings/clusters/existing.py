"""What a stack file may say about a cluster that exists already: minikube, kind, or one that somebody else runs."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from settings.clusters.base import AnyCluster, Capability
from settings.secret_names import SecretNames
from settings.types import DnsLabel, Model
from settings.vault import SECRET_NAMES, VaultStore

# The scrapes of kube-prometheus-stack that reach into the control plane.
ControlPlanePart = Literal["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"]


class KubernetesStore(Model):
    """Secrets of one namespace of the cluster itself: for minikube and kind, where nothing else keeps them.

    The namespace and the secrets in it must be there before the first `pulumi up`. External Secrets may read all of it:
    Kubernetes cannot limit a role to names that begin with something.
    """

    namespace: DnsLabel


class SecretStores(Model):
    """Where External Secrets reads secrets from: one of the two."""

    kubernetes: KubernetesStore | None = None
    vault: VaultStore | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.kubernetes is None) == (self.vault is None):
            raise ValueError("expected one of kubernetes and vault, and not the other")
        return self


_UNTOLD = (
    "it is an existing cluster, and its internal_load_balancer_annotations do not say how it makes one; without them the load "
    "balancer would be everybody's"
)


class ExistingCluster(AnyCluster):
    """A cluster that somebody else made and keeps; this program only puts the platform and applications onto it.

    secrets: where External Secrets reads, unless platform.secrets says so itself.
    context: of the kubeconfig, always named, so that the one that happens to be current is never used by accident.
    kubeconfig: the path of a file; without it, where kubectl looks. storage_class: `standard` is what minikube and kind
    have. internal_load_balancer_annotations: by which a load balancer has an address in the private network alone; without any
    it gives none such. hidden_control_plane: what Prometheus cannot reach there. metrics_server: whether it has one; with false
    it gets one. kubelet_certificates: whether its own authority signs those that kubelets answer with; with false, as minikube
    and kind are, metrics-server does not ask. kubernetes: nothing here acts on it. protect: against the
    deletion of namespaces with volumes; and applications may be told to fail on purpose where it is false.
    """

    cloud: Literal["existing"]
    context: Annotated[
        str,
        Field(
            min_length=1,
            description="a context of the kubeconfig, as `kubectl config get-contexts` lists them",
        ),
    ]
    kubeconfig: Annotated[str, Field(pattern=r"^(~/|/)\S+$")] | None = None
    storage_class: DnsLabel = "standard"
    load_balancer_annotations: dict[str, str] = Field(default_factory=dict)
    internal_load_balancer_annotations: dict[str, str] = Field(default_factory=dict)
    secrets: SecretStores | None = None
    hidden_control_plane: tuple[ControlPlanePart, ...] = ()
    metrics_server: bool = True
    kubelet_certificates: bool = True

    @property
    def measured(self) -> bool:
        return self.metrics_server

    @property
    def blocks(self) -> tuple[str, ...]:
        """None: its network is not made here."""
        return ()

    @property
    def secret_names(self) -> SecretNames:
        """Both stores hold mappings, so a reference names the field besides; without one all of them come, as JSON."""
        if self.secrets is None:
            return SecretNames(r".+", "NAME or NAME#FIELD")  # a store that somebody else has described
        if self.secrets.vault:
            return SECRET_NAMES
        # A Secret's name is a DNS subdomain (RFC 1123), its keys are as in kubernetes.io/docs/concepts/configuration/secret.
        expected = "NAME#KEY, where a Kubernetes Secret's NAME has lower-case letters, digits, - and ."
        return SecretNames(r"(?=.{1,253}#)[a-z0-9]([a-z0-9.-]*[a-z0-9])?#[\w.-]+", expected)

    @property
    def lacks(self) -> Mapping[Capability, str]:
        """What comes from a cloud's account, which this program is not given here."""
        return {
            "bucket": "it is an existing cluster, without a cloud to make buckets in; leave the application out, or "
            "place it on a cluster of a cloud",
            "identity": "it is an existing cluster, without a cloud to make identities in",
            **({} if self.internal_load_balancer_annotations else {"private load balancer": _UNTOLD}),
        }
