"""What Prometheus, Alertmanager and the exporters beside them are told. Pure."""

from components.contracts import ClusterTraits
from components.observability import REPLACED
from components.platform.kube_prometheus_stack import alertmanager, grafana
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.layers import merged
from settings.platform import PlatformSettings
from settings.platform.monitoring import Monitoring
from settings.platform.telemetry import Telemetry
from settings.types import quantity

NODE_EXPORTER = "node-exporter"
# The chart names its Prometheus and Alertmanager after the release, the operator labels their pods with it.
_RELEASE = charts.KUBE_PROMETHEUS_STACK.release_name
PROMETHEUS_PODS = {"app.kubernetes.io/name": "prometheus", "prometheus": f"{_RELEASE}-prometheus"}
# Alerts on a scrape that is off: they would fire, for they ask whether their target is there.
_RULES_OF = {
    "kubeControllerManager": ("kubeControllerManager",),
    "kubeEtcd": ("etcd",),
    "kubeProxy": ("kubeProxy",),
    "kubeScheduler": ("kubeSchedulerAlerting", "kubeSchedulerRecording"),
}


def _volume(storage_class: str, size: str) -> Values:
    claim = {
        "storageClassName": storage_class,
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": size}},
    }
    return {"volumeClaimTemplate": {"spec": claim}}


def retention_size(storage: str) -> str:
    """Four fifths of a volume in MiB: Prometheus' documentation asks for 80 to 85 %, and compaction needs the rest."""
    return f"{int(quantity(storage) * 4 / 5 / 2**20)}MiB"


def _prometheus(settings: Monitoring, storage_class: str, cluster: str) -> Values:
    kinds = ("rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig")
    return {
        "podDisruptionBudget": disruption_budget(settings.replicas),
        # Whoever asks twice asks the same replica: the two are never quite alike, and a graph would jump.
        "service": {"sessionAffinity": "ClientIP"},
        "prometheusSpec": {
            # Each scrapes everything into a volume of its own; Alertmanager drops the second copy of an alert.
            "replicas": settings.replicas,
            "externalLabels": {"cluster": cluster},
            "retention": f"{settings.retention_days}d",
            "retentionSize": retention_size(settings.storage),
            "storageSpec": _volume(storage_class, settings.storage),
            # Otherwise only objects labelled with this release are seen, and not one of an application.
            **{f"{kind}SelectorNilUsesHelmValues": False for kind in kinds},
            "topologySpreadConstraints": spread(PROMETHEUS_PODS),
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("500m", "2Gi", "2", "4Gi"),
        },
    }


def _otlp(settings: Telemetry) -> Values:
    """What lets applications' metrics in from the OpenTelemetry collector, each replica of which is a little behind another
    (prometheus.io/docs/guides/opentelemetry)."""
    if not (settings.installed and settings.prometheus):
        return {}
    return {"prometheusSpec": {"enableOTLPReceiver": True, "tsdb": {"outOfOrderTimeWindow": "30m"}}}


def _exporters() -> Values:
    return {
        "kube-state-metrics": {
            # To count Secrets it must be allowed to list them, and a list holds their contents (CIS Kubernetes 5.1.2).
            "collectorsExclude": ["secrets"],
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("25m", "128Mi", "250m", "512Mi"),
        },
        # It needs the node's network, processes and files, which is Pod Security level privileged. In a namespace of its
        # own, so that everything else here stays restricted.
        "prometheus-node-exporter": {
            "namespaceOverride": NODE_EXPORTER,
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("25m", "32Mi", "250m", "128Mi"),
        },
    }


def values(settings: PlatformSettings, traits: ClusterTraits, cluster: str) -> Values:
    """Values of kube-prometheus-stack. cluster: its name, by which alerts of several clusters are told apart."""
    hidden = {scrape: {"enabled": False} for scrape in traits.hidden_control_plane}
    job = {"priorityClassName": PRIORITY_CLASS, "resources": resources("10m", "32Mi", "100m", "64Mi")}
    rules = {rule: False for scrape in traits.hidden_control_plane for rule in _RULES_OF.get(scrape, ())}
    return {
        # They came with the foundation, and are upgraded with it.
        "crds": {"enabled": False},
        **hidden,
        # Those that components/observability has better ones for; the others act for the platform's team.
        "defaultRules": {
            "rules": rules,
            "disabled": dict.fromkeys(REPLACED, True),
            "additionalRuleLabels": {"team": "platform"},
        },
        "prometheusOperator": {
            "priorityClassName": PRIORITY_CLASS,
            "resources": resources("50m", "128Mi", "500m", "256Mi"),
            "prometheusConfigReloader": {"resources": resources("10m", "32Mi", "100m", "64Mi")},
            "admissionWebhooks": {"patch": job},
        },
        "prometheus": merged(
            _prometheus(settings.monitoring, traits.storage_class, cluster), _otlp(settings.telemetry)
        ),
        "alertmanager": alertmanager.values(settings.monitoring, _volume(traits.storage_class, "2Gi")),
        "grafana": grafana.values(settings.monitoring.grafana, traits.storage_class),
        **_exporters(),
    }
