"""One application workload on one cluster: every object that its spec asks for. Knows no application."""

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.batch.v1 import CronJob
from pulumi_kubernetes.core.v1 import Service, ServiceAccount
from pulumi_kubernetes.networking.v1 import NetworkPolicy
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget

from components import contracts, naming
from components.contracts import Platform
from components.grants import BucketHandle, Identity, UseBucket
from components.workload import backup, edges, mesh, network, pods, scaling, secrets, telemetry
from components.workload.place import Place
from settings.workload import PostgresBackup, WorkloadSpec

# CustomResources are not awaited unless told so; a Deployment must not start before its Secret is there.
_WAIT_READY = {"pulumi.com/waitFor": "condition=Ready"}


class Workload(pulumi.ComponentResource):
    """A service that keeps running: pods, their number, their network, their route, their secrets and their backup.

    inside: the last resource of its namespace's own, which every object waits for. meshed: the mesh that its pods are in.
    """

    def __init__(
        self,
        name: str,
        spec: WorkloadSpec,
        platform: Platform,
        part_of: str,
        inside: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
        meshed: contracts.Mesh | None = None,
    ):
        super().__init__(naming.type_token("application", "Workload"), name, None, opts)
        self._prefix, self._spec, self._platform, self._mesh = name, spec, platform, meshed
        self._labels = naming.labels(spec.name, part_of)
        self._at = Place(name, spec, self._labels, self, inside)
        self._joined = mesh.POD_LABELS if meshed else {}
        buckets = {
            key: platform.cluster.bucket(f"{name}-{key}", bucket.expire_days, self._child())
            for key, bucket in sorted(spec.buckets.items())
        }
        needed = self._secrets()
        account, identity = self._service_account(
            spec.name, {key: value for key, value in buckets.items() if not self._is_backup(key)}
        )
        self._deployment(account, identity, self._config(buckets), needed)
        self._scaling()
        NetworkPolicy(
            name,
            metadata=self._at.metadata(),
            spec=network.policy(spec, platform, meshed),
            opts=self._at.after(),
        )
        if meshed:
            edges.reach(self._at, meshed, platform.cluster.traits.identity_endpoint)
        if spec.metrics and platform.monitoring:
            self._at.custom(
                "monitoring.coreos.com/v1",
                "ServiceMonitor",
                telemetry.service_monitor(spec, spec.metrics, meshed=meshed is not None),
                platform.monitoring.ready,
            )
        # settings/load.py refuses a route where one of the two is off.
        if spec.route and platform.ingress and platform.issuer:
            edges.publish(self._at, spec.route, platform.ingress, platform.issuer)
        if spec.backup:
            self._backup(spec.backup, buckets[spec.backup.bucket])
        self.register_outputs({})

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _is_backup(self, bucket: str) -> bool:
        """The backup's bucket is the backup job's alone: the service itself must not be able to delete its backups."""
        return self._spec.backup is not None and self._spec.backup.bucket == bucket

    def _secrets(self) -> list[pulumi.Resource]:
        store = self._platform.secret_store
        if (
            not self._spec.secrets or store is None
        ):  # settings/load.py refuses secrets where there is no store
            return []
        body = secrets.external_secret(self._spec.name, self._spec.secrets, store)
        return [self._at.custom("external-secrets.io/v1", "ExternalSecret", body, store.ready, _WAIT_READY)]

    def _service_account(
        self, account: str, buckets: Mapping[str, BucketHandle]
    ) -> tuple[pulumi.Output[str], Identity]:
        name = self._prefix if account == self._spec.name else f"{self._prefix}-backup"
        identity = Identity()
        if buckets:
            grants = [UseBucket(bucket) for bucket in buckets.values()]
            identity = self._platform.cluster.identity(
                name, self._spec.namespace, account, grants, self._child()
            )
        made = ServiceAccount(
            name,
            metadata={**self._at.metadata(account), "annotations": dict(identity.annotations)},
            automount_service_account_token=False,
            opts=self._at.after(*identity.ready),
        )
        return made.metadata.name, identity

    def _config(self, buckets: Mapping[str, BucketHandle]) -> pulumi.Output[str] | None:
        """The plain variables. Auto-named: a change makes a new ConfigMap, and with its name the pods roll over to it."""
        spec = self._spec
        data: dict[str, pulumi.Input[str]] = {
            **spec.env,
            **telemetry.telemetry_variables(spec.telemetry, self._platform.telemetry),
            **{bucket.env: buckets[key].name for key, bucket in spec.buckets.items() if bucket.env},
        }
        return self._at.config_map(self._prefix, data) if data else None

    def _deployment(
        self,
        account: pulumi.Output[str],
        identity: Identity,
        config: pulumi.Output[str] | None,
        needed: list[pulumi.Resource],
    ) -> None:
        spec = self._spec
        Deployment(
            self._prefix,
            metadata=self._at.metadata(),
            spec={
                # No replicas: the autoscaler owns them, and every `up` would set them back.
                "selector": {"match_labels": {"app": spec.name}},
                "strategy": {
                    "type": "RollingUpdate",
                    "rolling_update": {
                        "max_surge": spec.rollout.max_surge,
                        "max_unavailable": spec.rollout.max_unavailable,
                    },
                },
                "revision_history_limit": 5,
                "template": pods.template(
                    spec,
                    {**self._labels, **identity.pod_labels, **self._joined},
                    account,
                    config,
                    mesh.annotations(spec, spec.metrics) if self._mesh else None,
                ),
            },
            opts=self._at.after(*needed),
        )
        Service(
            self._prefix,
            metadata=self._at.metadata(),
            spec={
                "type": "ClusterIP",
                "selector": {"app": spec.name},
                "ports": [
                    {"name": name, "port": port, "target_port": name, "protocol": "TCP"}
                    for name, port in spec.ports.items()
                ],
            },
            opts=self._at.after(),
        )

    def _scaling(self) -> None:
        HorizontalPodAutoscaler(
            self._prefix,
            metadata=self._at.metadata(),
            spec=scaling.autoscaler(self._spec),
            opts=self._at.after(),
        )
        PodDisruptionBudget(
            self._prefix,
            metadata=self._at.metadata(),
            spec=scaling.disruption_budget(self._spec),
            opts=self._at.after(),
        )

    def _backup(self, plan: PostgresBackup, bucket: BucketHandle) -> None:
        spec, name = self._spec, backup.backup_name(self._spec)
        labels = {**self._labels, "app": name, "app.kubernetes.io/component": "backup"}
        _, identity = self._service_account(name, {"backup": bucket})
        scripts = self._at.config_map(f"{self._prefix}-backup", {backup.SCRIPT_NAME: backup.SCRIPT})
        CronJob(
            f"{self._prefix}-backup",
            metadata=self._at.metadata(name, labels=labels),
            spec=backup.cron_job(
                spec,
                plan,
                {**labels, **identity.pod_labels, **self._joined},
                scripts,
                bucket.name,
                {**self._platform.cluster.traits.rclone, **bucket.rclone},
            ),
            opts=self._at.after(),
        )
        NetworkPolicy(
            f"{self._prefix}-backup",
            metadata=self._at.metadata(name, labels=labels),
            spec=backup.policy(spec, plan, self._platform.cluster.traits.identity_endpoint, self._mesh),
            opts=self._at.after(),
        )
