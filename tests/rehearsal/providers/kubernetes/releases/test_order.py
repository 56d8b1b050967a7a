"""Helm's order: definitions before what is of their kinds, accounts before pods, and the other way round on the way out."""

from rehearsal.providers.kubernetes.releases.order import making, removing


def named(*kinds: str) -> list[dict[str, object]]:
    return [{"kind": kind, "metadata": {"name": kind.lower()}} for kind in kinds]


def kinds(objects: list[dict[str, object]]) -> list[object]:
    return [one["kind"] for one in objects]


def test_objects_are_made_in_helms_order_and_unknown_kinds_last() -> None:
    given = named(
        "Prometheus",
        "Deployment",
        "APIService",
        "Service",
        "ServiceAccount",
        "CustomResourceDefinition",
        "ConfigMap",
    )

    assert kinds(making(given)) == [
        "CustomResourceDefinition", "ServiceAccount", "ConfigMap", "Service", "Deployment", "APIService", "Prometheus",
    ]  # fmt: skip


def test_objects_are_removed_the_other_way_round() -> None:
    given = named("ServiceAccount", "Deployment", "CustomResourceDefinition")

    assert removing(given) == making(given)[::-1]
