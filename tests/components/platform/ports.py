"""What each chart's pods listen on that others must reach, by release: webhooks, and metrics.

From the charts' own templates at the pinned versions; a release that is not here fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from components.platform.ingress_nginx import POD_LABELS as NGINX
from components.platform.istio.gateways import EGRESS_LABELS, INGRESS_LABELS
from components.platform.kube_prometheus_stack.traffic import ALERTMANAGER_PODS, GRAFANA_PODS
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.loki.values import labels as loki
from components.platform.open_telemetry.values import LABELS as COLLECTOR

Port = tuple[Mapping[str, str], int]


@dataclass(frozen=True)
class Ports:
    """webhooks: called by the Kubernetes API, as aggregated APIs are. metrics: scraped by Prometheus; those of hosts' own network
    are not policies'."""

    webhooks: tuple[Port, ...] = ()
    metrics: tuple[Port, ...] = ()


def _cert_manager(component: str) -> dict[str, str]:
    return {"app.kubernetes.io/instance": "cert-manager", "app.kubernetes.io/component": component}


def _named(name: str, instance: str = "") -> dict[str, str]:
    own = {"app.kubernetes.io/instance": instance} if instance else {}
    return {"app.kubernetes.io/name": name, **own}


_STACK = "kube-prometheus-stack"
_OPERATOR = {"app": f"{_STACK}-operator", "release": _STACK}
_ESO = "external-secrets"
_ADAPTER = _named("prometheus-adapter", "prometheus-adapter")
_METRICS_SERVER = _named("metrics-server", "metrics-server")
RELEASES: Mapping[str, Ports] = {
    "prometheus-operator-crds": Ports(),
    "cert-manager": Ports(
        webhooks=((_cert_manager("webhook"), 10250),),
        metrics=tuple((_cert_manager(part), 9402) for part in ("controller", "webhook", "cainjector")),
    ),
    "external-secrets": Ports(
        webhooks=((_named(f"{_ESO}-webhook"), 10250),),
        metrics=tuple((_named(pod), 8080) for pod in (_ESO, f"{_ESO}-webhook", f"{_ESO}-cert-controller")),
    ),
    "ingress-nginx": Ports(webhooks=((NGINX, 8443),), metrics=((NGINX, 10254),)),
    "istio-base": Ports(),
    "istio-cni": Ports(),
    "istiod": Ports(webhooks=(({"app": "istiod"}, 15017),), metrics=(({"app": "istiod"}, 15014),)),
    "istio-ingressgateway": Ports(metrics=((INGRESS_LABELS, 15020), (INGRESS_LABELS, 15090))),
    "istio-egressgateway": Ports(metrics=((EGRESS_LABELS, 15020), (EGRESS_LABELS, 15090))),
    "loki": Ports(
        metrics=(
            (loki("single-binary"), 3100),
            (loki("memcached-chunks-cache"), 9150),
            (loki("memcached-results-cache"), 9150),
        )
    ),
    "alloy": Ports(metrics=((_named("alloy", "alloy"), 12345),)),
    "alloy-events": Ports(metrics=((_named("alloy", "alloy-events"), 12345),)),
    "opentelemetry-collector": Ports(metrics=((COLLECTOR, 8888),)),
    "velero": Ports(metrics=((_named("velero", "velero") | {"name": "velero"}, 8085),)),
    "external-dns": Ports(metrics=((_named("external-dns", "external-dns"), 7979),)),
    "prometheus-adapter": Ports(webhooks=((_ADAPTER, 6443),), metrics=((_ADAPTER, 6443),)),
    "metrics-server": Ports(webhooks=((_METRICS_SERVER, 10250),), metrics=((_METRICS_SERVER, 10250),)),
    _STACK: Ports(
        webhooks=((_OPERATOR, 10250),),
        metrics=(
            (_OPERATOR, 10250),
            (PROMETHEUS_PODS, 9090),
            (PROMETHEUS_PODS, 8080),
            (ALERTMANAGER_PODS, 9093),
            (ALERTMANAGER_PODS, 8080),
            (GRAFANA_PODS, 3000),
            (_named("kube-state-metrics", _STACK), 8080),
        ),
    ),
}
OPEN = {
    ("ingress-nginx", 80): "the world",
    ("ingress-nginx", 443): "the world",
    ("istio-ingress", 80): "the world",
    ("istio-ingress", 443): "the world",
    ("istio-system", 15012): "every proxy of the mesh",
    ("opentelemetry-collector", 4317): "every pod that has traces or metrics to send",
    ("opentelemetry-collector", 4318): "every pod that has traces or metrics to send",
    ("istio-egress", 443): "every proxy of the mesh",
}
"""The ports that any pod or any address may connect to, and who does."""
