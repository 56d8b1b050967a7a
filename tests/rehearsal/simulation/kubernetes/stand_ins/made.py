"""The objects of a chart, by kind and name, for tests."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.kubernetes.stand_ins import Object, stand_ins
from rehearsal.simulation.kubernetes.stand_ins.parts import Release


def objects(
    chart: str, values: Mapping[str, Any] | None = None, *, release: str = "", namespace: str = "home"
) -> dict[str, Object]:
    """`Kind/name` -> object; the release has the chart's name unless another is given. No two are the same."""
    found = stand_ins(chart, release or chart, namespace, values or {})
    named = {f"{one['kind']}/{one['metadata']['name']}": one for one in found}
    assert len(named) == len(found)
    return named


def pods(one: Object) -> dict[str, Any]:
    """The pod template's spec of a workload."""
    found: dict[str, Any] = one["spec"]["template"]["spec"]
    return found


def release(values: Mapping[str, Any] | None = None, chart: str = "web") -> Release:
    """A release of a chart by its own name."""
    return Release(chart, chart, "home", values or {})
