"""A cluster's settings: what is refused before a cloud is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters import ApiAccess, EksCluster, EksNetwork, NodePool

CLUSTER: dict[str, Any] = {
    "cloud": "eks",
    "region": "us-east-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": ["arn:aws:iam::123456789012:role/platform-admin"],
    "node_pools": {"general": {}},
}


def test_a_minimal_cluster_takes_the_safe_defaults() -> None:
    cluster = EksCluster.model_validate(CLUSTER)

    assert cluster.protect
    assert cluster.api.public_from == ()
    assert cluster.network.nat == "per-zone"
    assert cluster.availability_zones == ("us-east-1a", "us-east-1b", "us-east-1c")


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/21"])
def test_a_network_outside_16_to_20_is_refused(cidr: str) -> None:
    with pytest.raises(ValidationError, match="from /16 to /20"):
        EksNetwork(cidr=cidr)


def test_a_public_network_is_refused() -> None:
    with pytest.raises(ValidationError, match="a private block"):
        EksNetwork(cidr="198.51.0.0/16")


def test_an_api_open_to_the_internet_is_refused() -> None:
    with pytest.raises(ValidationError, match="not the whole internet"):
        ApiAccess(public_from=("0.0.0.0/0",))


def test_a_pool_whose_min_is_above_its_max_is_refused_with_both_numbers() -> None:
    with pytest.raises(ValidationError, match="got min 5 and max 2"):
        NodePool(min=5, max=2)


def test_fewer_than_three_zones_are_refused() -> None:
    with pytest.raises(
        ValidationError, match="three different zones, got us-east-1a, us-east-1a, us-east-1b"
    ):
        EksCluster.model_validate({**CLUSTER, "zones": ["us-east-1a", "us-east-1a", "us-east-1b"]})


def test_zones_of_another_region_are_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="expected zones of us-east-1, got eu-west-1a"):
        EksCluster.model_validate({**CLUSTER, "zones": ["us-east-1a", "us-east-1b", "eu-west-1a"]})


def test_a_cluster_that_nobody_could_administer_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        EksCluster.model_validate({**CLUSTER, "admins": []})
