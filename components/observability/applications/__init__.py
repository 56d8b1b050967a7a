"""What watches an application: the rules of its objectives and its alerts, and its dashboard."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap

from components import naming
from components.contracts import Ingress, Monitoring
from components.helm import custom_resource
from components.observability import DASHBOARD, FOLDER
from components.observability.alerts import GROUPS, Alert, Group, rule_groups
from components.observability.applications import objectives, presets, schedules
from components.observability.applications.dashboard import dashboard
from components.observability.applications.sources import of_objective
from components.observability.dashboards import grafana_json
from settings.workload import WorkloadSpec


def groups(spec: WorkloadSpec, way_in: Ingress | None) -> list[Group]:
    """The rules of one workload: of each objective, and of the alerts it asks for."""
    source = of_objective(spec, way_in)
    promised = objectives.objectives(spec.slo, source) if spec.slo and source else ()
    ruled = [
        *(objectives.group(spec, one) for one in promised),
        *presets.groups(spec),
        *schedules.groups(spec),
    ]
    return [_told(group, spec.alerts.team) for group in ruled]


def _told(group: Group, team: str) -> Group:
    """The same rules, and their alerts are a team's."""
    owned = (replace(rule, team=team) if isinstance(rule, Alert) else rule for rule in group.rules)
    return replace(group, rules=tuple(owned))


class Watch(pulumi.ComponentResource):
    """The rules of an application's workloads, in their own namespaces, and its dashboard, where Grafana looks.

    inside: namespace -> the last resource of its own.
    """

    def __init__(
        self,
        name: str,
        application: str,
        specs: Sequence[WorkloadSpec],
        monitoring: Monitoring,
        way_in: Ingress | None,
        inside: Mapping[str, pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("observability", "Watch"), name, None, opts)
        ready = [monitoring.ready] if monitoring.ready else []
        known = list(GROUPS)
        for spec in specs:
            ruled = groups(spec, way_in)
            known += ruled
            if ruled:
                custom_resource(
                    f"{name}-{spec.name}",
                    ("monitoring.coreos.com/v1", "PrometheusRule"),
                    {
                        "name": spec.name,
                        "namespace": spec.namespace,
                        "labels": naming.labels(spec.name, application),
                    },
                    rule_groups(ruled, monitoring.runbooks),
                    parent=self,
                    after=[inside[spec.namespace], *ready],
                )
        if monitoring.dashboards:
            shown = dashboard(application, specs, way_in)
            content = grafana_json(shown, monitoring.runbooks, known)
            ConfigMap(
                f"{name}-dashboard",
                metadata={
                    "name": f"dashboard-{shown.uid}",
                    "namespace": monitoring.dashboards,
                    "labels": DASHBOARD,
                    "annotations": {FOLDER: "Applications"},
                },
                data={f"{shown.uid}.json": json.dumps(content, sort_keys=True, separators=(",", ":"))},
                opts=pulumi.ResourceOptions(parent=self, depends_on=ready),
            )
        self.register_outputs({})
