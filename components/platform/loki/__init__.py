"""Loki: keeps what pods and Kubernetes say, in a bucket of the cluster's cloud, for Grafana to read."""

import json
from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import ConfigMap

from components import naming
from components.contracts import Monitoring
from components.grants import Identity, UseBucket
from components.platform.ground import Ground
from components.platform.loki.traffic import traffic
from components.platform.loki.values import NAMESPACE, SERVICE_ACCOUNT, data_source, expire_days, values
from components.platform.network import Pods
from facts import charts


class Loki(pulumi.ComponentResource):
    """Loki with a bucket and an identity of its own, and Grafana's way to it.

    clients: who sends logs and who reads them. grafana: where Grafana is, None without one of this program's. release: after
    which logs may be sent.
    """

    release: pulumi.Resource

    def __init__(
        self,
        name: str,
        ground: Ground,
        clients: Sequence[Pods],
        grafana: Monitoring | None,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "Loki"), name, None, opts)
        settings, traits = ground.settings, ground.cluster.traits
        store, identity = None, Identity()
        child = pulumi.ResourceOptions(parent=self)
        if traits.log_store:
            bucket = ground.cluster.bucket(
                f"{ground.prefix}-logs", expire_days(settings.logs.retention_days), child
            )
            grants = [UseBucket(bucket)]
            identity = ground.cluster.identity(
                f"{ground.prefix}-loki", NAMESPACE, SERVICE_ACCOUNT, grants, child
            )
            store = traits.log_store(bucket)
        home = ground.namespace(NAMESPACE, "restricted", traffic(clients), self)
        self.release = ground.release(
            charts.LOKI,
            home,
            values(settings, traits, identity, store),
            self,
            settings.logs.values,
            after=identity.ready,
            timeout=900,
        )
        if grafana:
            self._shown(ground, grafana)
        self.register_outputs({})

    def _shown(self, ground: Ground, grafana: Monitoring) -> None:
        """Grafana's sidecar finds a data source by its label, in Grafana's own namespace."""
        after = [self.release, *([grafana.ready] if grafana.ready else [])]
        ConfigMap(
            f"{ground.prefix}-loki-data-source",
            metadata={
                "name": "loki-data-source",
                "namespace": grafana.namespace,
                "labels": {"grafana_datasource": "1"},
            },
            data={"loki.yaml": json.dumps(data_source(), indent=2)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )
