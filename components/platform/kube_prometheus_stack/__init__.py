"""kube-prometheus-stack: Prometheus, Alertmanager, Grafana, and what they read the cluster's state from."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict
from pulumi_kubernetes.rbac.v1 import Role, RoleBinding

from components import naming
from components.contracts import Cluster, Monitoring, SecretStore
from components.helm import custom_resource, helm_release
from components.platform import charts
from components.platform.kube_prometheus_stack import grafana
from components.platform.kube_prometheus_stack.values import NODE_EXPORTER, PROMETHEUS_PODS, values
from components.platform.namespaces import namespace
from settings.platform import PlatformSettings


class KubePrometheusStack(pulumi.ComponentResource):
    """Prometheus, Alertmanager and Grafana. monitoring: the handle for applications."""

    monitoring: Monitoring

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: Cluster,
        store: SecretStore,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "KubePrometheusStack"), name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        home = namespace(cluster.name, grafana.NAMESPACE, "restricted", child, store.namespace_labels)
        exporter_home = namespace(cluster.name, NODE_EXPORTER, "privileged", child)
        access = self._grafana_access(cluster.name, home)
        # Grafana does not start without it, so it comes first: a secret missing from the store is then said within
        # minutes, and by name, instead of by a release that waits for its pods and is rolled back.
        admin = custom_resource(
            f"{cluster.name}-{grafana.ADMIN}",
            ("external-secrets.io/v1", "ExternalSecret"),
            {"name": grafana.ADMIN, "namespace": home.metadata.name},
            grafana.admin(store, settings.monitoring.grafana_admin),
            parent=self,
            after=[store.ready],
            ready_within="3m",
        )
        release = helm_release(
            cluster.name,
            charts.KUBE_PROMETHEUS_STACK,
            home,
            values(settings, cluster.traits, cluster.name),
            pulumi.ResourceOptions(parent=self, depends_on=[*after, exporter_home, access, admin]),
            timeout=900,
        )
        self.monitoring = Monitoring(namespace=grafana.NAMESPACE, pod_labels=PROMETHEUS_PODS, ready=release)
        self.register_outputs({})

    def _grafana_access(self, cluster: str, home: Namespace) -> pulumi.Resource:
        child = pulumi.ResourceOptions(parent=self)
        metadata: ObjectMetaArgsDict = {"name": "grafana-sidecar", "namespace": home.metadata.name}
        role = Role(f"{cluster}-grafana-sidecar", metadata=metadata, rules=grafana.ACCESS, opts=child)
        return RoleBinding(
            f"{cluster}-grafana-sidecar",
            metadata=metadata,
            role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": role.metadata.name},
            subjects=[
                {"kind": "ServiceAccount", "name": grafana.SERVICE_ACCOUNT, "namespace": home.metadata.name}
            ],
            opts=child,
        )
