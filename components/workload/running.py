"""The pods of a workload on one cluster, and the Service before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apps.v1 import (
    Deployment,
    DeploymentSpecArgsDict,
    StatefulSet,
    StatefulSetSpecArgsDict,
)
from pulumi_kubernetes.core.v1 import PodTemplateSpecArgsDict, Service, ServiceSpecArgsDict

from components.grants import BucketHandle, Identity
from components.workload import mesh, pods, telemetry
from components.workload.access import rights
from components.workload.accounts import account
from components.workload.candidate import serving
from components.workload.containers import file_keys
from components.workload.place import Place
from settings.workload import WorkloadSpec


@dataclass(frozen=True)
class Running:
    """Pods that are there. controller: the resource that is made once they are ready. account: what they run as, with its
    identity."""

    controller: pulumi.Resource
    account: tuple[pulumi.Output[str], Identity]


def serve(at: Place, *ready: pulumi.Resource) -> None:
    """The Service; of a stateful workload without an address of its own, so that each replica has a name in DNS.

    ready: pods behind it that are not the workload's own.
    """
    spec = service(at.spec, serving(at.spec), meshed=at.mesh is not None)
    Service(at.prefix, metadata=at.metadata(), spec=spec, opts=at.after(*ready))


def service(spec: WorkloadSpec, pods_of: str, *, meshed: bool = False) -> ServiceSpecArgsDict:
    """pods_of: the workload whose pods are behind it. meshed: they are in the mesh. A replica that is not ready is not in DNS
    either: nothing in a spec says that its members must find each other before they are."""
    body: ServiceSpecArgsDict = {
        "type": "ClusterIP",
        "selector": {"app": pods_of},
        "ports": [mesh.service_port(spec, name, meshed=meshed) for name in spec.ports],
    }
    return {**body, "cluster_ip": "None"} if spec.kind == "stateful" else body


def variables(at: Place, buckets: Mapping[str, BucketHandle]) -> dict[str, pulumi.Input[str]]:
    """The plain variables: those of the spec, and what only this stack knows. buckets: by the spec's names."""
    spec = at.spec
    return {
        **spec.env,
        **telemetry.telemetry_variables(spec.telemetry, at.platform.telemetry),
        **{bucket.env: buckets[key].name for key, bucket in spec.buckets.items() if bucket.env},
    }


def files(at: Place) -> pulumi.Output[str] | None:
    """The files, in a ConfigMap that is auto-named like that of the variables."""
    keys = file_keys(at.spec.files)
    data = {keys[path]: content for path, content in at.spec.files.items()}
    # With a dot, which no workload's name has.
    return at.config_map(f"{at.prefix}.files", data) if data else None


def run(
    at: Place,
    buckets: Mapping[str, BucketHandle],
    needed: Sequence[pulumi.Resource],
) -> Running:
    """The pods. buckets: by the spec's names, without the backup's; needed: what its pods cannot start without."""
    spec = at.spec
    name, identity = account(at, [bucket for key, bucket in buckets.items() if not is_backup(at, key)])
    plain = variables(at, buckets)
    given = pods.Given(
        name,
        # Auto-named: a change makes a new ConfigMap, and with its name the pods roll over to it.
        at.config_map(at.prefix, plain) if plain else None,
        files(at),
        {**at.labels, **identity.pod_labels, **at.joined},
        telemetry.annotations(spec, meshed=at.mesh is not None),
    )
    template = pods.template(spec, given)
    classes = at.platform.priorities if spec.priority != "normal" else ()
    opts = at.after(*needed, *rights(at, name), *classes)
    controller: pulumi.Resource
    if spec.kind == "stateful":
        body = stateful_set(spec, at.labels, template, at.platform.cluster.traits.storage_class)
        controller = StatefulSet(at.prefix, metadata=at.metadata(), spec=body, opts=opts)
    else:
        controller = Deployment(at.prefix, metadata=at.metadata(), spec=deployment(spec, template), opts=opts)
    return Running(controller, (name, identity))


def deployment(spec: WorkloadSpec, template: PodTemplateSpecArgsDict) -> DeploymentSpecArgsDict:
    """Without replicas unless their number is fixed: else the autoscaler owns it, and every `up` would set it back."""
    body: DeploymentSpecArgsDict = {
        "selector": {"match_labels": {"app": spec.name}},
        "strategy": {
            "type": "RollingUpdate",
            "rolling_update": {
                "max_surge": spec.rollout.max_surge,
                "max_unavailable": spec.rollout.max_unavailable,
            },
        },
        "revision_history_limit": 5,
        "template": template,
    }
    return {**body, "replicas": spec.scale.min} if spec.scale.fixed else body


def stateful_set(
    spec: WorkloadSpec, labels: Mapping[str, str], template: PodTemplateSpecArgsDict, storage_class: str
) -> StatefulSetSpecArgsDict:
    """Replicas with names and volumes of their own. storage_class: of claims that name none.

    Started and ended side by side, replaced one by one from the last (rollout.max_surge and max_unavailable are for what has no
    volumes). OrderedReady would wait for ever for a replica that a bad version broke, also when the version after it is good
    (kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Forced rollback"). Members that must start one after the
    other wait for each other themselves.

    Volumes outlive the StatefulSet and a smaller number of replicas: only who deletes the claims, or their namespace, deletes
    data. Kubernetes never changes claims' templates, so a preview after another size, class, path or name of a claim shows the
    StatefulSet replaced: all replicas end, and new ones take the volumes that are there, by name. Another size or class is then
    of new replicas alone; a volume that is there grows by its own claim (kubectl patch), where its class allows that.
    """
    body: StatefulSetSpecArgsDict = {
        "service_name": spec.name,
        "selector": {"match_labels": {"app": spec.name}},
        "pod_management_policy": "Parallel",
        "update_strategy": {"type": "RollingUpdate"},
        "persistent_volume_claim_retention_policy": {"when_deleted": "Retain", "when_scaled": "Retain"},
        "revision_history_limit": 5,
        "template": template,
        "volume_claim_templates": [
            {
                "metadata": {"name": name, "labels": dict(labels)},
                "spec": {
                    "access_modes": ["ReadWriteOnce"],
                    "storage_class_name": claim.storage_class or storage_class,
                    "resources": {"requests": {"storage": claim.size}},
                },
            }
            for name, claim in spec.claims.items()
        ],
    }
    return {**body, "replicas": spec.scale.min} if spec.scale.fixed else body


def is_backup(at: Place, bucket: str) -> bool:
    """The backup's bucket is the backup job's alone: the service itself must not be able to delete its backups."""
    return at.spec.backup is not None and at.spec.backup.bucket == bucket
