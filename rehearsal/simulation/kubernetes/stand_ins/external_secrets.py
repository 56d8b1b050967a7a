"""The External Secrets Operator: controller, webhook and certificate controller. Source: the chart at 2.9.0."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    RESTRICTED,
    SCHEDULING,
    Object,
    Part,
    Release,
    workload,
)

SECURITY = {**RESTRICTED, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}}
METRICS = {"metrics": (8080, "metrics")}


def external_secrets(release: Release) -> list[Object]:
    """Three Deployments. The service accounts of the second and the third have fixed names, whatever the release's is."""
    found = component(release, "", "external-secrets", release.fullname)
    monitored = release.at("serviceMonitor.enabled", False)
    if monitored:
        found += metrics(release, "")
    if release.at("webhook.create", True):
        found += component(release, "webhook", "external-secrets-webhook", "external-secrets-webhook")
        selector = release.labels("external-secrets-webhook")
        ports: dict[str, tuple[int, int | str]] = {"webhook": (443, "webhook")}
        ports.update(METRICS if monitored else {})
        name = f"{release.fullname}-webhook"
        found.append(service(release, name, selector, ports, release.block("webhook.service")))
    if release.at("certController.create", True):
        found += component(
            release, "certController", "external-secrets-cert-controller", "external-secrets-cert-controller"
        )
        if monitored:
            found += metrics(release, "-cert-controller")
    return found


def component(release: Release, path: str, name: str, default_account: str) -> list[Object]:
    """One of the three, from the block of values at the path."""
    values = release.block(path) if path else release.values
    one = Release(release.chart, release.name, release.namespace, values)
    fullname = release.fullname + name.removeprefix("external-secrets")
    selector = release.labels(name)
    who, accounts = account(release, default_account, one.block("serviceAccount"))
    ports = {"metrics": 8080, **({"webhook": int(one.at("port", 10250))} if path == "webhook" else {})}
    part = Part(
        fullname, selector, values,
        replicas=one.at("replicaCount", 1), account=who, container=name, ports=ports,
        security=one.at("securityContext", SECURITY), pod_security=one.at("podSecurityContext", {}),
        pod={
            key: value for key in SCHEDULING if (value := one.at(key) or release.at(f"global.{key}"))
        },
    )  # fmt: skip
    disruption = budget(release, f"{fullname}-pdb", selector, one.block("podDisruptionBudget"))
    return [*accounts, workload(release, part), *disruption]


def metrics(release: Release, suffix: str) -> list[Object]:
    """A service for the metrics of one Deployment, and its monitor."""
    name, selector = f"{release.fullname}{suffix}-metrics", release.labels(f"external-secrets{suffix}")
    labels = release.at("serviceMonitor.additionalLabels", {})
    return [service(release, name, selector, METRICS), monitor(release, name, selector, "metrics", labels)]
