"""What every add-on stands on: a priority class, and the monitoring kinds that charts put a ServiceMonitor of."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.scheduling.v1 import PriorityClass

from components import naming
from components.contracts import Cluster
from components.helm import helm_release
from components.platform import charts
from components.platform.namespaces import namespace
from components.platform.pods import PRIORITY, PRIORITY_CLASS, Values

NAMESPACE = "prometheus-operator-crds"


def values() -> Values:
    """Values of prometheus-operator-crds. Kept on uninstall: without its kinds every ServiceMonitor and rule is deleted too."""
    return {"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}}


class Foundation(pulumi.ComponentResource):
    """The platform's priority class, and Prometheus' kinds.

    The kinds are a release of their own because Helm never upgrades those inside kube-prometheus-stack, and because every
    add-on's ServiceMonitor needs them: with the kinds first, the add-ons need not wait for Prometheus itself.

    ready: what an add-on's release depends on.
    """

    ready: Sequence[pulumi.Resource]

    def __init__(self, name: str, cluster: Cluster, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "Foundation"), name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        priority = PriorityClass(
            f"{cluster.name}-priority",
            metadata={"name": PRIORITY_CLASS},
            value=PRIORITY,
            description="Add-ons that applications depend on: scheduled before them and never evicted for them.",
            opts=child,
        )
        home = namespace(cluster.name, NAMESPACE, "restricted", child)
        kinds = helm_release(cluster.name, charts.PROMETHEUS_OPERATOR_CRDS, home, values(), child)
        self.ready = (priority, kinds)
        self.register_outputs({})
