"""What watches the platform: alerts and dashboards for what a cluster has, beside the Prometheus and Grafana that read them."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap

from components import naming
from components.contracts import Cluster
from components.helm import Home, custom_resource
from components.observability.alerts import ADD_ONS, REPLACED, by_add_on, rule_groups
from components.observability.dashboards import grafana_json, of_add_ons
from facts import charts
from settings.platform import PlatformSettings

__all__ = ["ALERTS", "FOLDER", "REPLACED", "Observability", "installed"]

ALERTS = "alerts"
"""The namespace of rules and dashboards for a Prometheus that is somebody else's."""

FOLDER = "grafana_folder"
"""The annotation by which Grafana's sidecar puts a dashboard into a folder."""
DASHBOARD = {"grafana_dashboard": "1"}
"""The label by which the sidecar knows a dashboard: the chart's default."""

_OPERATOR = "monitoring.coreos.com/v1"
# What adds nodes comes with the cluster, before there is a kind of ServiceMonitor, so it cannot bring its own.
# Their charts' Services: the label `app.kubernetes.io/name`, and the port's name.
_AUTOSCALERS = {
    "karpenter": ("karpenter", "http-metrics"),
    "cluster-autoscaler": ("aws-cluster-autoscaler", "http"),
}


def installed(settings: PlatformSettings, autoscaler: str) -> list[str]:
    """What of alerts.ADD_ONS a cluster has: by the charts that are installed. An existing add-on is its owner's to watch."""
    brought = {chart.name for section in settings.add_ons.values() for chart in section.brings}
    gateway = (
        {"ingress-gateway"} if settings.ingress.installed and settings.ingress.kind == "gateway" else set()
    )
    return [add_on for add_on in ADD_ONS if add_on in brought | gateway | {autoscaler}]


def autoscaler_scrape(autoscaler: str) -> Mapping[str, Any]:
    """The body of a ServiceMonitor for what adds nodes."""
    name, port = _AUTOSCALERS[autoscaler]
    return {
        "selector": {"matchLabels": {"app.kubernetes.io/name": name}},
        "endpoints": [{"port": port, "interval": "30s"}],
    }


class Observability(pulumi.ComponentResource):
    """The alerts of every add-on that is installed, and dashboards that show what they ask. home: where they go."""

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: Cluster,
        home: Home,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("observability", "Observability"), name, None, opts)
        self._prefix, self._namespace, self._after = cluster.name, home.name, home.ready
        # external-dns is only where there is a zone to write into.
        without = set() if cluster.traits.dns else {charts.EXTERNAL_DNS.name}
        present = [one for one in installed(settings, cluster.traits.autoscaler) if one not in without]
        runbooks = settings.monitoring.runbooks
        for add_on, groups in by_add_on(present).items():
            self._custom("PrometheusRule", f"alerts-{add_on}", self._namespace, rule_groups(groups, runbooks))
        for dashboard in of_add_ons(present):
            self._dashboard(dashboard.uid, grafana_json(dashboard, runbooks))
        if autoscaler := cluster.traits.autoscaler:
            self._custom("ServiceMonitor", autoscaler, "kube-system", autoscaler_scrape(autoscaler))
        self.register_outputs({})

    def _custom(self, kind: str, name: str, namespace: pulumi.Input[str], spec: Mapping[str, Any]) -> None:
        metadata = {"name": name, "namespace": namespace}
        custom_resource(
            f"{self._prefix}-{name}", (_OPERATOR, kind), metadata, spec, parent=self, after=self._after
        )

    def _dashboard(self, uid: str, content: Mapping[str, Any]) -> None:
        ConfigMap(
            f"{self._prefix}-dashboard-{uid}",
            metadata={
                "name": f"dashboard-{uid}",
                "namespace": self._namespace,
                "labels": DASHBOARD,
                "annotations": {FOLDER: "Platform"},
            },
            data={f"{uid}.json": json.dumps(content, sort_keys=True, separators=(",", ":"))},
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(self._after)),
        )
