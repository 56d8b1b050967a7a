"""What adds and removes nodes: Karpenter (chart 1.14.1) and the cluster autoscaler (chart 9.59.0)."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.parts import RESTRICTED, Object, Part, Release, workload

SECURITY = {
    **RESTRICTED,
    "runAsUser": 65532,
    "runAsGroup": 65532,
    "seccompProfile": {"type": "RuntimeDefault"},
}
TOLERATIONS = [{"key": "CriticalAddonsOnly", "operator": "Exists"}]


def karpenter(release: Release) -> list[Object]:
    """The controller: never on a node that it made itself, and never two on one node."""
    name, selector = release.fullname, release.labels()
    who, found = account(release, name, release.block("serviceAccount"))
    own = {"key": "karpenter.sh/nodepool", "operator": "DoesNotExist"}
    affinity = {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [{"matchExpressions": [own]}]
            }
        },
        "podAntiAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": selector}}
            ]
        },
    }
    spread = release.at(
        "topologySpreadConstraints",
        [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule"}],
    )
    # The chart gives each constraint the pods' own labels to count by.
    spread = [
        {**one, "labelSelector": one.get("labelSelector") or {"matchLabels": selector}} for one in spread
    ]
    values = {"affinity": affinity, "tolerations": TOLERATIONS, **release.values}
    values = {
        **values,
        "topologySpreadConstraints": spread,
        "resources": release.at("controller.resources", {}),
    }
    part = Part(
        name,
        selector,
        values,
        replicas=release.at("replicas", 2),
        account=who,
        container="controller",
        ports={
            "http-metrics": release.at("controller.metrics.port", 8080),
            "http": release.at("controller.healthProbe.port", 8081),
        },
        priority="system-cluster-critical",
        security=SECURITY,
        pod_security=release.at(
            "podSecurityContext", {"fsGroup": 65532, "seccompProfile": {"type": "RuntimeDefault"}}
        ),
        pod={"nodeSelector": release.at("nodeSelector", {"kubernetes.io/os": "linux"})},
    )
    found.append(workload(release, part))
    port = release.at("controller.metrics.port", 8080)
    found.append(
        service(release, name, selector, {"http-metrics": (port, "http-metrics")}, release.block("service"))
    )
    block = {"maxUnavailable": 1, **release.block("podDisruptionBudget")}
    found += budget(
        release, str(release.at("podDisruptionBudget.name", "karpenter")), selector, block, enabled=True
    )
    if release.at("serviceMonitor.enabled", False):
        labels = release.at("serviceMonitor.additionalLabels", {})
        found.append(monitor(release, name, selector, "http-metrics", labels))
    return found


def cluster_autoscaler(release: Release) -> list[Object]:
    """The autoscaler of node groups. Its names hold the cloud's; without a group to scale the chart has no Deployment."""
    chart = f"{release.at('cloudProvider', 'aws')}-cluster-autoscaler"
    chart = str(release.at("nameOverride", chart))
    name = str(
        release.at("fullnameOverride", release.name if chart in release.name else f"{release.name}-{chart}")
    )
    selector = release.labels(chart)
    selector = {**selector, **release.at("podLabels", {})}
    who, found = account(release, name, release.block("rbac.serviceAccount"))
    if release.at("autoDiscovery.clusterName") or release.at("autoscalingGroups"):
        part = Part(
            name,
            selector,
            release.values,
            replicas=release.at("replicaCount", 1),
            account=who,
            container=chart,
            ports={"http": 8085},
            priority="system-cluster-critical",
            security=release.at("containerSecurityContext", {}),
            pod_security=release.at("securityContext", {}),
        )
        found.append(workload(release, part))
    if release.at("service.create", True):
        found.append(service(release, name, selector, {"http": (8085, 8085)}, release.block("service")))
    block = {"maxUnavailable": 1, **release.block("podDisruptionBudget")}
    if release.at("podDisruptionBudget.minAvailable"):
        block.pop("maxUnavailable")
    found += budget(release, name, selector, block, enabled=True)
    if release.at("serviceMonitor.enabled", False):
        labels = release.at("serviceMonitor.selector", {"release": "prometheus-operator"})
        home = str(release.at("serviceMonitor.namespace", "monitoring"))
        found.append(monitor(release, name, selector, "http", labels, home))
    return found
