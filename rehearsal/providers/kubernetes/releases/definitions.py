"""The definitions of custom resources that a release brings: which, from where, and under whose care.

Which groups a chart brings, and by which switch, is in rehearsal/simulation/kubernetes/charts.py; the definitions are those of
the projects' Go modules (rehearsal/toolchain/crds), or permissive ones where no module has them.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.client import Object
from rehearsal.providers.kubernetes.releases import permissive
from rehearsal.simulation.kinds import Properties
from rehearsal.simulation.kubernetes.charts import CRDS, brought, chart_name, switched
from rehearsal.simulation.kubernetes.stand_ins.parts import found_at
from rehearsal.toolchain import Say, crds

KEEP = {"helm.sh/resource-policy": "keep"}
PROJECTS: Mapping[str, str] = {
    "acme.cert-manager.io": "cert-manager",
    "cert-manager.io": "cert-manager",
    "external-secrets.io": "external-secrets",
    "externaldns.k8s.io": "external-dns",
    "extensions.istio.io": "istio",
    "gateway.networking.k8s.io": "gateway-api",
    "generators.external-secrets.io": "external-secrets",
    "karpenter.k8s.aws": "karpenter",
    "karpenter.sh": "karpenter",
    "monitoring.coreos.com": "prometheus-operator",
    "networking.istio.io": "istio",
    "security.istio.io": "istio",
    "telemetry.istio.io": "istio",
    "velero.io": "velero",
}
"""API group -> the project in rehearsal/toolchain/crds that defines it, all of whose definitions come together."""
OLDER = {"external-secrets": "2.9.0"}
"""Project -> the version that the chart has, where only an older one is published as a Go module."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Care:
    """How a chart's template treats its definitions: annotations and labels it adds, from the values, and which it leaves out."""

    annotations: Callable[[Values], Values] = lambda values: {}
    labels: Values | None = None
    left_out: Callable[[Object, Values], bool] = lambda one, values: False


def _flag(prefix: str, suffix: str = "") -> Callable[[Object, Values], bool]:
    """Left out where a switch of its own, named after its plural, is off."""
    return lambda one, values: not switched(values, f"{prefix}{one['spec']['names']['plural']}{suffix}", True)


def _not_created(one: Object, values: Values) -> bool:
    return not switched(values, f"crds.create{one['spec']['names']['kind']}", True)


CARE: Mapping[str, Care] = {
    "base": Care(
        lambda values: KEEP,
        left_out=lambda one, values: one["metadata"]["name"] in found_at(values, "base.excludedCRDs", ()),
    ),
    "cert-manager": Care(lambda values: KEEP if found_at(values, "crds.keep", True) else {}),
    "external-secrets": Care(
        lambda values: found_at(values, "crds.annotations", {}),
        {"external-secrets.io/component": "controller"},
        _not_created,
    ),
    "karpenter-crd": Care(lambda values: found_at(values, "additionalAnnotations", {})),
    "prometheus-operator-crds": Care(
        lambda values: found_at(values, "crds.annotations", {}), left_out=_flag("crds.", ".enabled")
    ),
}
"""Chart -> its care; one that is not here adds nothing."""
PARTS = {
    "gateway.networking.k8s.io": "crds.gatewayAPI.enabled",
    "gateway.envoyproxy.io": "crds.envoyGateway.enabled",
}
"""The switches of the chart gateway-crds-helm, both off by default."""


def in_folder(inputs: Properties) -> bool:
    """Whether the chart has them in its crds/ folder: installed once, never changed and never deleted by Helm."""
    found = CRDS.get(chart_name(inputs.get("chart")))
    return found is not None and found.folder


def definitions(inputs: Properties, say: Say, remember: Callable[[str], None]) -> list[Object]:
    """What a release with these inputs brings, as its chart would render it. `remember` gets a sentence for each kind that is
    only a stand-in. Raises ToolError where a module can neither be found nor fetched."""
    chart = chart_name(inputs.get("chart"))
    values = inputs.get("values")
    values = values if isinstance(values, Mapping) else {}
    groups = [
        group
        for group in brought(inputs)
        if chart != "gateway-crds-helm" or switched(values, PARTS[group], False)
    ]
    care = CARE.get(chart, Care())
    found = of_groups(groups, say, remember)
    return [cared_for(one, care, values) for one in found if not care.left_out(one, values)]


def of_groups(groups: Sequence[str], say: Say, remember: Callable[[str], None]) -> list[Object]:
    """The definitions of the projects that these API groups are of, and of what nobody publishes; none of a group that is not
    known. `remember` and errors as above."""
    projects = list(dict.fromkeys(PROJECTS[group] for group in groups if group in PROJECTS))
    crds.fetch(projects, say)
    found = [*_published(projects, say, remember), *_unpublished(groups, remember)]
    return [cared_for(one, Care(), {}) for one in found]


def _published(projects: list[str], say: Say, remember: Callable[[str], None]) -> Iterator[Object]:
    for project in projects:
        if project in OLDER:
            remember(
                f"the kinds of {project} are judged by {crds.version(project)}, the newest that is published as a Go module; "
                f"the chart has {OLDER[project]}"
            )
        yield from crds.definitions(project, say)


def _unpublished(groups: Sequence[str], remember: Callable[[str], None]) -> Iterator[Object]:
    for group in groups:
        for one in permissive.definitions(group):
            remember(
                f"{one['spec']['names']['kind']} of {group} takes any fields: no Go module publishes its definition"
            )
            yield one


def cared_for(one: Object, care: Care, values: Values) -> Object:
    """A definition as it is sent to the API server, with what the chart's template adds."""
    cared = copy.copy(one)
    metadata = dict(one["metadata"])
    annotations = {**(metadata.get("annotations") or {}), **care.annotations(values)}
    labels = {**(metadata.get("labels") or {}), **(care.labels or {})}
    metadata.pop("creationTimestamp", None)
    cared["metadata"] = {
        **metadata,
        **({"annotations": annotations} if annotations else {}),
        **({"labels": labels} if labels else {}),
    }
    cared.pop("status", None)
    return cared
