"""Loki. Source: grafana-community's chart at 18.11.0."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, service
from rehearsal.simulation.kubernetes.stand_ins.parts import RESTRICTED, Object, Part, Release, workload

REPLICAS = {"single-binary": 0, "read": 3, "write": 3, "backend": 3}
"""The chart's own numbers; everything else is one."""


def loki(release: Release) -> list[Object]:
    """Loki in one process (deploymentMode Monolithic) or in three, its gateway, caches and canary."""
    name = release.fullname
    who, found = account(release, name, release.block("serviceAccount"))
    ports = {"http-metrics": 3100, "grpc": 9095, "http-memberlist": 7946}
    single = release.at("deploymentMode", "Monolithic") in {"Monolithic", "SingleBinary"}
    for path, component in (
        ("singleBinary", "single-binary"),
        ("read", "read"),
        ("write", "write"),
        ("backend", "backend"),
    ):
        replicas = int(release.at(f"{path}.replicas", REPLICAS[component]))
        if replicas and (component == "single-binary") == single:
            fullname = name if single else f"{name}-{component}"
            kind = "Deployment" if component == "read" else "StatefulSet"
            found += member(release, fullname, path, component, who, ports, kind)
            selector = release.labels("loki", component)
            wanted = {"http-metrics": (3100, "http-metrics"), "grpc": (9095, "grpc")}
            found.append(service(release, fullname, selector, wanted, release.block(f"{path}.service")))
            found.append(service(release, f"{fullname}-headless", selector, wanted, headless=True))
    everyone = release.labels("loki")
    found.append(
        service(release, f"{name}-memberlist", everyone, {"tcp": (7946, "http-memberlist")}, headless=True)
    )
    if release.at("gateway.enabled", True):
        gateway = release.labels("loki", "gateway")
        gateway_account, accounts = account(
            release, f"{name}-gateway", release.block("gateway.serviceAccount")
        )
        found += accounts
        found += member(
            release,
            f"{name}-gateway",
            "gateway",
            "gateway",
            gateway_account,
            {"http-metrics": 8080},
            "Deployment",
        )
        found.append(
            service(
                release,
                f"{name}-gateway",
                gateway,
                {"http-metrics": (80, "http-metrics")},
                release.block("gateway.service"),
            )
        )
    if release.at("lokiCanary.enabled", True):
        canary, accounts = account(release, f"{name}-canary", release.block("lokiCanary.serviceAccount"))
        found += accounts
        found += member(
            release, f"{name}-canary", "lokiCanary", "canary", canary, {"http-metrics": 3500}, "DaemonSet"
        )
    return [*found, *caches(release, name)]


def caches(release: Release, name: str) -> list[Object]:
    """The two memcached; each asks for a fifth more memory than it is to hold."""
    found: list[Object] = []
    for path, component, megabytes in (
        ("chunksCache", "chunks-cache", 8192),
        ("resultsCache", "results-cache", 1024),
    ):
        if not release.at(f"{path}.enabled", True):
            continue
        if not found:
            who, found = account(release, f"{name}-memcached", release.block("memcached.serviceAccount"))
        memory = f"{int(release.at(f'{path}.allocatedMemory', megabytes) * 1.2)}Mi"
        resources = {"limits": {"memory": memory}, "requests": {"cpu": "500m", "memory": memory}}
        fullname, ports = f"{name}-{component}", {"client": 11211}
        found += member(release, fullname, path, component, who, ports, "StatefulSet", resources)
        selector = release.labels("loki", f"memcached-{component}")
        found.append(
            service(release, fullname, selector, {"memcached-client": (11211, "client")}, headless=True)
        )
    return found


def member(
    release: Release,
    fullname: str,
    path: str,
    component: str,
    who: str,
    ports: dict[str, int],
    kind: str,
    resources: Object | None = None,
) -> list[Object]:
    """One of Loki's workloads with its disruption budget."""
    one = Release(release.chart, release.name, release.namespace, release.block(path))
    label = f"memcached-{component}" if resources else component
    selector = release.labels("loki", label)
    claimed = component in {"single-binary", "write", "backend"} and one.at("persistence.enabled", True)
    classed = one.at("persistence.storageClass")
    claim = {
        "metadata": {"name": "storage"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": one.at("persistence.size", "10Gi")}},
            **({"storageClassName": classed} if classed else {}),
        },
    }
    values = {
        **({"resources": resources} if resources else {}),
        **{k: v for k, v in one.values.items() if v not in (None, {})},
    }
    part = Part(
        fullname,
        selector,
        values,
        kind=kind,
        replicas=one.at("replicas", REPLICAS.get(component, 1)),
        account=who,
        container="loki" if claimed else component,
        ports=ports,
        priority=release.at("global.priorityClassName", ""),
        labels={
            **release.at("loki.podLabels", {}),
            **({"app.kubernetes.io/part-of": "memberlist"} if 7946 in ports.values() else {}),
        },
        security=release.at("loki.containerSecurityContext", RESTRICTED),
        pod_security=release.at(
            "loki.podSecurityContext",
            {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
        ),
        templates=[claim] if claimed else [],
        spec={
            "podManagementPolicy": "Parallel",
            "serviceName": fullname if resources else f"{fullname}-headless",
        }
        if kind == "StatefulSet"
        else {},
    )
    several = kind != "DaemonSet" and int(one.at("replicas", REPLICAS.get(component, 1))) > 1
    wanted = (
        several
        and release.at("podDisruptionBudget.enabled", True)
        and one.at("podDisruptionBudget.enabled", True)
    )
    block = one.block("podDisruptionBudget")
    bounds = block if block.get("minAvailable") or block.get("maxUnavailable") else {"maxUnavailable": 1}
    return [workload(release, part), *budget(release, fullname, selector, bounds, enabled=wanted)]
