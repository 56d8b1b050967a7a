"""What the platform's tests share: settings, a cloud's traits, and every chart with the values it is given."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import pulumi
import pulumi_kubernetes as kubernetes

from components.contracts import (
    BackupStore,
    Cluster,
    ClusterTraits,
    DnsProvider,
    DnsZone,
    Platform,
    SecretStore,
)
from components.grants import BucketHandle, Grant, Identity, ProveNames
from components.platform import (
    cert_manager,
    create_platforms,
    external_dns,
    external_secrets,
    foundation,
    ingress_nginx,
    metrics_server,
    prometheus_adapter,
    velero,
)
from components.platform.alloy.config import events, pods
from components.platform.alloy.values import EVENTS, LOGS
from components.platform.alloy.values import values as alloy_values
from components.platform.ground import Ground
from components.platform.istio import gateways
from components.platform.istio import values as istio_values
from components.platform.kube_prometheus_stack.values import values as monitoring_values
from components.platform.loki.values import values as loki_values
from components.platform.network import Around
from components.platform.open_telemetry.values import values as collector_values
from facts import charts
from facts.charts import Chart
from settings.platform import PlatformSettings
from tests.recorded import Recording, deploy

Values = dict[str, Any]

TRAITS = ClusterTraits(
    storage_class="fast",
    load_balancer_annotations={"example.com/load-balancer": "network"},
    secret_store={"aws": {"service": "SecretsManager", "region": "us-east-1"}},
    rclone={},
    hidden_control_plane=("kubeScheduler", "kubeEtcd"),
)
IDENTITY = Identity(annotations={"example.com/role": "reader"}, pod_labels={"example.com/use": "true"})
BUCKET = BucketHandle(name=cast(Any, "bucket"), reference=cast(Any, "bucket"))
LOG_STORE: Values = {"type": "s3", "bucketNames": {"chunks": "bucket"}, "s3": {"region": "us-east-1"}}
BACKUP_STORE = BackupStore(
    "aws", lambda bucket, identity: {"region": "us-east-1"}, "example.com/plugin:v1.2.3", "disks.example.com"
)
ZONE = DnsZone(
    "example.com",
    lambda identity: {},
    ProveNames("Z0123"),
    "Z0123",
    DnsProvider("azure", {"zone-id-filter": "Z0123"}, {"azure.json": '{"resourceGroup": "dns"}'}),
)
STORE = SecretStore("store", "staging/", 60, {"example.com/store": "yes"}, cast(Any, None))


def settings(**changes: Any) -> PlatformSettings:
    """Settings that say no more than they must."""
    least = {"cert_manager": {"acme_email": "platform@example.com"}, "secrets": {"prefix": "staging/"}}
    return PlatformSettings.model_validate({**least, **changes})


def installed(chosen: PlatformSettings) -> list[tuple[Chart, Values]]:
    """Every chart of the platform with its values."""
    return [
        (charts.PROMETHEUS_OPERATOR_CRDS, foundation.values()),
        (charts.CERT_MANAGER, cert_manager.values(chosen)),
        (charts.INGRESS_NGINX, ingress_nginx.values(chosen, TRAITS)),
        (charts.ISTIO_BASE, istio_values.base_values()),
        (charts.ISTIO_CNI, istio_values.cni_values(TRAITS)),
        (charts.ISTIOD, istio_values.istiod_values(chosen)),
        (charts.ISTIO_INGRESS, gateways.ingress_values(chosen, TRAITS, public=True)),
        (charts.ISTIO_EGRESS, gateways.egress_values(chosen)),
        (charts.EXTERNAL_SECRETS, external_secrets.values(chosen, IDENTITY)),
        (charts.KUBE_PROMETHEUS_STACK, monitoring_values(chosen, TRAITS, "main")),
        (charts.LOKI, loki_values(chosen, TRAITS, IDENTITY, LOG_STORE)),
        (charts.ALLOY, alloy_values(chosen, LOGS, pods("http://loki", "main", redact=True))),
        (charts.ALLOY_EVENTS, alloy_values(chosen, EVENTS, events("http://loki", "main"))),
        (charts.OPENTELEMETRY_COLLECTOR, collector_values(chosen)),
        (charts.VELERO, velero.values(chosen, BACKUP_STORE, BUCKET, IDENTITY)),
        (charts.EXTERNAL_DNS, external_dns.values(chosen, ZONE, "staging-main", IDENTITY)),
        (charts.METRICS_SERVER, metrics_server.values(chosen, TRAITS)),
        (charts.PROMETHEUS_ADAPTER, prometheus_adapter.values(chosen)),
    ]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is not a container, with its dotted path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{index}]")
    else:
        yield path, value


def on_a_cluster(build: Callable[[Cluster], object]) -> Recording:
    """What `build` registers on a cluster named main, whose identities are what IDENTITY says."""

    def program() -> None:
        provider = kubernetes.Provider("main", kubeconfig="{}")
        build(Cluster("main", provider, TRAITS, _identity, cast(Any, None), {}))

    return deploy(program, {"pulumi:disable-default-providers": ["*"]})


def create_platform(chosen: PlatformSettings, cluster: Cluster) -> Platform:
    """The platform of a cluster that is alone."""
    return create_platforms(chosen, {cluster.name: cluster})[cluster.name]


def bare(cluster: Cluster, **changes: Any) -> Ground:
    """The ground of a cluster whose foundation is not laid."""
    return Ground(cluster, settings(**changes), Around(cluster.traits))


def _identity(
    name: str,
    namespace: str,
    service_account: str,
    grants: Sequence[Grant],
    opts: pulumi.ResourceOptions | None = None,
) -> Identity:
    pulumi.ComponentResource("example:identity", name, {}, opts).register_outputs(
        {"namespace": namespace, "account": service_account, "grants": [str(grant) for grant in grants]}
    )
    return IDENTITY
