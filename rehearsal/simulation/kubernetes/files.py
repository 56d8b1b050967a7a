"""Manifests that the provider reads and applies: kubernetes:yaml/v2:ConfigFile, a component whose children it makes itself.

A rehearsal reads no file of others: which kinds a known one brings is written here, without their schemas.
"""

import re
from collections.abc import Mapping

from rehearsal.simulation.kinds import Child, Properties, Refused
from rehearsal.simulation.kubernetes.cluster import DEFINITION

CONFIG_FILE = "kubernetes:yaml/v2:ConfigFile"

# kubernetes-sigs/gateway-api v1.6.1, config/crd/standard: kind -> plural and served versions, the stored one first.
GATEWAY_API: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "BackendTLSPolicy": ("backendtlspolicies", ("v1",)),
    "GatewayClass": ("gatewayclasses", ("v1", "v1beta1")),
    "Gateway": ("gateways", ("v1", "v1beta1")),
    "GRPCRoute": ("grpcroutes", ("v1",)),
    "HTTPRoute": ("httproutes", ("v1", "v1beta1")),
    "ListenerSet": ("listenersets", ("v1",)),
    "ReferenceGrant": ("referencegrants", ("v1beta1", "v1")),
    "TCPRoute": ("tcproutes", ("v1",)),
    "TLSRoute": ("tlsroutes", ("v1",)),
    "UDPRoute": ("udproutes", ("v1",)),
}
FILES = {
    r"gateway-api.*/standard-install\.yaml|.*/gateway-api-v[\d.]+\.yaml": (
        "gateway.networking.k8s.io",
        GATEWAY_API,
        frozenset({"GatewayClass"}),
    )
}
"""A pattern of a file's address -> its API group, its kinds, and those of them that are the whole cluster's."""


def config_file(name: str, inputs: Properties) -> list[Child]:
    """The kinds that a manifest brings, named as the provider names them. Raises Refused for a file that is not in FILES."""
    where = str(inputs.get("file"))
    for pattern, (group, kinds, clusterwide) in FILES.items():
        if re.search(pattern, where):
            return [
                definition(name, group, kind, plural, versions, namespaced=kind not in clusterwide)
                for kind, (plural, versions) in kinds.items()
            ]
    raise Refused(
        "UnknownFile",
        f"what {where} brings is not simulated; add it to FILES in rehearsal/simulation/kubernetes/files.py",
    )


def definition(
    name: str, group: str, kind: str, plural: str, versions: tuple[str, ...], *, namespaced: bool
) -> Child:
    """A CustomResourceDefinition without its schema. versions: the stored one first."""
    own = f"{plural}.{group}"
    spec = {
        "group": group,
        "names": {"kind": kind, "plural": plural},
        "scope": "Namespaced" if namespaced else "Cluster",
        "versions": [{"name": one, "served": True, "storage": one == versions[0]} for one in versions],
    }
    body = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": own},
        "spec": spec,
    }
    return Child(DEFINITION, f"{name}:{own}", body)


COMPONENTS = {CONFIG_FILE: config_file}
"""Component type -> what it makes."""
