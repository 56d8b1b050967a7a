"""Istio: base, istiod, the CNI agent and gateways. Source: the charts at 1.30.3."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, autoscaler, budget, service
from rehearsal.simulation.kubernetes.stand_ins.parts import RESTRICTED, Object, Part, Release, made, workload

DEFAULTS = {"requests": {"cpu": "500m", "memory": "2048Mi"}}
GATEWAY = {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": "2000m", "memory": "1024Mi"}}
SYSCTLS = {"sysctls": [{"name": "net.ipv4.ip_unprivileged_port_start", "value": "0"}]}
GATEWAY_SECURITY = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "privileged": False,
    "readOnlyRootFilesystem": True,
    "runAsGroup": 1337,
    "runAsNonRoot": True,
    "runAsUser": 1337,
}
CNI_SECURITY = {
    "privileged": False,
    "runAsGroup": 0,
    "runAsUser": 0,
    "runAsNonRoot": False,
    "capabilities": {
        "drop": ["ALL"],
        "add": ["NET_ADMIN", "NET_RAW", "SYS_PTRACE", "SYS_ADMIN", "DAC_OVERRIDE"],
    },
}


def base(release: Release) -> list[Object]:
    """The account with which other clusters read this one; the kinds are not here."""
    if not release.at("global.enableReaderRBAC", True):
        return []
    labels = {"app": "istio-reader"}
    return [made(release, "v1", "ServiceAccount", "istio-reader-service-account", {}, labels, home(release))]


def home(release: Release) -> str:
    """Where the control plane lives."""
    return str(release.at("global.istioNamespace", release.namespace))


def istiod(release: Release) -> list[Object]:
    """The control plane; with a revision its name and labels tell it from another."""
    revision = str(release.at("revision", ""))
    name = f"istiod-{revision}" if revision else "istiod"
    selector = {"app": "istiod", **({"istio.io/rev": revision} if revision else {"istio": "pilot"})}
    one = Release("istiod", release.name, home(release), release.values)
    who, found = account(one, name, {"annotations": release.at("serviceAccountAnnotations", {})})
    least, most = release.at("autoscaleMin", 1), release.at("autoscaleMax", 5)
    scaled = release.at("autoscaleEnabled", True) and least and most
    profile = release.at("seccompProfile") or {}
    part = Part(
        name, selector, {"resources": DEFAULTS, **release.values},
        replicas=None if scaled else release.at("replicaCount", 1), account=who, container="discovery",
        ports={"http-debug": 8080, "grpc-xds": 15010, "tls-xds": 15012, "https-webhooks": 15017, "http-monitoring": 15014},
        priority=release.at("global.priorityClassName", ""),
        pod_security={"seccompProfile": profile} if profile else {},
        security={**RESTRICTED, **({"seccompProfile": profile} if profile else {})},
        labels={
            "istio.io/rev": revision or "default", "sidecar.istio.io/inject": "false", "istio.io/dataplane-mode": "none",
            "istio": "istiod" if revision else "pilot", "app.kubernetes.io/name": "istiod",
        },
        annotations={"prometheus.io/port": "15014", "prometheus.io/scrape": "true", "sidecar.istio.io/inject": "false"},
    )  # fmt: skip
    found.append(workload(one, part))
    ports: dict[str, tuple[int, int | str]] = {
        "grpc-xds": (15010, 15010), "https-dns": (15012, 15012), "https-webhook": (443, 15017), "http-monitoring": (15014, 15014),
    }  # fmt: skip
    extra = {
        "annotations": release.at("serviceAnnotations", {}),
        "labels": {"istio.io/rev": revision or "default"},
    }
    found.append(service(one, name, selector, ports, extra))
    if scaled:
        target = release.at("cpu.targetAverageUtilization", 80)
        found.append(autoscaler(one, name, (int(least), int(most)), target))
    wanted = release.at("global.defaultPodDisruptionBudget.enabled", True)
    several = int(least or 1) > 1 if scaled else int(release.at("replicaCount", 1)) > 1
    found += budget(one, name, selector, release.at("pdb") or {"minAvailable": 1}, enabled=wanted and several)
    mesh = {"data": {"meshNetworks": "networks: {}"}}
    return [
        *found,
        made(
            one,
            "v1",
            "ConfigMap",
            f"istio-{revision}" if revision else "istio",
            mesh,
            {"istio.io/rev": revision or "default"},
        ),
    ]


def cni(release: Release) -> list[Object]:
    """The agent on each node that sets up the redirection of traffic, so that pods need no rights for it."""
    selector = {"k8s-app": "istio-cni-node"}
    who, found = account(release, "istio-cni")
    paths = {
        "cni-bin-dir": release.at("cniBinDir", "/opt/cni/bin"),
        "cni-net-dir": release.at("cniConfDir", "/etc/cni/net.d"),
    }
    values = {
        "resources": {"requests": {"cpu": "100m", "memory": "100Mi"}},
        "tolerations": [
            {"effect": "NoSchedule", "operator": "Exists"},
            {"key": "CriticalAddonsOnly", "operator": "Exists"},
            {"effect": "NoExecute", "operator": "Exists"},
        ],
        **release.values,
    }
    part = Part(
        "istio-cni-node", selector, values, kind="DaemonSet", account=who, container="install-cni",
        priority="system-node-critical", security=CNI_SECURITY, pod_security={},
        labels={"sidecar.istio.io/inject": "false", "istio.io/dataplane-mode": "none", "app.kubernetes.io/name": "istio-cni"},
        ports={"metrics": 15014},
        pod={
            "nodeSelector": {"kubernetes.io/os": "linux"},
            "volumes": [{"name": name, "hostPath": {"path": path}} for name, path in paths.items()],
        },
    )  # fmt: skip
    config = {"data": {"CHAINED_CNI_PLUGIN": str(release.at("chained", True)).lower()}}
    return [
        *found,
        workload(release, part),
        made(release, "v1", "ConfigMap", "istio-cni-config", config, {"app": "istio-cni"}),
    ]


def gateway(release: Release) -> list[Object]:
    """A proxy at the mesh's edge. All its names are the release's."""
    name = str(release.at("name", "") or release.name)
    selector = {"app": name, "istio": name.removeprefix("istio-")}
    who, found = account(release, name, release.block("serviceAccount"))
    scaled = release.at("autoscaling.enabled", True)
    least = release.at("autoscaling.minReplicas", 1) if scaled else release.at("replicaCount")
    part = Part(
        name, selector, {"resources": GATEWAY, **release.values},
        kind=release.at("kind", "Deployment"), replicas=None if scaled else least, account=who, container="istio-proxy",
        labels={"sidecar.istio.io/inject": "true", "istio.io/dataplane-mode": "none", "app.kubernetes.io/name": name},
        annotations={"inject.istio.io/templates": "gateway", "prometheus.io/port": "15020", "sidecar.istio.io/inject": "true"},
        security=release.at("containerSecurityContext") or GATEWAY_SECURITY,
        pod_security=release.at("securityContext") or SYSCTLS, ports={"http-envoy-prom": 15090},
    )  # fmt: skip
    found.append(workload(release, part))
    block = release.block("service")
    if release.at("service.type", "LoadBalancer") != "None":
        ports = release.at("service.ports") or [
            {"name": "status-port", "port": 15021}, {"name": "http2", "port": 80}, {"name": "https", "port": 443},
        ]  # fmt: skip
        wanted = {one["name"]: (one["port"], one.get("targetPort", one["port"])) for one in ports}
        found.append(service(release, name, selector, wanted, block, kind="LoadBalancer"))
    if scaled:
        bounds = int(least), int(release.at("autoscaling.maxReplicas", 5))
        cpu = release.at("autoscaling.targetCPUUtilizationPercentage", 80)
        found.append(autoscaler(release, name, bounds, cpu))
    block = release.block("podDisruptionBudget")
    return [*found, *budget(release, name, selector, block, enabled=bool(block) and int(least or 1) > 1)]
