"""Every Helm chart that a cluster itself needs, pinned once. A bump changes one line here and nothing else."""

from components.helm import Chart

# Both of one version: the kinds are Karpenter's own.
_KARPENTER = "oci://public.ecr.aws/karpenter"
# renovate: datasource=docker depName=public.ecr.aws/karpenter/karpenter
KARPENTER_VERSION = "1.14.1"
KARPENTER_CRD = Chart("karpenter-crd", _KARPENTER, KARPENTER_VERSION)
KARPENTER = Chart("karpenter", _KARPENTER, KARPENTER_VERSION)
# renovate: datasource=helm depName=cluster-autoscaler registryUrl=https://kubernetes.github.io/autoscaler
CLUSTER_AUTOSCALER = Chart("cluster-autoscaler", "https://kubernetes.github.io/autoscaler", "9.59.0")
