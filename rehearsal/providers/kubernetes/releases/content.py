"""What a release consists of: rendered by Helm where the chart is a file, else stand-ins and the projects' definitions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.releases import rendering
from rehearsal.providers.kubernetes.releases.definitions import definitions, in_folder
from rehearsal.simulation.kinds import Properties
from rehearsal.simulation.kubernetes.charts import chart_name, is_local
from rehearsal.simulation.kubernetes.stand_ins import stand_ins
from rehearsal.toolchain import Say

OWNER = {"app.kubernetes.io/managed-by": "Helm"}


@dataclass(frozen=True)
class Content:
    """folder: definitions that Helm installs once and then leaves alone; objects: the release's own; hooks: what is made at
    certain moments only; chart: its name, version and appVersion."""

    folder: Sequence[Object]
    objects: Sequence[Object]
    hooks: Sequence[Object]
    chart: Mapping[str, str]


@dataclass(frozen=True)
class Identity:
    """A release in a cluster."""

    name: str
    namespace: str

    @property
    def id(self) -> str:
        """How Pulumi identifies it."""
        return f"{self.namespace}/{self.name}"


def content(
    client: Client,
    release: Identity,
    inputs: Properties,
    say: Say,
    remember: Callable[[str], None],
    *,
    upgrade: bool = False,
) -> Content:
    """What the release is to consist of with these inputs. Raises Refused (an unknown chart, values that the chart does not
    take) and ToolError."""
    given = inputs.get("values")
    values: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    if is_local(inputs.get("chart")):
        rendered = rendering.rendered(client, str(inputs["chart"]), release, values, say, upgrade=upgrade)
        folder = [] if inputs.get("skipCrds") is True else rendered.folder
        return Content(
            folder, [owned(one, release) for one in rendered.objects], rendered.hooks, rendered.chart
        )
    chart, version = chart_name(inputs.get("chart")), str(inputs.get("version") or "")
    brought = definitions(inputs, say, remember)
    made = stand_ins(chart, release.name, release.namespace, values)
    outside = in_folder(inputs)
    objects = [owned(one, release) for one in [*([] if outside else brought), *made]]
    return Content(
        brought if outside else [], objects, [], {"name": chart, "version": version, "appVersion": version}
    )


def owned(one: Object, release: Identity) -> Object:
    """The object with what Helm knows its own by: https://helm.sh/docs/topics/charts_hooks/ and pkg/action/validate.go."""
    metadata = dict(one["metadata"])
    annotations = {
        **(metadata.get("annotations") or {}),
        "meta.helm.sh/release-name": release.name,
        "meta.helm.sh/release-namespace": release.namespace,
    }
    return {
        **one,
        "metadata": {
            **metadata,
            "labels": {**(metadata.get("labels") or {}), **OWNER},
            "annotations": annotations,
        },
    }
