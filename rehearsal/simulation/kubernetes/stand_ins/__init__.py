"""What a chart would install, where the chart itself is not at hand: its objects, with their real names, labels
and ports.

They stand in for it, so that what names them (NetworkPolicies, identities, disruption budgets, service names) meets them, and so
that the values which matter for that are judged: replicas, resources, scheduling, security contexts, switches. What the pods
would run is not here, nor are roles, admission webhooks and hooks, which nobody would answer. Definitions of custom resources
are not here either: rehearsal/simulation/kubernetes/charts.py says which a chart brings.
"""

from collections.abc import Callable, Mapping

from rehearsal.simulation.kinds import Refused
from rehearsal.simulation.kubernetes.stand_ins import (
    cert_manager,
    external_secrets,
    grafana,
    ingress_nginx,
    istio,
    karpenter,
    loki,
    metrics,
    operations,
    prometheus,
)
from rehearsal.simulation.kubernetes.stand_ins.parts import Object, Release, Values


def nothing(release: Release) -> list[Object]:
    """A chart of definitions only."""
    return []


CHARTS: Mapping[str, Callable[[Release], list[Object]]] = {
    "alloy": grafana.alloy,
    "base": istio.base,
    "cert-manager": cert_manager.cert_manager,
    "cluster-autoscaler": karpenter.cluster_autoscaler,
    "cni": istio.cni,
    "external-dns": operations.external_dns,
    "external-secrets": external_secrets.external_secrets,
    "gateway": istio.gateway,
    "gateway-crds-helm": nothing,
    "grafana": grafana.grafana,
    "ingress-nginx": ingress_nginx.ingress_nginx,
    "istiod": istio.istiod,
    "karpenter": karpenter.karpenter,
    "karpenter-crd": nothing,
    "kube-prometheus-stack": prometheus.kube_prometheus_stack,
    "loki": loki.loki,
    "metrics-server": metrics.metrics_server,
    "opentelemetry-collector": metrics.opentelemetry_collector,
    "prometheus-adapter": metrics.prometheus_adapter,
    "prometheus-operator-crds": nothing,
    "velero": operations.velero,
}
"""Chart name -> its stand-ins; `base`, `cni` and `gateway` are Istio's."""


def stand_ins(chart: str, release_name: str, namespace: str, values: Values) -> list[Object]:
    """The objects of a chart by that name. Raises Refused for a chart that is not in CHARTS."""
    builder = CHARTS.get(chart)
    if builder is None:
        raise Refused("UnknownChart", unknown(chart))
    return builder(Release(chart, release_name, namespace, values))


def unknown(chart: str) -> str:
    """What there is to say of a chart that is not in CHARTS."""
    return (
        f"the rehearsal does not know what the chart {chart} installs; add it to CHARTS in "
        "rehearsal/simulation/kubernetes/stand_ins/__init__.py, or name a chart that is a file"
    )


__all__ = ["CHARTS", "Object", "Values", "stand_ins", "unknown"]
