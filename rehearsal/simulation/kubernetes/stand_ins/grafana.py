"""Grafana (chart 12.11.1) and its collector, Alloy (chart 1.11.1)."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, autoscaler, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    RESTRICTED,
    Object,
    Part,
    Release,
    made,
    sidecar,
    workload,
)

SECURITY = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
USER = {"runAsNonRoot": True, "runAsUser": 472, "runAsGroup": 472, "fsGroup": 472}
CONTROLLERS = {"daemonset": "DaemonSet", "deployment": "Deployment", "statefulset": "StatefulSet"}


def grafana(release: Release, *, monitored: bool = False) -> list[Object]:
    """Grafana; its sidecars of kube-prometheus-stack fill in dashboards and data sources."""
    name, selector = release.fullname, release.labels()
    who, found = account(release, name, release.block("serviceAccount"))
    stored = release.at("persistence.enabled", False)
    claimed = release.at("persistence.existingClaim") or name
    sidecars = [
        sidecar(f"grafana-sc-{what}", SECURITY, release.at("sidecar.resources", {}))
        for what in ("dashboard", "datasources")
        if monitored
    ]
    part = Part(
        name,
        selector,
        release.values,
        replicas=release.at("replicas", 1),
        account=who,
        container="grafana",
        ports={"grafana": 3000, "gossip-tcp": 9094},
        security=release.at("containerSecurityContext", SECURITY),
        pod_security=release.at("securityContext", USER),
        sidecars=sidecars,
        pod={
            "volumes": [
                {
                    "name": "storage",
                    **({"persistentVolumeClaim": {"claimName": claimed}} if stored else {"emptyDir": {}}),
                }
            ]
        },
        spec={"strategy": release.at("deploymentStrategy", {"type": "RollingUpdate"})},
    )
    found.append(workload(release, part))
    found.append(service(release, name, selector, {"http-web": (80, "grafana")}, release.block("service")))
    if stored and not release.at("persistence.existingClaim"):
        classed = release.at("persistence.storageClassName")
        spec = {
            "accessModes": release.at("persistence.accessModes", ["ReadWriteOnce"]),
            "resources": {"requests": {"storage": release.at("persistence.size", "10Gi")}},
            **({"storageClassName": classed} if classed else {}),
        }
        found.append(made(release, "v1", "PersistentVolumeClaim", name, {"spec": spec}, release.labels()))
    block = release.block("podDisruptionBudget")
    found += budget(release, name, selector, block, enabled=bool(block))
    if release.at("serviceMonitor.enabled", monitored):
        labels = release.at("serviceMonitor.labels", {"release": release.name} if monitored else {})
        found.append(monitor(release, name, selector, "http-web", labels))
    return found


def alloy(release: Release) -> list[Object]:
    """The collector: on every node, or as many as told."""
    name, selector = release.fullname, release.labels()
    who, found = account(release, name, release.block("serviceAccount"))
    one = Release(release.chart, release.name, release.namespace, release.block("controller"))
    kind = CONTROLLERS[str(one.at("type", "daemonset"))]
    scaled = kind != "DaemonSet" and one.at("autoscaling.horizontal.enabled", False)
    mounted = [
        {"name": key, "hostPath": {"path": path}}
        for key, path in (("varlog", "/var/log"), ("dockercontainers", "/var/lib/docker/containers"))
        if release.at(f"alloy.mounts.{key}", False)
    ]
    reloader = sidecar(
        "config-reloader",
        RESTRICTED,
        release.at("configReloader.resources", {"requests": {"cpu": "10m", "memory": "50Mi"}}),
    )
    part = Part(
        name,
        selector,
        {**one.values, "resources": release.at("alloy.resources", {})},
        kind=kind,
        replicas=None if scaled else one.at("replicas", 1),
        account=who,
        container="alloy",
        ports={"http-metrics": release.at("alloy.listenPort", 12345)},
        security=release.at("alloy.securityContext", {}),
        pod_security=release.at("global.podSecurityContext", {}),
        pod={"volumes": mounted} if mounted else {},
        sidecars=[reloader] if release.at("configReloader.enabled", True) else [],
        templates=one.at("volumeClaimTemplates", []),
    )
    found.append(workload(release, part))
    if release.at("service.enabled", True):
        port = release.at("alloy.listenPort", 12345)
        found.append(
            service(release, name, selector, {"http-metrics": (port, port)}, release.block("service"))
        )
    if scaled:
        horizontal = Release(
            release.chart, release.name, release.namespace, one.block("autoscaling.horizontal")
        )
        bounds = int(horizontal.at("minReplicas", 1)), int(horizontal.at("maxReplicas", 5))
        cpu, memory = (
            horizontal.at("targetCPUUtilizationPercentage", 0),
            horizontal.at("targetMemoryUtilizationPercentage", 80),
        )
        found.append(autoscaler(release, name, bounds, cpu, memory, kind))
    config = {"data": {"config.alloy": str(release.at("alloy.configMap.content", ""))}}
    if release.at("alloy.configMap.create", True):
        found.append(made(release, "v1", "ConfigMap", name, config, selector))
    found += budget(release, name, selector, one.block("podDisruptionBudget"))
    if release.at("serviceMonitor.enabled", False):
        labels = release.at("serviceMonitor.additionalLabels", {})
        found.append(monitor(release, name, selector, "http-metrics", labels))
    return found
