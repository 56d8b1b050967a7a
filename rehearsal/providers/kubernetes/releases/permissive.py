"""Definitions that take anything, for kinds whose own are published in no Go module."""

from collections.abc import Mapping
from dataclasses import dataclass

from rehearsal.providers.kubernetes.client import Object


@dataclass(frozen=True)
class Kinds:
    """The namespaced kinds of an API group that nobody publishes: kind -> plural name."""

    version: str
    plurals: Mapping[str, str]


UNPUBLISHED: Mapping[str, Kinds] = {
    "monitoring.grafana.com": Kinds("v1alpha2", {"PodLogs": "podlogs"}),
    # They came after the newest version that is a Go module.
    "generators.external-secrets.io": Kinds(
        "v1alpha1",
        {
            "BeyondtrustWorkloadCredentialsDynamicSecret": "beyondtrustworkloadcredentialsdynamicsecrets",
            "GitlabDeployToken": "gitlabdeploytokens",
        },
    ),
    "gateway.envoyproxy.io": Kinds(
        "v1alpha1",
        {
            "Backend": "backends",
            "BackendTrafficPolicy": "backendtrafficpolicies",
            "ClientTrafficPolicy": "clienttrafficpolicies",
            "EnvoyExtensionPolicy": "envoyextensionpolicies",
            "EnvoyPatchPolicy": "envoypatchpolicies",
            "EnvoyProxy": "envoyproxies",
            "HTTPRouteFilter": "httproutefilters",
            "SecurityPolicy": "securitypolicies",
        },
    ),
}
"""API group -> its kinds."""


def definitions(group: str) -> list[Object]:
    """The permissive definitions of a group; none where all of it is published."""
    kinds = UNPUBLISHED.get(group)
    return (
        [_definition(group, kinds.version, kind, plural) for kind, plural in kinds.plurals.items()]
        if kinds
        else []
    )


def _definition(group: str, version: str, kind: str, plural: str) -> Object:
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schema = {"type": "object", "properties": {"spec": anything, "status": anything}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "listKind": f"{kind}List", "plural": plural, "singular": kind.lower()},
            "versions": [
                {
                    "name": version, "served": True, "storage": True, "subresources": {"status": {}},
                    "schema": {"openAPIV3Schema": schema},
                }
            ],
        },
    }  # fmt: skip
