"""Backups and DNS records: Velero (chart 12.1.0) and external-dns (chart 1.21.1)."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    Object,
    Part,
    Release,
    Values,
    filled,
    made,
    sidecar,
    workload,
)

GROUP = "velero.io/v1"
SECURITY = {
    "privileged": False,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "runAsGroup": 65532,
    "capabilities": {"drop": ["ALL"]},
}
SCRATCH: list[Object] = [{"name": name, "emptyDir": {}} for name in ("plugins", "scratch")]
"""The server's own volumes; the plugins' init containers copy themselves into the first."""
USER = {"runAsNonRoot": True, "fsGroup": 65534, "seccompProfile": {"type": "RuntimeDefault"}}


def velero(release: Release) -> list[Object]:
    """The server, whose name is the same whatever the release's is, the node agent where it is on, and where backups go."""
    labels = release.labels()
    who, found = account(release, f"{release.fullname}-server", release.block("serviceAccount.server"))
    plugins = release.at("initContainers") or []
    part = Part(
        "velero",
        labels,
        release.values,
        account=who,
        container="velero",
        ports={"http-monitoring": 8085},
        labels={"name": "velero"},
        security=release.at("containerSecurityContext", {}),
        pod_security=release.at("podSecurityContext", {}),
        spec={"strategy": {"type": "Recreate"}},
        pod={
            "volumes": [*SCRATCH, *release.at("extraVolumes", [])],
            **({"initContainers": plugins} if plugins else {}),
        },
    )
    found.append(workload(release, part))
    pods = {**labels, "name": "velero"}
    if release.at("metrics.enabled", True):
        block = release.block("metrics.service")
        found.append(
            service(release, release.fullname, pods, {"http-monitoring": (8085, "http-monitoring")}, block)
        )
    if release.at("metrics.serviceMonitor.enabled", False):
        extra = release.at("metrics.serviceMonitor.additionalLabels", {})
        found.append(monitor(release, release.fullname, labels, "http-monitoring", extra))
    found += budget(release, release.fullname, pods, release.block("podDisruptionBudget"))
    if release.at("deployNodeAgent", False):
        found.append(node_agent(release, who))
    if release.at("credentials.useSecret", True) and not release.at("credentials.existingSecret"):
        found.append(
            made(
                release,
                "v1",
                "Secret",
                str(release.at("credentials.name") or release.fullname),
                {"type": "Opaque"},
                labels,
            )
        )
    return [*found, *locations(release), *schedules(release)]


def node_agent(release: Release, who: str) -> Object:
    """The agent that reads volumes of pods on its node."""
    values = release.block("nodeAgent")
    one = Release(release.chart, release.name, release.namespace, values)
    paths = {"host-pods": "/var/lib/kubelet/pods", "host-plugins": "/var/lib/kubelet/plugins"}
    volumes = [{"name": name, "hostPath": {"path": path}} for name, path in paths.items()]
    part = Part(
        "node-agent",
        {"name": "node-agent"},
        values,
        kind="DaemonSet",
        account=who,
        container="node-agent",
        ports={"http-monitoring": 8085},
        labels={**release.labels(), "role": "node-agent"},
        security=one.at("containerSecurityContext", {}),
        pod_security=one.at("podSecurityContext", {"runAsUser": 0}),
        pod={} if one.at("disableHostPath", False) else {"volumes": volumes},
    )
    return workload(release, part)


def locations(release: Release) -> list[Object]:
    """Where backups and snapshots go; an entry without a provider is the chart's empty example."""
    found = []
    for switch, path, kind in (
        ("backupsEnabled", "backupStorageLocation", "BackupStorageLocation"),
        ("snapshotsEnabled", "volumeSnapshotLocation", "VolumeSnapshotLocation"),
    ):
        for one in release.at(f"configuration.{path}") or [] if release.at(switch, True) else []:
            if one.get("provider"):
                name = str(one.get("name") or "default")
                body = {"spec": location(one, kind), "metadata": {"annotations": one.get("annotations")}}
                found.append(made(release, GROUP, kind, name, body, release.labels()))
    return found


def location(one: Values, kind: str) -> Object:
    """The spec of a location."""
    spec = {key: one.get(key) for key in ("provider", "credential", "config")}
    if kind == "BackupStorageLocation":
        stored = {"bucket": one.get("bucket"), "prefix": one.get("prefix"), "caCert": one.get("caCert")}
        times = ("validationFrequency", "backupSyncPeriod", "accessMode", "default")
        spec.update({key: one.get(key) for key in times}, objectStorage=filled(stored))
    return filled(spec)


def schedules(release: Release) -> list[Object]:
    """The backups that are made by the clock, under the release's name and their own."""
    given: Mapping[str, Any] = release.at("schedules") or {}
    found = []
    for name, one in given.items():
        if not one.get("disabled", False):
            keys = ("schedule", "template", "useOwnerReferencesInBackup", "paused")
            spec = {key: one[key] for key in keys if one.get(key) is not None}
            labels = {**release.labels(), **(one.get("labels") or {})}
            found.append(
                made(release, GROUP, "Schedule", f"{release.fullname}-{name}", {"spec": spec}, labels)
            )
    return found


def external_dns(release: Release) -> list[Object]:
    """The one pod that writes the records of services and ingresses."""
    name, selector = release.fullname, release.labels()
    who, found = account(release, name, release.block("serviceAccount"))
    provider = (
        release.at("provider.name", "aws")
        if isinstance(release.at("provider", {}), Mapping)
        else release.at("provider")
    )
    webhook = (
        [sidecar("webhook", SECURITY, release.at("provider.webhook.resources", {}))]
        if provider == "webhook"
        else []
    )
    part = Part(
        name,
        selector,
        release.values,
        replicas=1,
        account=who,
        container="external-dns",
        ports={"http": 7979},
        security=release.at("securityContext", SECURITY),
        pod_security=release.at("podSecurityContext", USER),
        sidecars=webhook,
        spec={"strategy": release.at("deploymentStrategy", {"type": "Recreate"})},
    )
    found.append(workload(release, part))
    port = release.at("service.port", 7979)
    found.append(service(release, name, selector, {"http": (port, "http")}, release.block("service")))
    if release.at("serviceMonitor.enabled", False):
        labels = release.at("serviceMonitor.additionalLabels", {})
        found.append(monitor(release, name, selector, "http", labels))
    return found
