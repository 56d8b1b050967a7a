"""The namespaces that the platform is installed into: each at its Pod Security level, and closed but for what is declared."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from components.helm import Home
from components.platform.network import Around, Traffic, policy
from components.policies import DENY_ALL

WHY = "groundwork/why-not-restricted"
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
    traffic: Sequence[Traffic],
    around: Around,
    opts: pulumi.ResourceOptions,
    labels: Mapping[str, str] | None = None,
    why: str = "",
) -> Home:
    """A namespace of the platform: nothing gets in or out of it but the traffic declared.

    labels: further ones, beside the Pod Security level's. why: the level is not restricted; said on the namespace.
    It is a resource of its own rather than Helm's create_namespace, which sets no labels and leaves it behind on destroy.
    What is installed there comes after the policies.
    """
    own = {"app.kubernetes.io/part-of": "platform", "app.kubernetes.io/managed-by": "pulumi"}
    metadata: ObjectMetaArgsDict = {
        "name": name,
        "labels": {**own, **pod_security_labels(level), **(labels or {})},
        **({"annotations": {WHY: why}} if why else {}),
    }
    made = Namespace(f"{cluster}-{name}", metadata=metadata, opts=opts)
    policies = {"default-deny": DENY_ALL, **{one.name: policy(one, around) for one in traffic}}
    inside = made.metadata.name
    closed = [
        NetworkPolicy(
            f"{cluster}-{name}-{own_name}",
            metadata={"name": own_name, "namespace": inside},
            spec=spec,
            opts=opts,
        )
        for own_name, spec in policies.items()
    ]
    return Home(inside, (made, *closed))
