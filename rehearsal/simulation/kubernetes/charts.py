"""What a Helm release brings that others rely on: the API groups of its custom resources, and the rights its pods need.

Source: the charts' values and CRDs at the versions pinned in charts.py of components/platform and components/cluster.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rehearsal.simulation.kinds import Properties, value_at


@dataclass(frozen=True)
class Crds:
    """The API groups a chart defines. `switch`: the value that turns them on or off, `on`: the chart's default for it.

    `folder`: they are in the chart's crds/ folder, which skipCrds leaves out.
    """

    groups: tuple[str, ...]
    switch: str = ""
    on: bool = True
    folder: bool = False


ISTIO = ("extensions.istio.io", "networking.istio.io", "security.istio.io", "telemetry.istio.io")
EXTERNAL_SECRETS = ("external-secrets.io", "generators.external-secrets.io")
CERT_MANAGER = ("cert-manager.io", "acme.cert-manager.io")
KYVERNO = ("kyverno.io", "policies.kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io")
CRDS: Mapping[str, Crds] = {
    "kube-prometheus-stack": Crds(("monitoring.coreos.com",), "crds.enabled", folder=True),
    "prometheus-operator-crds": Crds(("monitoring.coreos.com",)),
    "cert-manager": Crds(CERT_MANAGER, "crds.enabled", on=False),
    "external-secrets": Crds(EXTERNAL_SECRETS, "installCRDs"),
    "base": Crds(ISTIO, "base.enableCRDTemplates"),
    "velero": Crds(("velero.io",), folder=True),
    "karpenter": Crds(("karpenter.sh", "karpenter.k8s.aws"), folder=True),
    "karpenter-crd": Crds(("karpenter.sh", "karpenter.k8s.aws")),
    "kyverno": Crds(KYVERNO, "crds.install"),
    "alloy": Crds(("monitoring.grafana.com",), "crds.create", folder=True),
    "external-dns": Crds(("externaldns.k8s.io",), folder=True),
    "gateway-crds-helm": Crds(("gateway.networking.k8s.io", "gateway.envoyproxy.io")),
    "gateway-helm": Crds(("gateway.networking.k8s.io", "gateway.envoyproxy.io"), folder=True),
    "traefik": Crds(("traefik.io", "hub.traefik.io"), folder=True),
}
"""Chart name -> the custom resources it defines; `base` is Istio's."""


@dataclass(frozen=True)
class Privileged:
    """A part of a chart that only a privileged namespace runs, and why.

    `switch`: the value that turns it on or off (empty: always on), `on`: the chart's default for it, `namespace`: the
    value that puts it into another namespace than the release's. `relieved`: the value with which a baseline one is enough.
    """

    why: str
    switch: str = ""
    on: bool = True
    namespace: str = ""
    relieved: str = ""


NODE_EXPORTER = "node-exporter uses the host's network, processes and files"
PRIVILEGED: Mapping[str, Privileged] = {
    "kube-prometheus-stack": Privileged(
        NODE_EXPORTER, "nodeExporter.enabled", namespace="prometheus-node-exporter.namespaceOverride"
    ),
    "prometheus-node-exporter": Privileged(NODE_EXPORTER, namespace="namespaceOverride"),
    # Without the node's folders there are still the pods that it starts for volumes, which are root.
    "velero": Privileged(
        "the node agent mounts the host's pods",
        "deployNodeAgent",
        on=False,
        relieved="nodeAgent.disableHostPath",
    ),
    "cni": Privileged("the CNI agent installs itself on the host"),
}
"""Chart -> the part that needs a privileged namespace; `cni` is Istio's."""

GIVEN_GROUPS = frozenset(
    {
        "vpcresources.k8s.aws",
        "crd.k8s.amazonaws.com",
        "networking.k8s.aws",
        "cilium.io",
        "snapshot.storage.k8s.io",
        "metrics.k8s.io",
    }
)
"""API groups that managed clusters and their add-ons define without a Helm release."""


def chart_name(chart: object) -> str:
    """The name in a chart reference: `oci://host/charts/cert-manager` and `./charts/cert-manager-v1.2.3.tgz` are cert-manager."""
    last = str(chart).rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"-v?\d+\.\d+.*$|\.tgz$|@sha256:.*$|:.*$", "", last)


def is_local(chart: object) -> bool:
    """Whether a chart reference is a path, whose version is the file's own."""
    return str(chart).endswith(".tgz") or str(chart).startswith((".", "/"))


def switched(values: Properties, path: str, default: bool) -> bool:
    """Whether a part of a chart is on."""
    found = value_at(values, path) if path else None
    return default if found is None else bool(found)


def brought(release: Properties) -> tuple[str, ...]:
    """The API groups that a release's chart installs with these values."""
    crds = CRDS.get(chart_name(release.get("chart")))
    values = release.get("values")
    values = values if isinstance(values, Mapping) else {}
    if crds is None or (crds.folder and release.get("skipCrds") is True):
        return ()
    legacy = chart_name(release.get("chart")) == "cert-manager" and values.get("installCRDs") is True
    return crds.groups if legacy or switched(values, crds.switch, crds.on) else ()


def bringers(group: str) -> list[str]:
    """The charts that can bring an API group."""
    return [chart for chart, crds in CRDS.items() if group in crds.groups]
