"""kube-prometheus-stack: the operator, its Prometheus and Alertmanager, and the exporters. Source: the chart at 88.5.3 with its
subcharts. The StatefulSets that the operator would make are made in rehearsal/life/operators."""

from rehearsal.simulation.kubernetes.stand_ins.around import account, budget, monitor, service
from rehearsal.simulation.kubernetes.stand_ins.grafana import grafana
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    RESTRICTED,
    Labels,
    Object,
    Part,
    Release,
    Values,
    made,
    workload,
)

GROUP = "monitoring.coreos.com/v1"
USER = {
    "runAsUser": 1000,
    "runAsGroup": 2000,
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
    "fsGroup": 2000,
}
HELMS_OWN = ("SelectorNilUsesHelmValues", "Selector", "storageSpec", "storage", "additional")
"""Beginnings and ends of keys in prometheusSpec and alertmanagerSpec that the chart itself reads."""
LONGEST = 26


def kube_prometheus_stack(release: Release) -> list[Object]:
    """Everything that is on."""
    name = str(release.at("fullnameOverride", release.name))[:LONGEST].rstrip("-")
    found = operator(release, name) if release.at("prometheusOperator.enabled", True) else []
    for what, number in (("prometheus", 9090), ("alertmanager", 9093)):
        if release.at(f"{what}.enabled", True):
            found += server(release, f"{name}-{what}", what, number)
    if release.at("grafana.enabled", True):
        found += grafana(
            Release("grafana", release.name, release.namespace, release.block("grafana")), monitored=True
        )
    if release.at("kubeStateMetrics.enabled", True):
        found += state_metrics(
            Release(
                "kube-state-metrics", release.name, release.namespace, release.block("kube-state-metrics")
            )
        )
    if release.at("nodeExporter.enabled", True):
        found += node_exporter(release)
    return [*found, *monitors(release, name)]


def operator(release: Release, fullname: str) -> list[Object]:
    """The operator's Deployment."""
    name, block = f"{fullname}-operator", release.block("prometheusOperator")
    selector = {"app": f"{release.chart}-operator", "release": release.name}
    who, found = account(release, name, release.block("prometheusOperator.serviceAccount"))
    part = Part(
        name,
        selector,
        block,
        account=who,
        container="kube-prometheus-stack",
        ports={"https": 10250},
        pod_security=USER,
    )
    block = release.block("prometheusOperator.podDisruptionBudget")
    return [
        *found,
        workload(release, part),
        service(release, name, selector, {"https": (443, "https")}),
        *budget(release, name, selector, block),
    ]


def server(release: Release, name: str, what: str, number: int) -> list[Object]:
    """A Prometheus or an Alertmanager: its custom resource, and what leads to the pods that the operator makes of it."""
    values = release.block(f"{what}.{what}Spec")
    one = Release(release.chart, release.name, release.namespace, values)
    who, found = account(release, name, release.block(f"{what}.serviceAccount"))
    selector = {
        "app.kubernetes.io/name": what,
        "operator.prometheus.io/name" if what == "prometheus" else what: name,
    }
    portname = str(one.at("portName", "http-web"))
    ports: dict[str, tuple[int, int | str]] = {
        portname: (number, number),
        "reloader-web": (8080, "reloader-web"),
    }
    found += [
        made(
            release,
            GROUP,
            what.capitalize(),
            name,
            {"spec": resource(one, what, who)},
            chart_labels(release, what),
        ),
        service(release, name, selector, ports, release.block(f"{what}.service")),
    ]
    return [*found, *budget(release, name, selector, release.block(f"{what}.podDisruptionBudget"))]


def resource(one: Release, what: str, who: str) -> Values:
    """The custom resource's spec: what the program gives under its name, and what the chart adds to it."""
    given = {
        key: value
        for key, value in one.values.items()
        if not key.startswith(HELMS_OWN) and not key.endswith(HELMS_OWN)
    }
    storage = one.at("storageSpec" if what == "prometheus" else "storage")
    return {
        "replicas": 1,
        "portName": "http-web",
        "securityContext": USER,
        "serviceAccountName": who,
        **given,
        **({"storage": storage} if storage else {}),
    }


def chart_labels(release: Release, what: str) -> Labels:
    """How the chart labels its own objects; the default selectors look for `release`."""
    return {"app": f"{release.chart}-{what}", "release": release.name, "heritage": "Helm"}


def state_metrics(one: Release) -> list[Object]:
    """The exporter of what objects say about themselves."""
    selector = one.labels()
    who, found = account(one, one.fullname, one.block("serviceAccount"))
    part = Part(
        one.fullname,
        selector,
        one.values,
        replicas=one.at("replicas", 1),
        account=who,
        ports={"http": 8080, "metrics": 8081},
        container="kube-state-metrics",
        security=one.at("containerSecurityContext", RESTRICTED),
        pod_security=one.at("securityContext", USER),
    )
    found += [
        workload(one, part),
        service(one, one.fullname, selector, {"http": (8080, "http")}, one.block("service")),
    ]
    found += budget(
        one,
        one.fullname,
        selector,
        one.block("podDisruptionBudget"),
        enabled=bool(one.block("podDisruptionBudget")),
    )
    return [*found, monitor(one, one.fullname, selector, "http", {"release": one.name})]


def node_exporter(release: Release) -> list[Object]:
    """The exporter of each node's own figures, which looks at the host."""
    values = release.block("prometheus-node-exporter")
    one = Release("prometheus-node-exporter", release.name, release.namespace, values)
    home, selector = str(one.at("namespaceOverride", release.namespace)), one.labels()
    who, found = account(one, one.fullname, one.block("serviceAccount"), home)
    settings = {"tolerations": [{"effect": "NoSchedule", "operator": "Exists"}], **values}
    volumes = [
        {"name": name, "hostPath": {"path": path}}
        for name, path in (("proc", "/proc"), ("sys", "/sys"), ("root", "/"))
    ]
    part = Part(
        one.fullname,
        selector,
        settings,
        kind="DaemonSet",
        account=who,
        container="node-exporter",
        ports={"http-metrics": 9100},
        security={"readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False},
        namespace=home,
        pod_security={"fsGroup": 65534, "runAsGroup": 65534, "runAsNonRoot": True, "runAsUser": 65534},
        pod={
            "hostNetwork": one.at("hostNetwork", True),
            "hostPID": one.at("hostPID", True),
            "volumes": volumes,
            "nodeSelector": one.at("nodeSelector", {"kubernetes.io/os": "linux"}),
        },
    )
    ports = {"http-metrics": (9100, "http-metrics")}
    found += [workload(one, part), service(one, one.fullname, selector, ports, namespace=home)]
    return [*found, monitor(one, one.fullname, selector, "http-metrics", {"release": one.name}, home)]


def monitors(release: Release, name: str) -> list[Object]:
    """What the stack scrapes of itself and of the cluster."""
    found = []
    for what, switch, port in (
        ("operator", "prometheusOperator.serviceMonitor.selfMonitor", "https"),
        ("prometheus", "prometheus.serviceMonitor.selfMonitor", "http-web"),
        ("alertmanager", "alertmanager.serviceMonitor.selfMonitor", "http-web"),
        ("apiserver", "kubeApiServer.enabled", "https"),
        ("kubelet", "kubelet.enabled", "https-metrics"),
        ("coredns", "coreDns.enabled", "http-metrics"),
        ("kube-proxy", "kubeProxy.enabled", "http-metrics"),
        ("kube-scheduler", "kubeScheduler.enabled", "http-metrics"),
        ("kube-controller-manager", "kubeControllerManager.enabled", "http-metrics"),
        ("kube-etcd", "kubeEtcd.enabled", "http-metrics"),
    ):
        part = "prometheusOperator" if what == "operator" else what
        if release.at(switch, True) and release.at(f"{part}.enabled", True):
            found.append(monitor(release, f"{name}-{what}", chart_labels(release, what), port))
    return found
