"""Clusters in two regions, and what an application over both of them needs."""

from collections.abc import Mapping
from typing import Any

from settings.capacity import Row, rows, short
from settings.clusters.base import AnyCluster
from settings.clusters.eks import EksCluster
from settings.platform import PlatformSettings
from tests.settings.clusters.test_aks import CLUSTER as AKS
from tests.settings.clusters.test_existing import CLUSTER as EXISTING
from tests.settings.clusters.test_gke import CLUSTER as GKE
from tests.settings.placed import Given, given
from tests.settings.stack import EKS, PLATFORM

__all__ = ["AKS", "EXISTING", "GKE", "POOLS", "both", "found", "lines", "platform", "shop"]

POOLS: Mapping[str, Any] = {
    "system": {"instance_types": ["m6i.2xlarge"], "min": 3},
    "general": {"instance_types": ["m6i.2xlarge"], "max": 6},
}


def both(**pools: Any) -> dict[str, AnyCluster]:
    """The clusters use1 and usw2, on EKS. pools: cluster -> its node pools, where they are others."""
    return {
        name: EksCluster.model_validate(
            {**EKS, "region": region, "network": {"cidr": cidr}, "node_pools": pools.get(name, POOLS)}
        )
        for name, region, cidr in (
            ("use1", "us-east-1", "10.20.0.0/16"),
            ("usw2", "us-west-2", "10.21.0.0/16"),
        )
    }


def shop(*specs: Mapping[str, Any], **settings: Any) -> Given:
    """The application shop on both clusters, with traffic by latency unless another is said."""
    whole = {"clusters": ("use1", "usw2"), "traffic": {"policy": "latency"}, **settings}
    return given("shop", *(dict(spec) for spec in specs or ({},)), **whole)


def platform(**sections: Any) -> PlatformSettings:
    """A platform that says no more than it must."""
    return PlatformSettings.model_validate({**PLATFORM, **sections})


def found(application: Given, clusters: Mapping[str, AnyCluster] | None = None, **others: Given) -> list[Row]:
    """The rows of the shop, beside others."""
    return rows({"shop": application, **others}, clusters or both(), platform())


def lines(application: Given, clusters: Mapping[str, AnyCluster] | None = None, **others: Given) -> list[str]:
    """The warnings of the shop, beside others."""
    return list(short({"shop": application, **others}, clusters or both(), platform()))
