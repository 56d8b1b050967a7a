"""A cluster that exists already: reached by a context of a kubeconfig, and given what it can give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import contracts
from components.grants import BucketHandle, Grant, Identity, ReadSecrets
from components.naming import type_token
from settings.clusters.existing import ExistingCluster, SecretStores

READER = "groundwork-secret-reader"


def identifier(name: str, context: str) -> str:
    """What the Kubernetes provider tells this cluster from others by.

    Without the path of the kubeconfig, which differs from one person's machine to the next; with the context, so that
    another cluster under the same name is one.
    """
    return f"{name}/{context}"


def way_in(settings: ExistingCluster) -> str:
    """The command that makes the cluster kubectl's own."""
    where = f" --kubeconfig {settings.kubeconfig}" if settings.kubeconfig else ""
    return f"kubectl config use-context {settings.context}{where}"


def kubernetes_store(namespace: str, reader: pulumi.Input[str]) -> dict[str, Any]:
    """The `provider` of a ClusterSecretStore that reads the Secrets of a namespace of its own cluster.

    External Secrets acts as the reader, with tokens of a few minutes, rather than by a right of its own.
    """
    authority = {"type": "ConfigMap", "name": "kube-root-ca.crt", "key": "ca.crt", "namespace": namespace}
    return {
        "kubernetes": {
            "remoteNamespace": namespace,
            "server": {"caProvider": authority},
            "auth": {"serviceAccount": {"name": reader, "namespace": namespace}},
        }
    }


@dataclass(frozen=True)
class NoCloud:
    """The factories of a cluster that has no cloud behind it. name: the cluster's."""

    name: str

    def identity(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Nothing for the service account: the secret store brings its own way in.

        Raises pulumi.RunError for every other grant, naming who asks.
        """
        refused = sorted({type(grant).__name__ for grant in grants if not isinstance(grant, ReadSecrets)})
        if refused:
            raise pulumi.RunError(
                f"clusters.{self.name}: expected a cluster of a cloud for the service account "
                f"{namespace}/{service_account}, which asks for {', '.join(refused)}, got an existing one, which has no "
                "cloud to give that leave: place what asks for it on another cluster"
            )
        return Identity()

    def bucket(
        self,
        name: str,
        expire_days: int | None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        apart: str = "",
    ) -> BucketHandle:
        """Raises pulumi.RunError: settings/load.py refuses an application that asks before it comes to this."""
        raise pulumi.RunError(
            f"clusters.{self.name}: expected a cluster of a cloud for the bucket {name!r}, got an existing one, which has "
            "no object storage to make it in: place what asks for it on another cluster"
        )


class Existing(pulumi.ComponentResource):
    """A way into a cluster that somebody else made, and into its secret store."""

    cluster: contracts.Cluster

    def __init__(
        self, name: str, settings: ExistingCluster, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(type_token("cluster", "Existing"), name, None, opts)
        provider = kubernetes.Provider(
            name,
            kubeconfig=settings.kubeconfig,
            context=settings.context,
            cluster_identifier=identifier(name, settings.context),
            enable_server_side_apply=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        self.cluster = contracts.Cluster(
            name=name,
            protect=settings.protect,
            provider=provider,
            traits=contracts.ClusterTraits(
                storage_class=settings.storage_class,
                load_balancer_annotations=settings.load_balancer_annotations,
                internal_load_balancer_annotations=settings.internal_load_balancer_annotations,
                secret_store=self._secret_store(name, settings.secrets),
                rclone={},
                hidden_control_plane=settings.hidden_control_plane,
                metrics_server=settings.metrics_server,
                kubelet_certificates=settings.kubelet_certificates,
                # Where its API and its nodes are is not known here: kubeadm and kind listen on 6443.
                control_plane=contracts.ControlPlane(api_ports=(443, 6443)),
            ),
            identity=NoCloud(name).identity,
            bucket=NoCloud(name).bucket,
            outputs={
                "name": pulumi.Output.from_input(name),
                "kubeconfig_command": pulumi.Output.from_input(way_in(settings)),
            },
        )
        self.register_outputs(dict(self.cluster.outputs))

    def _secret_store(self, name: str, stores: SecretStores | None) -> Mapping[str, Any]:
        if stores is None:
            return {}  # settings/load.py has seen that nothing is to be read from it
        if stores.vault:
            return stores.vault.provider(name)
        assert stores.kubernetes  # one of the two, say the settings
        namespace = stores.kubernetes.namespace
        # Looked up, not made: its secrets must be there before the platform is. A preview fails when it is not.
        home = kubernetes.core.v1.Namespace.get(f"{name}-secrets", namespace, self._opts)
        return kubernetes_store(namespace, self._reader(name, home.metadata.apply(_name)))

    def _reader(self, name: str, namespace: pulumi.Output[str]) -> pulumi.Output[str]:
        """A service account that may read the Secrets of one namespace by name, and no others (CIS Kubernetes 5.1.2).

        Not list, not watch: External Secrets asks for each by its name. Returns its name, through the binding, so that a
        store comes after the leave to read it.
        """
        metadata = kubernetes.meta.v1.ObjectMetaArgs(name=READER, namespace=namespace)
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-secret-reader",
            metadata=metadata,
            # Tokens are made when asked for; no pod runs as it (CIS Kubernetes 5.1.6).
            automount_service_account_token=False,
            opts=self._opts,
        )
        rule = kubernetes.rbac.v1.PolicyRuleArgs(api_groups=[""], resources=["secrets"], verbs=["get"])
        role = kubernetes.rbac.v1.Role(
            f"{name}-secret-reader", metadata=metadata, rules=[rule], opts=self._opts
        )
        binding = kubernetes.rbac.v1.RoleBinding(
            f"{name}-secret-reader",
            metadata=metadata,
            role_ref=kubernetes.rbac.v1.RoleRefArgs(
                api_group="rbac.authorization.k8s.io", kind="Role", name=role.metadata.apply(_name)
            ),
            subjects=[
                kubernetes.rbac.v1.SubjectArgs(
                    kind="ServiceAccount", name=account.metadata.apply(_name), namespace=namespace
                )
            ],
            opts=self._opts,
        )
        return binding.metadata.apply(_name)


def _name(metadata: kubernetes.meta.v1.outputs.ObjectMeta) -> str:
    return str(metadata.name)


def create(name: str, settings: ExistingCluster) -> contracts.Cluster:
    """Reach an existing cluster."""
    return Existing(name, settings).cluster
