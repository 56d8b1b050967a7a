"""Workloads run on nodes that there are."""

from typing import Any

import pytest

from settings.load import SettingsError
from settings.placement import homeless
from tests.settings.placed import clusters, given, load
from tests.settings.stack import EKS

EXISTING = {
    "cloud": "existing",
    "context": "kind-example",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}


def asking(**nodes: str) -> dict[str, Any]:
    return {"app": given("app", {"nodes": nodes})}


def pooled(**pools: dict[str, str]) -> dict[str, Any]:
    made = {
        name: {"labels": labels, **({"min": 0} if name != "system" else {})} for name, labels in pools.items()
    }
    return {"main": {**EKS, "node_pools": {"system": {}, **made}}}


def test_nodes_that_no_pool_has_are_told_with_the_pools() -> None:
    pools = pooled(batch={"workload": "batch", "tier": "low"})

    with pytest.raises(SettingsError) as error:
        load(asking(workload="web"), clusters=pools)

    assert str(error.value).splitlines()[1].strip() == (
        "applications.app: the workload app runs on nodes with workload=web, expected a pool with these labels among "
        "clusters.main.node_pools, got system with no labels; batch with workload=batch, tier=low"
    )
    load(asking(workload="batch"), clusters=pools)


def test_one_pool_has_all_of_the_labels() -> None:
    pools = pooled(one={"a": "1"}, two={"b": "2"})

    with pytest.raises(SettingsError, match="runs on nodes with a=1, b=2, expected a pool"):
        load(asking(a="1", b="2"), clusters=pools)


def test_each_cluster_that_it_is_placed_on_has_them() -> None:
    app = {"app": given("app", {"nodes": {"workload": "batch"}}, clusters=["second"])}

    (line,) = homeless(app, clusters("main", "second"))
    assert "among clusters.second.node_pools" in line


def test_labels_of_the_cloud_and_nodes_of_an_existing_cluster_are_not_known() -> None:
    assert list(homeless(asking(**{"kubernetes.io/arch": "amd64"}), clusters())) == []
    platform = {"secrets": {"prefix": "local-"}, "monitoring": {"grafana_admin": "grafana-admin"}}
    load(asking(workload="web"), clusters={"main": EXISTING}, platform=platform)
    assert list(homeless({"app": given("app")}, clusters())) == []
