"""What add-ons and applications stand on: priority classes, and the monitoring kinds that charts put a ServiceMonitor of."""

from dataclasses import replace

import pulumi
from pulumi_kubernetes.scheduling.v1 import PriorityClass

from components import naming
from components.platform.ground import Ground
from components.platform.pods import PRIORITY, PRIORITY_CLASS, Values
from facts import charts

NAMESPACE = "prometheus-operator-crds"
MONITORS = "servicemonitors.monitoring.coreos.com"
# Applications that say nothing have 0. The high ones stay below every add-on's, for without add-ons no application runs. The low
# ones stay above -10: below it cluster-autoscaler adds no node for a pod and takes away the node that it is on
# (github.com/kubernetes/autoscaler, cluster-autoscaler/FAQ.md, --expendable-pods-priority-cutoff).
PRIORITIES = {
    "low": (-5, "Applications that wait, and give way, when there is no room for the others."),
    "high": (
        1000,
        "Applications that are scheduled before the others, and instead of them when there is no room.",
    ),
}


def values() -> Values:
    """Values of prometheus-operator-crds. Kept on uninstall: without its kinds every ServiceMonitor and rule is deleted too."""
    return {"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}}


class Foundation(pulumi.ComponentResource):
    """The priority classes of the platform and of applications, and Prometheus' kinds where Prometheus is installed.

    The kinds are a release of their own because Helm never upgrades those inside kube-prometheus-stack, and because every
    add-on's ServiceMonitor needs them: with the kinds first, the add-ons need not wait for Prometheus itself.

    On a platform that another stack has brought, the classes of applications are looked up, and add-ons, of which there are none,
    need no class.

    ground: what it was given, ready for add-ons. priorities: the classes of applications.
    """

    ground: Ground
    priorities: tuple[pulumi.Resource, ...]

    def __init__(self, name: str, ground: Ground, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "Foundation"), name, None, opts)
        ready: list[pulumi.Resource] = []
        child = pulumi.ResourceOptions(parent=self)
        if ground.settings.shared:
            self.priorities = tuple(
                PriorityClass.get(f"{ground.prefix}-priority-{of}", naming.priority_class(of), child)
                for of in PRIORITIES
            )
        else:
            ready = self._classes(ground.prefix, child)
        if ground.settings.monitoring.installed:
            home = ground.namespace(NAMESPACE, "restricted", (), self)
            ready.append(ground.release(charts.PROMETHEUS_OPERATOR_CRDS, home, values(), self))
        elif ground.settings.monitoring.there:
            ready.append(ground.found(MONITORS, self))
        self.ground = replace(ground, ready=tuple(ready))
        self.register_outputs({})

    def _classes(self, prefix: str, opts: pulumi.ResourceOptions) -> list[pulumi.Resource]:
        """Make the classes. Returns what every add-on's release comes after."""
        priority = PriorityClass(
            f"{prefix}-priority",
            metadata={"name": PRIORITY_CLASS},
            value=PRIORITY,
            description="Add-ons that applications depend on: scheduled before them and never evicted for them.",
            opts=opts,
        )
        self.priorities = tuple(
            PriorityClass(
                f"{prefix}-priority-{of}",
                metadata={"name": naming.priority_class(of)},
                value=value,
                description=description,
                opts=opts,
            )
            for of, (value, description) in PRIORITIES.items()
        )
        return [priority]
