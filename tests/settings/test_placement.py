"""Applications are where their settings say, as they say it there; and their workloads run on nodes that there are."""

from typing import Any

import pytest

from settings.clusters.base import AnyCluster
from settings.clusters.eks import EksCluster
from settings.load import SettingsError
from settings.placement import homeless, resolved, variants
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


WORLD: dict[str, AnyCluster] = {
    name: EksCluster.model_validate({**EKS, "region": region})
    for name, region in (("use1", "us-east-1"), ("use2", "us-east-1"), ("usw2", "us-west-2"))
}


def placed(**settings: Any) -> tuple[tuple[str, ...], list[str]]:
    """The clusters of an application, and what is wrong with how it says them."""
    application, problems = resolved("app", given("app", **settings), WORLD)
    return application.clusters, problems


@pytest.mark.parametrize(
    ("said", "clusters"),
    [
        ({}, ("use1", "use2", "usw2")),
        ({"clusters": ("usw2", "use1")}, ("use1", "usw2")),
        ({"regions": ("us-east-1",)}, ("use1", "use2")),
        ({"clusters": ("use1",), "regions": ("us-west-2",)}, ("use1", "usw2")),
    ],
)
def test_clusters_are_named_or_those_of_a_region_or_all(
    said: dict[str, Any], clusters: tuple[str, ...]
) -> None:
    assert placed(**said) == (clusters, [])


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            {"clusters": ("usw1",)},
            "applications.app.clusters: expected clusters of this stack (use1, use2, usw2), got 'usw1'",
        ),
        (
            {"regions": ("us-west-1",)},
            (
                "applications.app.regions: expected regions that a cluster of this stack is in (us-east-1, us-west-2), got "
                "'us-west-1'"
            ),
        ),
        (
            {"overrides": {"usw1": {"image": "registry.example.com/app:1.0.1"}}},
            "applications.app.overrides.usw1 is not known here; did you mean usw2?",
        ),
        (
            {"clusters": ("use1",), "overrides": {"usw2": {}}},
            "applications.app.overrides.usw2 is not known here; expected one of use1",
        ),
        (
            {"overrides": {"usw2": {"image": "no image"}}},
            (
                "applications.app.overrides.usw2.image: expected an image reference such as registry.example.com/team/app:1.4.2, "
                "got 'no image'"
            ),
        ),
        (
            {"overrides": {"usw2": {"scale": {"min": 9, "max": 3}}}},
            (
                "applications.app.overrides.usw2.scale: expected min to be at most max, got min 9 and max 3: lower min or raise "
                "max"
            ),
        ),
        (
            {"overrides": {"usw2": {"imgae": "registry.example.com/app:1.0.1"}}},
            "applications.app.overrides.usw2.imgae is not known here; did you mean image?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_path(said: dict[str, Any], line: str) -> None:
    assert placed(**said)[1] == [line]


def test_a_place_that_is_not_there_is_told_alone() -> None:
    wrong = {
        "clusters": ("usw1",),
        "overrides": {"usw1": {}},
        "traffic": {"policy": "failover", "primary": "usw1"},
    }

    with pytest.raises(SettingsError) as error:
        load({"app": given("app", **wrong)})
    assert str(error.value).splitlines()[1:] == [
        "  applications.app.clusters: expected clusters of this stack (main), got 'usw1'"
    ]


def test_what_is_said_for_one_cluster_is_laid_over_what_is_said_for_all() -> None:
    over = {"usw2": {"scale": {"max": 20}, "image": "registry.example.com/app:1.0.1"}}
    application = given("app", scale={"min": 3, "max": 10}, overrides=over)

    there, elsewhere = application.at("usw2"), application.at("use1")

    assert (there.scale.min, there.scale.max, there.image) == (3, 20, "registry.example.com/app:1.0.1")
    assert (elsewhere.scale.min, elsewhere.scale.max, elsewhere.image) == (3, 10, application.image)


def test_each_way_in_which_it_is_said_is_one_with_its_path() -> None:
    application = given(
        "app", clusters=("use1", "use2", "usw2"), overrides={"usw2": {"scale": {"max": 20}}, "use2": {}}
    )

    found = variants({"app": application})

    assert {path: (one.clusters, one.scale.max) for path, one in found.items()} == {
        "app": (("use1", "use2"), 10),
        "app.overrides.usw2": (("usw2",), 20),
    }
    every = given("app", clusters=("use1",), overrides={"use1": {"scale": {"max": 20}}})
    assert list(variants({"app": every})) == ["app.overrides.use1"]


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
