"""What charts have around their workloads: services, service accounts, disruption budgets, autoscalers, monitors, APIs.

Each function returns one plain object, or a list where values may switch it off.
"""

from collections.abc import Mapping

from rehearsal.simulation.kubernetes.stand_ins.parts import (
    Labels,
    Object,
    Release,
    Values,
    found_at,
    made,
)


def service(
    release: Release, name: str, selector: Labels, ports: Mapping[str, tuple[int, int | str]], block: Values | None = None,
    *, kind: str = "ClusterIP", headless: bool = False, namespace: str = "",
) -> Object:  # fmt: skip
    """A Service. ports: name -> (port, target port). block: the chart's values about it: type, annotations, labels ..."""
    values = block or {}
    spec = {
        "type": found_at(values, "type", kind),
        "selector": {**selector, **found_at(values, "selectorLabels", {})},
        "ports": [{"name": key, "port": port, "targetPort": target} for key, (port, target) in ports.items()],
        **({"clusterIP": "None"} if headless else {}),
        **{key: value for key in ("externalTrafficPolicy", "loadBalancerClass", "loadBalancerSourceRanges")
           if (value := found_at(values, key))},
    }  # fmt: skip
    body = {"spec": spec, "metadata": {"annotations": found_at(values, "annotations", {})}}
    return made(
        release, "v1", "Service", name, body, {**selector, **found_at(values, "labels", {})}, namespace
    )


def account(
    release: Release, default: str, block: Values | None = None, namespace: str = ""
) -> tuple[str, list[Object]]:
    """A service account's name, and the account itself unless the chart is told not to create it."""
    values = block or {}
    create = found_at(values, "create", True)
    name = str(found_at(values, "name", "") or (default if create else "default"))
    if not create:
        return name, []
    labels = {
        **found_at(values, "labels", {}),
        **found_at(values, "extraLabels", {}),
        **found_at(values, "additionalLabels", {}),
    }
    body = {"metadata": {"annotations": found_at(values, "annotations", {})}}
    return name, [
        made(release, "v1", "ServiceAccount", name, body, {**release.labels(), **labels}, namespace)
    ]


def budget(
    release: Release,
    name: str,
    selector: Labels,
    block: Values,
    *,
    enabled: bool | None = None,
    namespace: str = "",
) -> list[Object]:
    """A PodDisruptionBudget where the values want one: `enabled` decides instead of the block's own switch."""
    if not (found_at(block, "enabled", False) if enabled is None else enabled):
        return []
    bounds = {
        key: value for key in ("maxUnavailable", "minAvailable") if (value := found_at(block, key, "")) != ""
    }
    # Charts that offer both let the one that is given win; Kubernetes takes only one of them.
    bound = dict(list((bounds or {"minAvailable": 1}).items())[:1])
    spec = {"selector": {"matchLabels": dict(selector)}, **bound}
    return [made(release, "policy/v1", "PodDisruptionBudget", name, {"spec": spec}, selector, namespace)]


def autoscaler(
    release: Release,
    name: str,
    bounds: tuple[int, int],
    cpu: int | None,
    memory: int | None = None,
    kind: str = "Deployment",
) -> Object:
    """A HorizontalPodAutoscaler of the workload of its own name; cpu, memory: target utilization in percent, none
    where 0 or None."""
    metrics = [
        {
            "type": "Resource",
            "resource": {"name": what, "target": {"type": "Utilization", "averageUtilization": target}},
        }
        for what, target in (("cpu", cpu), ("memory", memory))
        if target
    ]
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": name},
        "minReplicas": bounds[0],
        "maxReplicas": bounds[1],
        "metrics": metrics,
    }
    return made(release, "autoscaling/v2", "HorizontalPodAutoscaler", name, {"spec": spec}, release.labels())


def monitor(
    release: Release,
    name: str,
    selector: Labels,
    port: str,
    labels: Values | None = None,
    namespace: str = "",
) -> Object:
    """A ServiceMonitor for the services with those labels."""
    spec = {"selector": {"matchLabels": dict(selector)}, "endpoints": [{"port": port}]}
    body = {"spec": {**spec, "namespaceSelector": {"matchNames": [release.namespace]}}}
    return made(
        release,
        "monitoring.coreos.com/v1",
        "ServiceMonitor",
        name,
        body,
        {**selector, **(labels or {})},
        namespace,
    )


def api_service(release: Release, group: str, version: str) -> Object:
    """A group of the Kubernetes API that the chart's pods would serve. Nobody serves it here, so it names no service: one that
    does not answer would hold up every namespace's deletion, which looks for objects of all groups."""
    spec = {"group": group, "version": version, "groupPriorityMinimum": 100, "versionPriority": 100}
    return made(
        release,
        "apiregistration.k8s.io/v1",
        "APIService",
        f"{version}.{group}",
        {"spec": spec},
        release.labels(),
    )
