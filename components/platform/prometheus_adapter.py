"""prometheus-adapter: what Prometheus knows, for HorizontalPodAutoscalers."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components import naming
from components.contracts import Monitoring
from components.helm import custom_resource
from components.platform.ground import Ground
from components.platform.network import Edge, Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform import PlatformSettings
from settings.platform.prometheus_adapter import REQUESTS, SCALING, Series

NAMESPACE = "prometheus-adapter"
PODS = {
    "app.kubernetes.io/name": "prometheus-adapter",
    "app.kubernetes.io/instance": charts.PROMETHEUS_ADAPTER.release_name,
}
INGRESS_REQUESTS = "ingress_requests_per_second"
_NAME = charts.PROMETHEUS_ADAPTER.release_name
_PORT, _PROMETHEUS_PORT = 6443, 9090
# What applications count by the conventions of Prometheus' client libraries.
_METRICS = {REQUESTS: Series(series="http_requests_total")}
# The labels of a pod's series, and what they name.
_PODS = {"namespace": "namespace", "pod": "pod"}
# What the way in counts, and the label that says whose it is.
_WAYS_IN = {
    "nginx": (Series(series="nginx_ingress_controller_requests"), "namespace"),
    "gateway": (
        Series(
            series="istio_requests_total",
            labels={"reporter": "source", "source_workload": charts.ISTIO_INGRESS.release_name},
        ),
        "destination_workload_namespace",
    ),
}


def _resources(owners: Mapping[str, str]) -> Values:
    return {label: {"resource": kind} for label, kind in owners.items()}


def _rule(name: str, series: Series, owners: Mapping[str, str], by: str = "") -> Values:
    """A rule of the adapter. owners: label -> the kind of object that it names. by: how the result is grouped."""
    chosen = [f'{label}="{value}"' for label, value in series.labels.items()]
    asked = ",".join([*(f'{label}!=""' for label in owners), *chosen])
    matched = f"<<.Series>>{{{','.join(['<<.LabelMatchers>>', *chosen])}}}"
    measured = f"rate({matched}[{series.window}])" if series.per_second else matched
    return {
        "seriesQuery": f"{series.series}{{{asked}}}",
        "resources": {"overrides": _resources(owners)},
        "name": {"as": name},
        "metricsQuery": f"{series.aggregation}({measured}){by}",
    }


def _of_applications() -> list[Values]:
    """Whatever applications scale by: two rules for all of them, which name no application. A gauge is offered as it is, a
    counter NAME_total as NAME_per_second.

    They ask for one label alone, which a workload's monitor puts on the series that its autoscaler names, so that what
    Prometheus is asked for each minute grows with those and not with the cluster.
    """
    label, value = SCALING
    owned = 'namespace!="",pod!=""'
    gauges = {
        "seriesQuery": f'{{__name__!~".+_total",{label}="{value}",{owned}}}',
        "name": {"matches": ".+"},
        "metricsQuery": "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
    }
    counters = {
        "seriesQuery": f'{{__name__=~".+_total",{label}="{value}",{owned}}}',
        "name": {"matches": "^(.+)_total$", "as": "${1}_per_second"},
        "metricsQuery": "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)",
    }
    return [{**rule, "resources": {"overrides": _resources(_PODS)}} for rule in (gauges, counters)]


def rules(settings: PlatformSettings) -> Values:
    """`rules` of the chart. No `resource` among them: metrics.k8s.io is metrics-server's, and two would fight for it.

    The chart's default rules offer every series of every container, and ask Prometheus for all of them each minute. Of two rules
    that offer a metric of one name the later one counts, so those with a name come last: what the platform says of a metric
    holds for whoever asks for it.
    """
    chosen = settings.prometheus_adapter
    external = [_rule(name, series, {"namespace": "namespace"}) for name, series in chosen.external.items()]
    if settings.ingress.there and INGRESS_REQUESTS not in chosen.external:
        series, label = _WAYS_IN[settings.ingress.kind]
        external.append(_rule(INGRESS_REQUESTS, series, {label: "namespace"}))
    return {
        "default": False,
        "custom": [
            *_of_applications(),
            *(
                _rule(name, series, _PODS, " by (<<.GroupBy>>)")
                for name, series in {**_METRICS, **chosen.metrics}.items()
            ),
        ],
        "external": external,
    }


def address(settings: PlatformSettings) -> str:
    """Where Prometheus answers."""
    own = f"http://{charts.KUBE_PROMETHEUS_STACK.release_name}-prometheus.monitoring.svc:{_PROMETHEUS_PORT}"
    return settings.prometheus_adapter.prometheus or own


def values(settings: PlatformSettings) -> Values:
    """Values of prometheus-adapter. The chart's own security context meets the restricted Pod Security level."""
    replicas = 2 if settings.high_availability else 1
    return {
        "prometheus": {"url": address(settings), "port": 0},
        "rules": rules(settings),
        "replicas": replicas,
        # The chart writes both bounds if both are there, which Kubernetes refuses.
        "podDisruptionBudget": {**disruption_budget(replicas), "maxUnavailable": None},
        "topologySpreadConstraints": spread(PODS),
        "priorityClassName": PRIORITY_CLASS,
        "resources": resources("50m", "128Mi", "500m", "512Mi"),
        # Otherwise its certificate is its own, and Kubernetes' API is told to ask for none.
        "certManager": {"enabled": True},
        # Its default tells every request.
        "logLevel": 2,
    }


def monitor() -> Mapping[str, Any]:
    """The body of a ServiceMonitor, which the chart has none of. It shows its metrics to whoever Kubernetes lets see them."""
    return {
        "selector": {"matchLabels": PODS},
        "endpoints": [
            {
                "port": "https",
                "scheme": "https",
                "bearerTokenFile": "/var/run/secrets/kubernetes.io/serviceaccount/token",
                "tlsConfig": {
                    "ca": {"secret": {"name": _NAME, "key": "ca.crt"}},
                    "serverName": f"{_NAME}.{NAMESPACE}.svc",
                },
            }
        ],
    }


def _to_prometheus(settings: PlatformSettings, scrapes: Monitoring) -> Edge:
    port = address(settings).rpartition(":")[2]
    return edge(Pods(scrapes.pod_labels, scrapes.namespace), int(port))


def traffic(settings: PlatformSettings, scrapes: Monitoring) -> tuple[Traffic, ...]:
    """It asks Prometheus, and answers Kubernetes' API."""
    return (
        Traffic(
            "prometheus-adapter",
            PODS,
            accepts=(edge(Known.API_SERVER, _PORT), edge(Known.PROMETHEUS, _PORT)),
            reaches=(edge(Known.API_SERVER), _to_prometheus(settings, scrapes)),
        ),
    )


def questions(prometheus: Mapping[str, str]) -> Traffic:
    """That this program's Prometheus answers it, for the namespace of Prometheus. prometheus: the labels of its pods."""
    return Traffic("metrics-api", prometheus, accepts=(edge(Pods(PODS, NAMESPACE), _PROMETHEUS_PORT),))


class PrometheusAdapter(pulumi.ComponentResource):
    """prometheus-adapter, which brings custom.metrics.k8s.io and external.metrics.k8s.io.

    monitoring: where it reads. issuing: cert-manager, once it issues certificates.
    """

    def __init__(
        self,
        name: str,
        ground: Ground,
        monitoring: Monitoring,
        issuing: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "PrometheusAdapter"), name, None, opts)
        settings, prefix = ground.settings, ground.prefix
        home = ground.namespace(NAMESPACE, "restricted", traffic(settings, monitoring), self)
        chosen = settings.prometheus_adapter.values
        release = ground.release(
            charts.PROMETHEUS_ADAPTER, home, values(settings), self, chosen, after=[issuing]
        )
        custom_resource(
            f"{prefix}-prometheus-adapter",
            ("monitoring.coreos.com/v1", "ServiceMonitor"),
            {"name": _NAME, "namespace": home.name},
            monitor(),
            parent=self,
            after=[release],
        )
        self.register_outputs({})
