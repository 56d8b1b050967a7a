"""Grafana: its values, its administrator's Secret, and what it may read of the cluster. Pure."""

from collections.abc import Mapping
from typing import Any

from pulumi_kubernetes.rbac.v1 import PolicyRuleArgsDict

from components.contracts import SecretStore
from components.platform import charts
from components.platform.pods import Values, resources

NAMESPACE = "monitoring"
ADMIN = "grafana-admin"
SERVICE_ACCOUNT = f"{charts.KUBE_PROMETHEUS_STACK.release_name}-grafana"
# The chart would let Grafana's sidecars read every Secret of the cluster (CIS Kubernetes 5.1.2). They get this instead, in
# Grafana's own namespace: dashboards and data sources are ConfigMaps or Secrets there.
ACCESS: list[PolicyRuleArgsDict] = [
    {"api_groups": [""], "resources": ["configmaps", "secrets"], "verbs": ["get", "list", "watch"]}
]


def values(storage_class: str) -> Values:
    """Values of the grafana chart inside kube-prometheus-stack, which meets the restricted Pod Security level."""
    return {
        "admin": {"existingSecret": ADMIN, "userKey": "username", "passwordKey": "password"},
        "persistence": {"enabled": True, "storageClassName": storage_class, "size": "10Gi"},
        # The volume is on one node at a time: a rolling update would wait for itself.
        "deploymentStrategy": {"type": "Recreate"},
        # It would run as root to change the volume's owner, which fsGroup does already.
        "initChownData": {"enabled": False},
        "testFramework": {"enabled": False},
        # A ClusterRole that every caller has anyway (the API's version and health): the chart insists on binding one.
        "rbac": {"useExistingClusterRole": "system:public-info-viewer"},
        "sidecar": {
            "dashboards": {"searchNamespace": NAMESPACE},
            "resources": resources("25m", "96Mi", "250m", "256Mi"),
        },
        "resources": resources("100m", "256Mi", "1", "1Gi"),
        "grafana.ini": {
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
        },
    }


def admin(store: SecretStore, key: str) -> Mapping[str, Any]:
    """The body of the ExternalSecret with Grafana's administrator. key: its name in the store, after the stack's prefix."""
    fields = ("username", "password")
    return {
        "refreshInterval": f"{store.refresh_minutes}m",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": store.name},
        "target": {"name": ADMIN, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [
            {"secretKey": field, "remoteRef": {"key": f"{store.prefix}{key}", "property": field}}
            for field in fields
        ],
    }
