"""Every Helm chart the platform installs, pinned once. A bump changes one line here and nothing else."""

from components.helm import Chart

# OCI for the projects with large repositories: their index.yaml is megabytes, and would be fetched on every preview.
# The two of the Prometheus operator belong to one version of it (0.93) and move together.
_PROMETHEUS = "oci://ghcr.io/prometheus-community/charts"
# renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/prometheus-operator-crds
PROMETHEUS_OPERATOR_CRDS = Chart("prometheus-operator-crds", _PROMETHEUS, "31.0.1")
# renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/kube-prometheus-stack
KUBE_PROMETHEUS_STACK = Chart("kube-prometheus-stack", _PROMETHEUS, "88.5.3")
# renovate: datasource=docker depName=quay.io/jetstack/charts/cert-manager
CERT_MANAGER = Chart("cert-manager", "oci://quay.io/jetstack/charts", "v1.21.1")
# renovate: datasource=helm depName=ingress-nginx registryUrl=https://kubernetes.github.io/ingress-nginx
INGRESS_NGINX = Chart("ingress-nginx", "https://kubernetes.github.io/ingress-nginx", "4.15.1")
# renovate: datasource=helm depName=external-secrets registryUrl=https://charts.external-secrets.io
EXTERNAL_SECRETS = Chart("external-secrets", "https://charts.external-secrets.io", "2.9.0")

# One version for all of Istio: its charts are released together and are not tested apart.
_ISTIO = "https://istio-release.storage.googleapis.com/charts"
# renovate: datasource=helm depName=istiod registryUrl=https://istio-release.storage.googleapis.com/charts
ISTIO_VERSION = "1.30.3"
ISTIO_BASE = Chart("base", _ISTIO, ISTIO_VERSION, release="istio-base")
ISTIOD = Chart("istiod", _ISTIO, ISTIO_VERSION)
