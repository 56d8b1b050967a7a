"""Alloy: sends what pods and Kubernetes say to Loki."""

import pulumi

from components import naming
from components.platform.alloy.config import events, pods
from components.platform.alloy.values import EVENTS, LOGS, NAMESPACE, traffic, values
from components.platform.ground import Ground
from components.platform.network import Edge
from facts import charts


class Alloy(pulumi.ComponentResource):
    """Alloy twice: on every node for the logs of its pods, and once for the cluster's events.

    loki: the address of Loki's gateway, way: the edge to it, after: what must be there before anything is sent.
    """

    def __init__(
        self,
        name: str,
        ground: Ground,
        loki: str,
        way: Edge,
        after: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "Alloy"), name, None, opts)
        settings, cluster = ground.settings, ground.prefix
        home = ground.namespace(NAMESPACE, "restricted", traffic(way), self)
        releases = (
            (charts.ALLOY, LOGS, pods(loki, cluster, redact=settings.logs.redact), settings.logs.alloy),
            (charts.ALLOY_EVENTS, EVENTS, events(loki, cluster), settings.logs.alloy_events),
        )
        for chart, task, config, over in releases:
            ground.release(chart, home, values(settings, task, config), self, over, after=[after])
        self.register_outputs({})
