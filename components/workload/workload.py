"""One application workload on one cluster: every object that its spec asks for. Knows no application."""

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.batch.v1 import CronJob
from pulumi_kubernetes.core.v1 import ConfigMap, Service, ServiceAccount
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict
from pulumi_kubernetes.networking.v1 import Ingress, NetworkPolicy
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget

from components import naming
from components.contracts import BucketHandle, Identity, Platform, UseBucket
from components.workload import backup, network, pods, route, scaling, secrets, telemetry
from settings.workload import PostgresBackup, Route, WorkloadSpec

# CustomResources are not awaited unless told so; a Deployment must not start before its Secret is there.
_WAIT_READY = {"pulumi.com/waitFor": "condition=Ready"}


class Workload(pulumi.ComponentResource):
    """A service that keeps running: pods, their number, their network, their route, their secrets and their backup.

    inside: the last resource of its namespace's own, which every object waits for.
    """

    def __init__(
        self,
        name: str,
        spec: WorkloadSpec,
        platform: Platform,
        part_of: str,
        inside: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("application", "Workload"), name, None, opts)
        self._prefix, self._spec, self._platform, self._inside = name, spec, platform, inside
        self._labels = naming.labels(spec.name, part_of)
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
            name, metadata=self._metadata(), spec=network.policy(spec, platform), opts=self._object()
        )
        if spec.metrics:
            self._custom(
                "monitoring.coreos.com/v1",
                "ServiceMonitor",
                telemetry.service_monitor(spec, spec.metrics),
                platform.monitoring.ready,
            )
        if spec.route:
            self._route(spec.route)
        if spec.backup:
            self._backup(spec.backup, buckets[spec.backup.bucket])
        self.register_outputs({})

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _object(self, *depends_on: pulumi.Resource) -> pulumi.ResourceOptions:
        """Of a Kubernetes object. A component's own depends_on does not reach its children, so each says it."""
        return pulumi.ResourceOptions(parent=self, depends_on=[self._inside, *depends_on])

    def _metadata(
        self, name: str | None = None, labels: Mapping[str, str] | None = None
    ) -> ObjectMetaArgsDict:
        return {
            "name": name or self._spec.name,
            "namespace": self._spec.namespace,
            "labels": dict(labels or self._labels),
        }

    def _is_backup(self, bucket: str) -> bool:
        """The backup's bucket is the backup job's alone: the service itself must not be able to delete its backups."""
        return self._spec.backup is not None and self._spec.backup.bucket == bucket

    def _custom(
        self,
        api_version: str,
        kind: str,
        body: Mapping[str, object],
        ready: pulumi.Resource,
        annotations: Mapping[str, str] | None = None,
    ) -> CustomResource:
        return CustomResource(
            f"{self._prefix}-{kind.lower()}",
            api_version=api_version,
            kind=kind,
            metadata={**self._metadata(), "annotations": dict(annotations or {})},
            spec=body,
            opts=self._object(ready),
        )

    def _secrets(self) -> list[pulumi.Resource]:
        if not self._spec.secrets:
            return []
        store = self._platform.secret_store
        body = secrets.external_secret(self._spec.name, self._spec.secrets, store)
        return [self._custom("external-secrets.io/v1", "ExternalSecret", body, store.ready, _WAIT_READY)]

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
            metadata={**self._metadata(account), "annotations": dict(identity.annotations)},
            automount_service_account_token=False,
            opts=self._object(*identity.ready),
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
        return self._config_map(self._prefix, data) if data else None

    def _config_map(self, name: str, data: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
        metadata: ObjectMetaArgsDict = {"namespace": self._spec.namespace, "labels": self._labels}
        return ConfigMap(
            name, metadata=metadata, data=dict(data), immutable=True, opts=self._object()
        ).metadata.name

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
            metadata=self._metadata(),
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
                "template": pods.template(spec, {**self._labels, **identity.pod_labels}, account, config),
            },
            opts=self._object(*needed),
        )
        Service(
            self._prefix,
            metadata=self._metadata(),
            spec={
                "type": "ClusterIP",
                "selector": {"app": spec.name},
                "ports": [
                    {"name": name, "port": port, "target_port": name, "protocol": "TCP"}
                    for name, port in spec.ports.items()
                ],
            },
            opts=self._object(),
        )

    def _scaling(self) -> None:
        HorizontalPodAutoscaler(
            self._prefix, metadata=self._metadata(), spec=scaling.autoscaler(self._spec), opts=self._object()
        )
        PodDisruptionBudget(
            self._prefix,
            metadata=self._metadata(),
            spec=scaling.disruption_budget(self._spec),
            opts=self._object(),
        )

    def _route(self, way: Route) -> None:
        spec, platform = self._spec, self._platform
        # Not awaited: HTTP-01 needs the host's DNS record, which can only point at the load balancer once that exists.
        body = route.certificate(spec, way, platform.issuer.name)
        self._custom("cert-manager.io/v1", "Certificate", body, platform.issuer.ready)
        headers = self._config_map(f"{self._prefix}-headers", route.headers(way))
        custom = {
            "nginx.ingress.kubernetes.io/custom-headers": pulumi.Output.concat(spec.namespace, "/", headers)
        }
        Ingress(
            self._prefix,
            metadata={**self._metadata(), "annotations": {**route.annotations(way), **custom}},
            spec=route.ingress(spec, way, platform.ingress.class_name),
            opts=self._object(platform.ingress.ready),
        )

    def _backup(self, plan: PostgresBackup, bucket: BucketHandle) -> None:
        spec, name = self._spec, backup.backup_name(self._spec)
        labels = {**self._labels, "app": name, "app.kubernetes.io/component": "backup"}
        _, identity = self._service_account(name, {"backup": bucket})
        scripts = self._config_map(f"{self._prefix}-backup", {backup.SCRIPT_NAME: backup.SCRIPT})
        CronJob(
            f"{self._prefix}-backup",
            metadata=self._metadata(name, labels=labels),
            spec=backup.cron_job(
                spec,
                plan,
                {**labels, **identity.pod_labels},
                scripts,
                bucket.name,
                {**self._platform.cluster.traits.rclone, **bucket.rclone},
            ),
            opts=self._object(),
        )
        NetworkPolicy(
            f"{self._prefix}-backup",
            metadata=self._metadata(name, labels=labels),
            spec=backup.policy(spec, plan, self._platform.cluster.traits.identity_endpoint),
            opts=self._object(),
        )
