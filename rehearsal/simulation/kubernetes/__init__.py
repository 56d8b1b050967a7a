"""The simulated Kubernetes, in memory: `lookup` knows any kubernetes:<group>/<version>:<Kind> type and Helm releases.

A cluster is told from another by its provider: clusterIdentifier, else the kubeconfig's server, else the provider's URN.
"""

from collections.abc import Callable, Mapping
from functools import cache

from rehearsal.simulation.kinds import Call, Kind, Properties, Refused
from rehearsal.simulation.kubernetes.cluster import RELEASE
from rehearsal.simulation.kubernetes.files import COMPONENTS
from rehearsal.simulation.kubernetes.objects import object_kind
from rehearsal.simulation.kubernetes.patches import patch_kind
from rehearsal.simulation.kubernetes.releases import KIND as RELEASE_KIND

INVOKES: Mapping[str, Callable[[Call], Properties]] = {}
"""Kubernetes has no functions that the rehearsal answers."""


@cache
def lookup(type_: str) -> Kind:
    """The kind of a Pulumi type such as `kubernetes:apps/v1:Deployment`. Refused when it is no such type."""
    if type_ == RELEASE:
        return RELEASE_KIND
    package, _, rest = type_.partition(":")
    version, colon, kind = rest.partition(":")
    if (
        package != "kubernetes"
        or not colon
        or "/" not in version
        or version.startswith(("helm.sh/", "yaml/", "kustomize/"))
    ):
        raise Refused(
            "UnknownType",
            f"{type_} is not simulated; rehearsal/simulation/kubernetes/__init__.py says which types are",
        )
    api_version = version.removeprefix("core/")
    if kind.endswith("Patch"):
        return patch_kind(api_version, kind.removesuffix("Patch"))
    return object_kind(api_version, kind)


__all__ = ["COMPONENTS", "INVOKES", "lookup"]
