"""What Loki is told. Pure.

Monolithic, in three equal pods: the mode that Loki's documentation recommends between one process and a dozen services is
going (SimpleScalable ends with Loki 4), and one process in several pods holds some tens of gigabytes a day
(grafana.com/docs/loki/latest/get-started/deployment-modes). Whoever writes more sets the chart's deploymentMode to Distributed,
with the same bucket.
"""

from collections.abc import Mapping
from typing import Any

from components.contracts import ClusterTraits
from components.grants import Identity
from components.platform.pods import PRIORITY_CLASS, Values, resources, spread
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "loki"
SERVICE_ACCOUNT = "loki"
GATEWAY = f"http://{charts.LOKI.release_name}-gateway.{NAMESPACE}.svc.cluster.local"
"""Loki's one address, for what writes and for what reads."""
# Loki deletes what is past its retention within hours. What it loses sight of goes a week later, by the bucket's own rule.
MARGIN_DAYS = 7


def labels(component: str) -> dict[str, str]:
    """Of the pods of one of the chart's workloads."""
    release = charts.LOKI.release_name
    return {
        "app.kubernetes.io/name": "loki",
        "app.kubernetes.io/instance": release,
        "app.kubernetes.io/component": component,
    }


def replicas(settings: PlatformSettings, *, bucket: bool) -> int:
    """Three, of which one may be lost: what is written is acknowledged by two. One where nothing is shared between them."""
    return 3 if settings.high_availability and bucket else 1


def expire_days(retention_days: int) -> int:
    """When the bucket deletes an object, whatever it is."""
    return retention_days + MARGIN_DAYS


def data_source() -> Mapping[str, Any]:
    """Loki as a data source of Grafana (grafana.com/docs/grafana/latest/administration/provisioning)."""
    source = {
        "name": "Loki",
        "uid": "loki",
        "type": "loki",
        "access": "proxy",
        "url": GATEWAY,
        "editable": False,
    }
    return {"apiVersion": 1, "datasources": [source]}


def _loki(settings: PlatformSettings, identity: Identity, store: Mapping[str, Any], several: int) -> Values:
    kind = store["type"]
    return {
        # One tenant: who may read logs is decided in Grafana, and who may write them by NetworkPolicy.
        "auth_enabled": False,
        "podLabels": dict(identity.pod_labels),
        "commonConfig": {"replication_factor": several},
        "storage": dict(store),
        "schemaConfig": {
            "configs": [
                {
                    # Any day before the first line; a later schema gets an entry of its own, and this one stays as it is.
                    "from": "2024-04-01",
                    "store": "tsdb",
                    "object_store": kind,
                    "schema": "v13",
                    "index": {"prefix": "index_", "period": "24h"},
                }
            ]
        },
        "limits_config": {"retention_period": f"{settings.logs.retention_days * 24}h"},
        # Off by default, and then nothing is ever deleted.
        "compactor": {"retention_enabled": True, "delete_request_store": kind},
        "analytics": {"reporting_enabled": False},
    }


def _cache(settings: PlatformSettings, megabytes: int, memory: str) -> Values:
    """Without several replicas there is none: what it saves is the bucket's requests, not the bucket."""
    return {
        "enabled": settings.high_availability,
        "allocatedMemory": megabytes,
        "resources": resources("50m", memory, "500m", memory),
    }


def values(
    settings: PlatformSettings, traits: ClusterTraits, identity: Identity, store: Mapping[str, Any] | None
) -> Values:
    """Values of loki. store: the chart's `loki.storage`, without keys; None keeps all in the volume.

    The chart's own security contexts meet the restricted Pod Security level, and its anti-affinity keeps two pods of a kind
    off one node.
    """
    several = replicas(settings, bucket=store is not None)
    gateways = 2 if settings.high_availability else 1
    return {
        "deploymentMode": "Monolithic",
        "global": {"priorityClassName": PRIORITY_CLASS},
        # It asks nothing of Kubernetes: its identity's token, where that is a file, is mounted by itself.
        "defaults": {"automountServiceAccountToken": False},
        "serviceAccount": {
            "name": SERVICE_ACCOUNT,
            "annotations": dict(identity.annotations),
            "automountServiceAccountToken": False,
        },
        "loki": _loki(settings, identity, store or {"type": "filesystem"}, several),
        "singleBinary": {
            "replicas": several,
            "resources": resources("250m", "1Gi", "2", "3Gi"),
            "topologySpreadConstraints": spread(labels("single-binary")),
            "podDisruptionBudget": {"enabled": several > 1, "maxUnavailable": 1},
            "persistence": {
                "size": settings.logs.storage,
                "storageClass": traits.storage_class,
                # With a bucket a volume holds only what was written last, which its pod sends there before it goes.
                "enableStatefulSetAutoDeletePVC": store is not None,
            },
        },
        **{target: {"replicas": 0} for target in ("read", "write", "backend")},
        "gateway": {
            "replicas": gateways,
            "resources": resources("25m", "32Mi", "250m", "128Mi"),
            "topologySpreadConstraints": spread(labels("gateway")),
            "podDisruptionBudget": {"enabled": gateways > 1, "maxUnavailable": 1},
            # A third project's sidecar beside nginx; Loki counts the same requests itself.
            "metrics": {"enabled": False},
        },
        # By default it asks for 10 GB of memory, for a hundred times the logs.
        "chunksCache": _cache(settings, 512, "640Mi"),
        "resultsCache": _cache(settings, 128, "192Mi"),
        "memcachedExporter": {"resources": resources("10m", "32Mi", "100m", "64Mi")},
        # Alerts are Prometheus' here; the sidecar would read every ConfigMap and Secret for Loki's own.
        "sidecar": {"rules": {"enabled": False}},
        "ruler": {"enabled": False},
        # It writes lines to see them arrive, from every node; alerts on Loki's own metrics tell the same.
        "lokiCanary": {"enabled": False},
        "test": {"enabled": False},
        "monitoring": {"serviceMonitor": {"enabled": settings.monitoring.there}},
    }
