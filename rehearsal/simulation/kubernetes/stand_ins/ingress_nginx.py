"""ingress-nginx: the controller, its services and its ingress class. Source: the chart at 4.15.1."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, autoscaler, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import Object, Part, Release, made, workload

SECURITY = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]},
    "readOnlyRootFilesystem": False,
    "runAsNonRoot": True,
    "runAsUser": 101,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def ingress_nginx(release: Release) -> list[Object]:
    """The controller is a Deployment or a DaemonSet, with or without an autoscaler."""
    values, selector = release.block("controller"), release.labels(component="controller")
    one = Release(release.chart, release.name, release.namespace, values)
    fullname = f"{release.fullname}-controller"
    who, found = account(release, release.fullname, release.block("serviceAccount"))
    metrics, webhook = one.at("metrics.enabled", False), one.at("admissionWebhooks.enabled", True)
    scaled = one.at("autoscaling.enabled", False) and one.at("kind", "Deployment") == "Deployment"
    least = int(one.at("autoscaling.minReplicas", 1) if scaled else one.at("replicaCount", 1))
    part = Part(
        fullname, selector, values,
        kind=one.at("kind", "Deployment"), replicas=None if scaled else least, account=who, container="controller",
        ports={
            "http": 80, "https": 443, **({"metrics": 10254} if metrics else {}), **({"webhook": 8443} if webhook else {}),
        },
        security=one.at("containerSecurityContext") or SECURITY, pod_security=one.at("podSecurityContext", {}),
        pod={"nodeSelector": one.at("nodeSelector") or {"kubernetes.io/os": "linux"}},
    )  # fmt: skip
    found.append(workload(release, part))
    found.append(
        made(release, "v1", "ConfigMap", fullname, {"data": dict(one.at("config", {}))}, release.labels())
    )
    if scaled:
        bounds = least, int(one.at("autoscaling.maxReplicas", 11))
        targets = (one.at(f"autoscaling.target{what}UtilizationPercentage", 50) for what in ("CPU", "Memory"))
        found.append(autoscaler(release, fullname, bounds, *targets))
    # The chart renders it wherever more than one pod is sure to run.
    block = {"minAvailable": one.at("minAvailable", 1), "maxUnavailable": one.at("maxUnavailable")}
    found += budget(release, fullname, selector, block, enabled=least > 1)
    found += services(release, one, fullname, selector)
    return [*found, *classes(release, one)]


def services(release: Release, one: Release, fullname: str, selector: dict[str, str]) -> list[Object]:
    """The load balancer's, the webhook's and the metrics' service."""
    ports: dict[str, tuple[int, int | str]] = {"http": (80, "http"), "https": (443, "https")}
    found = []
    if one.at("service.enabled", True) and one.at("service.external.enabled", True):
        found.append(service(release, fullname, selector, ports, one.block("service"), kind="LoadBalancer"))
    if one.at("admissionWebhooks.enabled", True):
        found.append(service(release, f"{fullname}-admission", selector, {"https-webhook": (443, "webhook")}))
    if one.at("metrics.enabled", False):
        block = one.block("metrics.service")
        found.append(
            service(release, f"{fullname}-metrics", selector, {"metrics": (10254, "metrics")}, block)
        )
        if one.at("metrics.serviceMonitor.enabled", False):
            labels = one.at("metrics.serviceMonitor.additionalLabels", {})
            found.append(monitor(release, fullname, selector, "metrics", labels))
    return found


def classes(release: Release, one: Release) -> list[Object]:
    """The ingress class that Ingress objects name."""
    if not one.at("ingressClassResource.enabled", True):
        return []
    default = one.at("ingressClassResource.default", False)
    body = {
        "spec": {"controller": one.at("ingressClassResource.controllerValue", "k8s.io/ingress-nginx")},
        "metadata": {
            "annotations": {"ingressclass.kubernetes.io/is-default-class": "true"} if default else {}
        },
    }
    name = one.at("ingressClassResource.name", "nginx")
    return [
        made(
            release,
            "networking.k8s.io/v1",
            "IngressClass",
            name,
            body,
            release.labels(component="controller"),
        )
    ]
