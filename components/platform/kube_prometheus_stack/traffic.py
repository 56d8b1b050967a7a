"""Who talks to whom in the namespace of Prometheus, Alertmanager and Grafana. Pure."""

from components.platform.kube_prometheus_stack.alertmanager import PODS as ALERTMANAGER_PODS
from components.platform.kube_prometheus_stack.alertmanager import way_out
from components.platform.kube_prometheus_stack.grafana import PODS as GRAFANA_PODS
from components.platform.kube_prometheus_stack.values import PROMETHEUS_PODS
from components.platform.network import Known, Pods, Traffic, edge
from facts import charts
from settings.platform.monitoring import Monitoring

__all__ = ["ALERTMANAGER_PODS", "GRAFANA_PODS", "traffic"]

_RELEASE = charts.KUBE_PROMETHEUS_STACK.release_name
_STATE_PODS = {"app.kubernetes.io/name": "kube-state-metrics", "app.kubernetes.io/instance": _RELEASE}
_OPERATOR_PODS = {"app": f"{_RELEASE}-operator", "release": _RELEASE}


def traffic(settings: Monitoring) -> tuple[Traffic, ...]:
    """Prometheus reaches every pod's metrics, on whichever port they are; node-exporter and the kubelet are on the nodes."""
    api = edge(Known.API_SERVER)
    metrics = Known.PROMETHEUS
    gossip = edge(Pods(ALERTMANAGER_PODS), 9094, protocols=("TCP", "UDP"))
    database = settings.grafana.database
    stored = (edge(Known.OUTSIDE, database.port),) if database else ()
    return (
        Traffic(
            "prometheus",
            PROMETHEUS_PODS,
            accepts=(edge(metrics, 9090, 8080), edge(Pods(GRAFANA_PODS), 9090)),
            reaches=(edge(Known.EVERY_POD), edge(Known.NODES, 9100, 10250), api),
        ),
        Traffic(
            "alertmanager",
            ALERTMANAGER_PODS,
            accepts=(edge(metrics, 9093, 8080), edge(Pods(GRAFANA_PODS), 9093), gossip),
            reaches=(gossip, *way_out(settings.alerts)),
        ),
        Traffic(
            "grafana",
            GRAFANA_PODS,
            accepts=(edge(metrics, 3000),),
            reaches=(edge(Pods(PROMETHEUS_PODS), 9090), edge(Pods(ALERTMANAGER_PODS), 9093), api, *stored),
        ),
        Traffic("kube-state-metrics", _STATE_PODS, accepts=(edge(metrics, 8080),), reaches=(api,)),
        Traffic(
            "operator",
            _OPERATOR_PODS,
            accepts=(edge(Known.API_SERVER, 10250), edge(metrics, 10250)),
            reaches=(api,),
        ),
        Traffic(
            "certificates",
            {"app": f"{_RELEASE}-admission-create", "release": _RELEASE},
            reaches=(api,),
        ),
        Traffic(
            "certificates-patch",
            {"app": f"{_RELEASE}-admission-patch", "release": _RELEASE},
            reaches=(api,),
        ),
    )
