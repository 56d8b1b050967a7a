"""Small recordings to work out the costs of."""

from collections.abc import Iterable
from typing import Any

from rehearsal.costs.items import Item, Part
from rehearsal.recorded import RELEASE, Recorded, Recording


def one(
    type_: str,
    name: str,
    inputs: dict[str, Any] | None = None,
    *,
    cluster: str = "",
    parent: str = "",
    id_: str = "",
) -> Recorded:
    """A resource with nothing to it but what costs depend on. cluster: whose Kubernetes provider it has."""
    given = inputs or {}
    return Recorded(
        urn=f"urn:{type_}::{name}",
        type=type_,
        name=name,
        id=id_ or name,
        custom=True,
        parent=parent,
        provider=f"urn::{cluster}" if cluster else "",
        inputs=given,
        visible=given,
        secrets=(),
        outputs=given,
        dependencies=(),
        property_dependencies={},
        protect=False,
        retain_on_delete=False,
        ignore_changes=(),
        replace_on_changes=(),
        delete_before_replace=False,
        aliases=(),
        custom_timeouts={},
        deleted_with="",
        secret_outputs=(),
    )


def release(chart: str, values: dict[str, Any]) -> Recorded:
    """A Helm release in the cluster main."""
    return one(RELEASE, chart, {"chart": chart, "values": values}, cluster="main")


def recording(*resources: Recorded) -> Recording:
    """A stack with these resources."""
    return Recording("test", "groundwork", resources, {}, {}, ())


def part(*resources: Recorded) -> Part:
    """The cluster main with these resources, its own and those inside it."""
    return Part("main", recording(*resources), resources)


def amounts(items: Iterable[Item]) -> dict[str, tuple[float, float]]:
    """Price key -> units at min and at max."""
    return {item.key: (item.low, item.high) for item in items}
