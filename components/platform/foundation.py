"""What every add-on stands on: a priority class, and the monitoring kinds that charts put a ServiceMonitor of."""

from dataclasses import replace

import pulumi
from pulumi_kubernetes.scheduling.v1 import PriorityClass

from components import naming
from components.platform.ground import Ground
from components.platform.pods import PRIORITY, PRIORITY_CLASS, Values
from facts import charts

NAMESPACE = "prometheus-operator-crds"
MONITORS = "servicemonitors.monitoring.coreos.com"


def values() -> Values:
    """Values of prometheus-operator-crds. Kept on uninstall: without its kinds every ServiceMonitor and rule is deleted too."""
    return {"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}}


class Foundation(pulumi.ComponentResource):
    """The platform's priority class, and Prometheus' kinds where Prometheus is installed.

    The kinds are a release of their own because Helm never upgrades those inside kube-prometheus-stack, and because every
    add-on's ServiceMonitor needs them: with the kinds first, the add-ons need not wait for Prometheus itself.

    ground: what it was given, ready for add-ons.
    """

    ground: Ground

    def __init__(self, name: str, ground: Ground, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "Foundation"), name, None, opts)
        priority = PriorityClass(
            f"{ground.prefix}-priority",
            metadata={"name": PRIORITY_CLASS},
            value=PRIORITY,
            description="Add-ons that applications depend on: scheduled before them and never evicted for them.",
            opts=pulumi.ResourceOptions(parent=self),
        )
        ready: list[pulumi.Resource] = [priority]
        if ground.settings.monitoring.installed:
            home = ground.namespace(NAMESPACE, "restricted", (), self)
            ready.append(ground.release(charts.PROMETHEUS_OPERATOR_CRDS, home, values(), self))
        elif ground.settings.monitoring.there:
            ready.append(ground.found(MONITORS, self))
        self.ground = replace(ground, ready=tuple(ready))
        self.register_outputs({})
