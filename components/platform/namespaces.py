"""The namespaces that the platform is installed into, each at its Pod Security level."""

from collections.abc import Mapping
from typing import Literal

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

PodSecurity = Literal["privileged", "baseline", "restricted"]


def pod_security_labels(level: PodSecurity) -> dict[str, str]:
    """Pod Security Standards at one level (CIS Kubernetes 5.2). latest: the rules of the cluster's own version."""
    prefix = "pod-security.kubernetes.io"
    modes = ("enforce", "audit", "warn")
    return {f"{prefix}/{mode}": level for mode in modes} | {
        f"{prefix}/{mode}-version": "latest" for mode in modes
    }


def namespace(
    cluster: str,
    name: str,
    level: PodSecurity,
    opts: pulumi.ResourceOptions,
    labels: Mapping[str, str] | None = None,
) -> Namespace:
    """A namespace of the platform. labels: further ones, beside the Pod Security level's.

    A resource of its own rather than Helm's create_namespace, which sets no labels and leaves it behind on destroy.
    """
    own = {"app.kubernetes.io/part-of": "platform", "app.kubernetes.io/managed-by": "pulumi"}
    metadata: ObjectMetaArgsDict = {
        "name": name,
        "labels": {**own, **pod_security_labels(level), **(labels or {})},
    }
    return Namespace(f"{cluster}-{name}", metadata=metadata, opts=opts)
