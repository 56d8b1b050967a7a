"""Who makes a stack's repositories of images."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from components.contracts import Cluster, ClusterTraits
from components.data.images import create_images
from components.sharing import Addresses
from settings.data.images import Images

BARE = Cluster(
    "main", cast(Any, None), ClusterTraits("", {}, {}, {}, ()), cast(Any, None), cast(Any, None), {}
)


@dataclass
class Registry:
    """A factory that remembers what it was asked for."""

    asked: list[Any] = field(default_factory=list)

    def __call__(
        self, repositories: Sequence[str], untagged_days: int, copies: Sequence["Registry"]
    ) -> Addresses:
        self.asked.append((tuple(repositories), untagged_days, list(copies)))
        return {}


def test_the_clusters_registry_makes_them_and_knows_those_of_the_copies() -> None:
    main, other = Registry(), Registry()
    clusters = {"main": replace(BARE, images=main), "other": replace(BARE, name="other", images=other)}
    settings = Images(cluster="main", repositories=("app",), copies=("other",), untagged_days=3)

    create_images(settings, clusters)

    assert main.asked == [(("app",), 3, [other])]
    assert other.asked == []


def test_without_images_nothing_is_made() -> None:
    assert create_images(None, {}) == {}


def test_a_cluster_without_a_registry_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="the cluster main has no registry for images"):
        create_images(Images(cluster="main", repositories=("app",)), {"main": BARE})
