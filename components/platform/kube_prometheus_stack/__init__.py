"""kube-prometheus-stack: Prometheus, Alertmanager, Grafana, and what they read the cluster's state from."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict
from pulumi_kubernetes.rbac.v1 import Role, RoleBinding

from components import naming
from components.contracts import Monitoring, SecretStore
from components.helm import Home, custom_resource
from components.platform.ground import Ground
from components.platform.kube_prometheus_stack import alertmanager, grafana
from components.platform.kube_prometheus_stack.stored import login, stored
from components.platform.kube_prometheus_stack.traffic import traffic
from components.platform.kube_prometheus_stack.values import NODE_EXPORTER, PROMETHEUS_PODS, values
from components.platform.network import Pods, Traffic
from facts import charts
from settings.platform import monitoring


def prometheus(settings: monitoring.Monitoring) -> Pods | None:
    """Where scrapes come from: this program's Prometheus, an existing one, or nowhere."""
    if not settings.there:
        return None
    if settings.namespace:
        return Pods(settings.prometheus_pods, settings.namespace)
    return Pods(PROMETHEUS_PODS, grafana.NAMESPACE)


def secrets(settings: monitoring.Monitoring) -> Mapping[str, Mapping[str, str]]:
    """Each Secret that is needed, with its keys and where in the secret store they are."""
    database = settings.grafana.database
    found: dict[str, Mapping[str, str]] = {
        grafana.ADMIN: login(settings.grafana_admin),
        grafana.DATABASE: login(database.login) if database else {},
        alertmanager.RECEIVERS: settings.alerts.secrets,
    }
    return {name: references for name, references in found.items() if references}


class KubePrometheusStack(pulumi.ComponentResource):
    """Prometheus, Alertmanager and Grafana. beside: what further add-ons have its pods accept and reach. monitoring: the handle
    for applications."""

    monitoring: Monitoring

    def __init__(
        self,
        name: str,
        ground: Ground,
        store: SecretStore,
        beside: Sequence[Traffic] = (),
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "KubePrometheusStack"), name, None, opts)
        settings = ground.settings
        edges = (*traffic(settings.monitoring), *beside)
        home = ground.namespace(grafana.NAMESPACE, "restricted", edges, self, store.namespace_labels)
        exporters = ground.namespace(
            NODE_EXPORTER,
            "privileged",
            (),
            self,
            why="node-exporter reads the node's network, processes and files",
        )
        access = self._grafana_access(ground.prefix, home)
        # Neither starts without its own, so they come first: a secret missing from the store is then said within minutes, and
        # by name, instead of by a release that waits for its pods and is rolled back.
        taken = [
            custom_resource(
                f"{ground.prefix}-{secret}",
                ("external-secrets.io/v1", "ExternalSecret"),
                {"name": secret, "namespace": home.name},
                stored(store, secret, references),
                parent=self,
                after=[store.ready] if store.ready else [],
                ready_within="3m",
            )
            for secret, references in secrets(settings.monitoring).items()
        ]
        release = ground.release(
            charts.KUBE_PROMETHEUS_STACK,
            home,
            values(settings, ground.cluster.traits, ground.prefix),
            self,
            settings.monitoring.values,
            after=[*exporters.ready, access, *taken],
            timeout=900,
        )
        self.monitoring = Monitoring(namespace=grafana.NAMESPACE, pod_labels=PROMETHEUS_PODS, ready=release)
        self.register_outputs({})

    def _grafana_access(self, cluster: str, home: Home) -> pulumi.Resource:
        child = pulumi.ResourceOptions(parent=self)
        metadata: ObjectMetaArgsDict = {"name": "grafana-sidecar", "namespace": home.name}
        role = Role(f"{cluster}-grafana-sidecar", metadata=metadata, rules=grafana.ACCESS, opts=child)
        return RoleBinding(
            f"{cluster}-grafana-sidecar",
            metadata=metadata,
            role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": role.metadata.name},
            subjects=[{"kind": "ServiceAccount", "name": grafana.SERVICE_ACCOUNT, "namespace": home.name}],
            opts=child,
        )
