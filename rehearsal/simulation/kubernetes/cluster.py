"""One simulated cluster: which one a call means, its namespaces, and which custom resources it knows."""

import json
import re
from collections.abc import Iterable

from rehearsal.simulation.kinds import Call, Properties, Refused, value_at
from rehearsal.simulation.kubernetes.catalog import group_of
from rehearsal.simulation.kubernetes.charts import GIVEN_GROUPS, bringers, brought, chart_name
from rehearsal.simulation.world import Entity

NAMESPACE = "kubernetes:core/v1:Namespace"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
RELEASE = "kubernetes:helm.sh/v3:Release"
GIVEN_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})
SERVER = re.compile(r"""["']?server["']?\s*:\s*["']?([^\s"',}]+)""")


def cluster_of(provider: Properties) -> str:
    """What tells one cluster from another: the provider's clusterIdentifier, else its kubeconfig's server, else its URN."""
    identifier = provider.get("clusterIdentifier")
    if isinstance(identifier, str) and identifier:
        return identifier
    kubeconfig = provider.get("kubeconfig")
    text = kubeconfig if isinstance(kubeconfig, str) else json.dumps(kubeconfig, default=str)
    found = SERVER.search(text)
    return found[1] if found else str(provider.get("urn", ""))


def namespace_of(call: Call) -> str:
    """The namespace a call means: the object's own, else the provider's, else `default`."""
    for found in (value_at(call.inputs, "metadata.namespace"), call.provider.get("namespace")):
        if isinstance(found, str) and found:
            return found
    return "default"


def namespace(call: Call, name: str) -> Entity | None:
    """A namespace that the program made, None for any other."""
    return call.world.get(NAMESPACE, name, cluster_of(call.provider))


def namespace_exists(call: Call, name: str) -> None:
    """Refuse to use a namespace that neither the program nor Kubernetes made."""
    scope = cluster_of(call.provider)
    if name in GIVEN_NAMESPACES or namespace(call, name) is not None:
        return
    made = (e for e in call.world.of(RELEASE, scope) if e.outputs.get("createNamespace") is True)
    if not any(e.outputs.get("namespace") == name for e in made):
        raise Refused("NotFound", f'namespaces "{name}" not found; create it first, and depend on it')


def kind_exists(call: Call, api_version: str, kind: str) -> None:
    """Refuse a custom resource whose definition no release and no CustomResourceDefinition has brought yet."""
    group, scope = group_of(api_version), cluster_of(call.provider)
    # Of a group of which the program has asked for a definition and found it, somebody's operator has brought them all.
    asked_for = {entity.id.partition(".")[2] for entity in call.world.given(DEFINITION, scope)}
    if group in GIVEN_GROUPS or group in asked_for:
        return
    definitions = call.world.referrers(f"defines={group}/{kind}", scope)
    if call.world.referrers(f"brings={group}", scope) or any(serves(d, api_version) for d in definitions):
        return
    message = f'no matches for kind "{kind}" in version "{api_version}"'
    charts = bringers(group)
    if charts:
        idle = [r.id for chart in charts for r in call.world.referrers(f"chart={chart}", scope)]
        hint = (
            f"the release {idle[0]} does not install its CRDs with these values"
            if idle
            else f"install {' or '.join(charts)} first"
        )
        message += f"; {hint}, and depend on the release"
    raise Refused("NoKindMatch", message)


def serves(definition: Entity, api_version: str) -> bool:
    """Whether a CustomResourceDefinition serves a version."""
    versions = value_at(definition.outputs, "spec.versions") or ()
    return any(v.get("name") == api_version.rpartition("/")[2] and v.get("served", True) for v in versions)


def refers(call: Call) -> Iterable[tuple[str, str]]:
    """What an object relies on, and what it brings, as texts to find it by."""
    if call.type == NAMESPACE:
        return ()
    if call.type == RELEASE:
        chart = call.inputs.get("chart")
        namespace_ = str(call.inputs.get("namespace") or "default")
        found = [
            ("namespace", f"in={namespace_}"),
            *(("chart", f"brings={group}") for group in brought(call.inputs)),
        ]
        return [*found, ("chart", f"chart={chart_name(chart)}")]
    found = [("apiVersion", f"of={group_of(str(call.inputs.get('apiVersion', '')))}")]
    if call.type == DEFINITION:
        spec = call.inputs.get("spec") or {}
        return [*found, ("spec", f"defines={spec.get('group')}/{value_at(spec, 'names.kind')}")]
    return [*found, ("metadata.namespace", f"in={namespace_of(call)}")]
