"""Grafana: its values, and what it may read of the cluster. Pure."""

from pulumi_kubernetes.rbac.v1 import PolicyRuleArgsDict

from components.observability import FOLDER
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from facts import charts
from settings.platform.grafana import Grafana

NAMESPACE = "monitoring"
ADMIN = "grafana-admin"
DATABASE = "grafana-database"
PODS = {
    "app.kubernetes.io/name": "grafana",
    "app.kubernetes.io/instance": charts.KUBE_PROMETHEUS_STACK.release_name,
}
SERVICE_ACCOUNT = f"{charts.KUBE_PROMETHEUS_STACK.release_name}-grafana"
# The chart would let Grafana's sidecars read every Secret of the cluster (CIS Kubernetes 5.1.2). They get this instead, in
# Grafana's own namespace: dashboards and data sources are ConfigMaps or Secrets there.
ACCESS: list[PolicyRuleArgsDict] = [
    {"api_groups": [""], "resources": ["configmaps", "secrets"], "verbs": ["get", "list", "watch"]}
]


# One volume is on one node at a time: a rolling update would wait for itself.
_RECREATE = {"type": "Recreate"}


def _kept(settings: Grafana, storage_class: str) -> Values:
    """Where Grafana keeps what is made by hand in it: a volume, or a database that several replicas share."""
    if settings.database is None:
        return {
            "persistence": {"enabled": True, "storageClassName": storage_class, "size": settings.storage},
            "deploymentStrategy": _RECREATE,
        }
    variables = {"GF_DATABASE_USER": "username", "GF_DATABASE_PASSWORD": "password"}
    several = settings.replicas > 1
    return {
        "replicas": settings.replicas,
        "persistence": {"enabled": False},
        "envValueFrom": {
            name: {"secretKeyRef": {"name": DATABASE, "key": key}} for name, key in variables.items()
        },
        **({"podDisruptionBudget": {"minAvailable": 1}} if several else {}),
        "topologySpreadConstraints": spread(PODS),
    }


def _ini(settings: Grafana) -> Values:
    database = settings.database
    kept = (
        {
            "type": "postgres",
            "host": f"{database.host}:{database.port}",
            "name": database.name,
            "ssl_mode": database.tls,
        }
        if database
        else {}
    )
    return {
        # Nothing is sent home, and the version is the one that was rolled out.
        "analytics": {
            "reporting_enabled": False,
            "check_for_updates": False,
            "check_for_plugin_updates": False,
        },
        "news": {"news_feed_enabled": False},
        "users": {"allow_sign_up": False},
        "auth.anonymous": {"enabled": False},
        "security": {"disable_gravatar": True},
        # Prometheus judges rules and Alertmanager tells; each replica of Grafana would do both once more.
        "unified_alerting": {"execute_alerts": False},
        **({"database": kept} if kept else {}),
    }


def values(settings: Grafana, storage_class: str) -> Values:
    """Values of the grafana chart inside kube-prometheus-stack, which meets the restricted Pod Security level."""
    return {
        "admin": {"existingSecret": ADMIN, "userKey": "username", "passwordKey": "password"},
        **_kept(settings, storage_class),
        # It would run as root to change the volume's owner, which fsGroup does already.
        "initChownData": {"enabled": False},
        "testFramework": {"enabled": False},
        # A ClusterRole that every caller has anyway (the API's version and health): the chart insists on binding one.
        "rbac": {"useExistingClusterRole": "system:public-info-viewer"},
        "sidecar": {
            "dashboards": {
                "searchNamespace": NAMESPACE,
                "folderAnnotation": FOLDER,
                "provider": {"foldersFromFilesStructure": True},
            },
            "datasources": {"searchNamespace": NAMESPACE},
            "resources": resources("25m", "96Mi", "250m", "256Mi"),
        },
        "priorityClassName": PRIORITY_CLASS,
        "resources": resources("100m", "256Mi", "1", "1Gi"),
        "grafana.ini": _ini(settings),
    }
