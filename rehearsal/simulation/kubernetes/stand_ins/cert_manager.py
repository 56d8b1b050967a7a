"""cert-manager: controller, webhook and cainjector. Source: the chart at v1.21.1."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    NON_ROOT,
    RESTRICTED,
    Object,
    Part,
    Release,
    workload,
)

PORTS = {
    "controller": {"http-metrics": 9402, "http-healthz": 9403},
    "webhook": {"https": 10250, "healthcheck": 6080, "http-metrics": 9402},
    "cainjector": {"http-metrics": 9402},
}


def cert_manager(release: Release) -> list[Object]:
    """Three Deployments, each with its block of values; the controller's is the top of them."""
    found = component(release, "controller", "")
    if release.at("cainjector.enabled", True):
        found += component(release, "cainjector", "cainjector")
    found += component(release, "webhook", "webhook")
    webhook = release.labels("webhook", "webhook")
    found.append(
        service(
            release,
            f"{release.fullname}-webhook",
            webhook,
            {"https": (443, "https"), "metrics": (9402, "http-metrics")},
        )
    )
    if release.at("prometheus.enabled", True):
        metrics = {"tcp-prometheus-servicemonitor": (9402, "http-metrics")}
        controller = release.labels("cert-manager", "controller")
        found.append(service(release, release.fullname, controller, metrics))
        if release.at("prometheus.servicemonitor.enabled", False):
            labels = {"prometheus": "default", **release.at("prometheus.servicemonitor.labels", {})}
            port = "tcp-prometheus-servicemonitor"
            found.append(monitor(release, release.fullname, controller, port, labels))
    return found


def component(release: Release, name: str, path: str) -> list[Object]:
    """One of the three, from the block of values at the path."""
    values = release.block(path) if path else release.values
    one = Release(release.chart, release.name, release.namespace, values)
    fullname = f"{release.fullname}-{path}" if path else release.fullname
    selector = release.labels(path or "cert-manager", name)
    who, accounts = account(release, fullname, one.block("serviceAccount"))
    part = Part(
        fullname,
        selector,
        values,
        replicas=one.at("replicaCount", 1),
        account=who,
        container=f"cert-manager-{name}",
        ports=PORTS[name],
        priority=release.at("global.priorityClassName", ""),
        labels={"app": path or "cert-manager"},
        security=one.at("containerSecurityContext", RESTRICTED),
        pod_security=one.at("securityContext", NON_ROOT),
        pod={
            "nodeSelector": {
                "kubernetes.io/os": "linux",
                **release.at("global.nodeSelector", {}),
                **one.at("nodeSelector", {}),
            }
        },
    )
    return [
        *accounts,
        workload(release, part),
        *budget(release, fullname, selector, one.block("podDisruptionBudget")),
    ]
