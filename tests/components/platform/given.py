"""What the platform's tests share: settings, a cloud's traits, and every chart with the values it is given."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import pulumi
import pulumi_kubernetes as kubernetes

from components.contracts import Cluster, ClusterTraits, Grant, Identity, SecretStore
from components.helm import Chart
from components.platform import cert_manager, charts, external_secrets, foundation, ingress_nginx, istio
from components.platform.kube_prometheus_stack.values import values as monitoring_values
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
STORE = SecretStore("store", "staging/", 60, {"example.com/store": "yes"}, cast(Any, None))


def settings(**changes: Any) -> PlatformSettings:
    """Settings that say no more than they must."""
    least = {"acme_email": "platform@example.com", "secrets": {"prefix": "staging/"}}
    return PlatformSettings.model_validate({**least, **changes})


def installed(chosen: PlatformSettings) -> list[tuple[Chart, Values]]:
    """Every chart of the platform with its values."""
    return [
        (charts.PROMETHEUS_OPERATOR_CRDS, foundation.values()),
        (charts.CERT_MANAGER, cert_manager.values(chosen)),
        (charts.INGRESS_NGINX, ingress_nginx.values(chosen, TRAITS)),
        (charts.ISTIO_BASE, istio.base_values()),
        (charts.ISTIOD, istio.istiod_values(chosen)),
        (charts.EXTERNAL_SECRETS, external_secrets.values(chosen, IDENTITY)),
        (charts.KUBE_PROMETHEUS_STACK, monitoring_values(chosen, TRAITS, "main")),
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
