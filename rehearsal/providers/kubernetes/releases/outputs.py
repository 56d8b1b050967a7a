"""What the engine is told of a release beside its inputs."""

from collections.abc import Mapping, Sequence
from typing import Any

from rehearsal.providers.kubernetes.client import Object
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases.record import Record
from rehearsal.simulation.kinds import Properties


def outputs(kept: Record) -> Properties:
    """The outputs that the real provider adds (setReleaseAttributes)."""
    chart: Mapping[str, Any] = kept.chart or {}
    return {
        "name": kept.name,
        "namespace": kept.namespace,
        "resourceNames": resource_names(kept.objects),
        "status": {
            "status": kept.status, "revision": kept.revision, "chart": chart.get("name", ""), "version": chart.get("version", ""),
            "name": kept.name, "namespace": kept.namespace, "appVersion": chart.get("appVersion", ""),
        },
    }  # fmt: skip


def resource_names(objects: Sequence[Object]) -> dict[str, list[str]]:
    """The objects' names by kind, as convertYAMLManifestToJSON of the real provider writes them: `Deployment.apps/apps/v1`."""
    found: dict[str, list[str]] = {}
    for one in objects:
        ref = Ref.of(one)
        group = ref.api_version.rpartition("/")[0]
        kind = f"{ref.kind}.{group}" if group else ref.kind
        found.setdefault(f"{kind}/{ref.api_version}", []).append(ref.id)
    return {kind: sorted(found[kind]) for kind in sorted(found)}
