"""Every Helm chart that is installed: its one pin, and what its project supports. A bump changes a line here and nothing else.

`Support.of` begins every version that the figures were read for; a test fails when a pin leaves it, so that they are read anew.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Support:
    """What a chart's project says it supports. of: the beginning of the versions it says so of.

    minors: the first and the last Kubernetes minor; where a project names no last one, the newest that this program is tested
    with. until: the event that ends it, in the project's words; ends: the day of it, None where nobody knows it yet.
    source: where all that is written. retired: the project is over, and why that matters.
    """

    of: str
    minors: tuple[int, int]
    source: str
    until: str = "the next version"
    ends: date | None = None
    retired: str = ""

    def covers(self, kubernetes: str) -> bool:
        """Whether a Kubernetes version such as 1.35 is among the supported ones."""
        first, last = self.minors
        return first <= int(kubernetes.split(".")[1]) <= last


@dataclass(frozen=True)
class Chart:
    """A chart at one version.

    repo: a chart repository (https://…) or the folder of an OCI registry (oci://…).
    release: the release's name where it is not the chart's; service accounts and pod labels are derived from it.
    support: None only for a chart that no stack installs.
    """

    name: str
    repo: str
    version: str
    release: str = ""
    support: Support | None = None

    @property
    def release_name(self) -> str:
        return self.release or self.name


# OCI for the projects with large repositories: their index.yaml is megabytes, and would be fetched on every preview.
# The two of the Prometheus operator belong to one version of it (0.93) and move together.
_PROMETHEUS = "oci://ghcr.io/prometheus-community/charts"
_OPERATOR = (
    "github.com/prometheus-operator/prometheus-operator, Documentation/getting-started/compatibility.md"
)
# renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/prometheus-operator-crds
PROMETHEUS_OPERATOR_CRDS = Chart(
    "prometheus-operator-crds", _PROMETHEUS, "31.0.1", support=Support("31.", (25, 36), _OPERATOR)
)
# renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/kube-prometheus-stack
KUBE_PROMETHEUS_STACK = Chart(
    "kube-prometheus-stack", _PROMETHEUS, "88.5.3", support=Support("88.", (25, 36), _OPERATOR)
)
# renovate: datasource=docker depName=quay.io/jetstack/charts/cert-manager
CERT_MANAGER = Chart(
    "cert-manager",
    "oci://quay.io/jetstack/charts",
    "v1.21.1",
    support=Support("v1.21.", (33, 36), "cert-manager.io/docs/releases", "version 1.23"),
)
# renovate: datasource=helm depName=ingress-nginx registryUrl=https://kubernetes.github.io/ingress-nginx
INGRESS_NGINX = Chart(
    "ingress-nginx",
    "https://kubernetes.github.io/ingress-nginx",
    "4.15.1",
    support=Support(
        "4.15.",
        (31, 35),
        "github.com/kubernetes/ingress-nginx, README.md",
        "its retirement",
        date(2026, 3, 31),
        "nobody mends it any more, not even holes in its security; its project advises a Gateway API implementation instead",
    ),
)
# renovate: datasource=helm depName=external-secrets registryUrl=https://charts.external-secrets.io
EXTERNAL_SECRETS = Chart(
    "external-secrets",
    "https://charts.external-secrets.io",
    "2.9.0",
    support=Support(
        "2.9.", (19, 36), "external-secrets.io/latest/introduction/stability-support", "version 2.10"
    ),
)

# One version for all of Istio: its charts are released together and are not tested apart.
_ISTIO = "https://istio-release.storage.googleapis.com/charts"
_ISTIO_SUPPORT = Support(
    "1.30.",
    (32, 36),
    "istio.io/latest/docs/releases/supported-releases",
    "some weeks after version 1.32, expected in November 2026",
    date(2026, 11, 30),
)
# renovate: datasource=helm depName=istiod registryUrl=https://istio-release.storage.googleapis.com/charts
ISTIO_VERSION = "1.30.3"
ISTIO_BASE = Chart("base", _ISTIO, ISTIO_VERSION, release="istio-base", support=_ISTIO_SUPPORT)
ISTIO_CNI = Chart("cni", _ISTIO, ISTIO_VERSION, release="istio-cni", support=_ISTIO_SUPPORT)
ISTIOD = Chart("istiod", _ISTIO, ISTIO_VERSION, support=_ISTIO_SUPPORT)
ISTIO_INGRESS = Chart("gateway", _ISTIO, ISTIO_VERSION, "istio-ingressgateway", support=_ISTIO_SUPPORT)
ISTIO_EGRESS = Chart("gateway", _ISTIO, ISTIO_VERSION, "istio-egressgateway", support=_ISTIO_SUPPORT)

# Gateway API's kinds are a manifest: their project publishes no chart, and Envoy Gateway's gateway-crds-helm is too large for a
# release (its own documents have it rendered and applied). Istio and cert-manager are built against 1.5 and 1.6.
# renovate: datasource=github-releases depName=kubernetes-sigs/gateway-api
GATEWAY_API_VERSION = "v1.6.1"
GATEWAY_API = f"https://github.com/kubernetes-sigs/gateway-api/releases/download/{GATEWAY_API_VERSION}/standard-install.yaml"
GATEWAY_API_FILE = f"gateway-api-{GATEWAY_API_VERSION}.yaml"
"""What that manifest is called in a folder of charts."""

# renovate: datasource=docker depName=ghcr.io/grafana-community/helm-charts/loki
LOKI = Chart(
    "loki",
    "oci://ghcr.io/grafana-community/helm-charts",
    "18.11.0",
    support=Support("18.", (25, 36), "github.com/grafana-community/helm-charts, charts/loki/Chart.yaml"),
)

# One chart, twice: on every node for pods' logs, and once for the events of the cluster.
_ALLOY = "https://grafana.github.io/helm-charts"
_ALLOY_SUPPORT = Support(
    "1.11.", (34, 36), "github.com/grafana/alloy, operations/helm/charts/alloy/Chart.yaml"
)
# renovate: datasource=helm depName=alloy registryUrl=https://grafana.github.io/helm-charts
ALLOY_VERSION = "1.11.1"
ALLOY = Chart("alloy", _ALLOY, ALLOY_VERSION, support=_ALLOY_SUPPORT)
ALLOY_EVENTS = Chart("alloy", _ALLOY, ALLOY_VERSION, "alloy-events", support=_ALLOY_SUPPORT)
# renovate: datasource=helm depName=opentelemetry-collector registryUrl=https://open-telemetry.github.io/opentelemetry-helm-charts
OPENTELEMETRY_COLLECTOR = Chart(
    "opentelemetry-collector",
    "https://open-telemetry.github.io/opentelemetry-helm-charts",
    "0.170.0",
    support=Support(
        "0.170.",
        (24, 36),
        "github.com/open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/README.md",
    ),
)
# renovate: datasource=helm depName=velero registryUrl=https://vmware-tanzu.github.io/helm-charts
VELERO = Chart(
    "velero",
    "https://vmware-tanzu.github.io/helm-charts",
    "12.1.0",
    support=Support("12.", (18, 36), "github.com/vmware-tanzu/velero, README.md", "Velero 1.20"),
)
# Its images move with it. The chart's schema wants the server named; the plugins, which speak with each cloud's object storage,
# are no part of the chart: their projects pair 1.14 with Velero 1.18 (README.md of each, "Compatibility").
# renovate: datasource=docker depName=docker.io/velero/velero
VELERO_SERVER = "docker.io/velero/velero:v1.18.1"
# renovate: datasource=docker depName=docker.io/velero/velero-plugin-for-aws
VELERO_PLUGIN_AWS = "docker.io/velero/velero-plugin-for-aws:v1.14.2"
# renovate: datasource=docker depName=docker.io/velero/velero-plugin-for-gcp
VELERO_PLUGIN_GCP = "docker.io/velero/velero-plugin-for-gcp:v1.14.2"
# renovate: datasource=docker depName=docker.io/velero/velero-plugin-for-microsoft-azure
VELERO_PLUGIN_AZURE = "docker.io/velero/velero-plugin-for-microsoft-azure:v1.14.2"

# renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/prometheus-adapter
PROMETHEUS_ADAPTER = Chart(
    "prometheus-adapter",
    _PROMETHEUS,
    "5.3.0",
    support=Support(
        "5.3.", (21, 36), "github.com/prometheus-community/helm-charts, charts/prometheus-adapter"
    ),
)
# renovate: datasource=helm depName=metrics-server registryUrl=https://kubernetes-sigs.github.io/metrics-server
METRICS_SERVER = Chart(
    "metrics-server",
    "https://kubernetes-sigs.github.io/metrics-server",
    "3.13.1",
    support=Support("3.13.", (31, 36), "github.com/kubernetes-sigs/metrics-server, README.md"),
)
# renovate: datasource=helm depName=external-dns registryUrl=https://kubernetes-sigs.github.io/external-dns
EXTERNAL_DNS = Chart(
    "external-dns",
    "https://kubernetes-sigs.github.io/external-dns",
    "1.21.1",
    support=Support("1.21.", (22, 36), "github.com/kubernetes-sigs/external-dns, README.md"),
)

# Of the cluster itself, on EKS. Both of one version: the kinds are Karpenter's own.
_KARPENTER = "oci://public.ecr.aws/karpenter"
_KARPENTER_SUPPORT = Support("1.14.", (29, 36), "karpenter.sh/docs/upgrading/compatibility")
# renovate: datasource=docker depName=public.ecr.aws/karpenter/karpenter
KARPENTER_VERSION = "1.14.1"
KARPENTER_CRD = Chart("karpenter-crd", _KARPENTER, KARPENTER_VERSION, support=_KARPENTER_SUPPORT)
KARPENTER = Chart("karpenter", _KARPENTER, KARPENTER_VERSION, support=_KARPENTER_SUPPORT)
# renovate: datasource=helm depName=cluster-autoscaler registryUrl=https://kubernetes.github.io/autoscaler
CLUSTER_AUTOSCALER = Chart(
    "cluster-autoscaler",
    "https://kubernetes.github.io/autoscaler",
    "9.59.0",
    # Its image is of the cluster's own minor: VERSIONS in components/cluster/eks_cluster_autoscaler.py.
    support=Support("9.59.", (34, 36), "github.com/kubernetes/autoscaler, cluster-autoscaler/README.md"),
)
CLUSTER_AUTOSCALER_IMAGES = {"1.34": "v1.34.5", "1.35": "v1.35.2", "1.36": "v1.36.1"}
"""Kubernetes version -> the image that schedules as that version does (github.com/kubernetes/autoscaler, "Releases")."""
