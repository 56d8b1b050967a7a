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


@pytest.mark.parametrize(
    "kind", ["m7g.large", "c7gn.4xlarge", "t4g.medium", "a1.large", "im4gn.large", "hpc7g.4xlarge"]
)
def test_a_graviton_pool_is_known_by_its_types(kind: str) -> None:
    assert NodePool(instance_types=(kind,)).arm


@pytest.mark.parametrize(
    "kind", ["m6i.large", "g6e.xlarge", "g4dn.xlarge", "x2iedn.xlarge", "m7i-flex.large", "gr6.4xlarge"]
)
def test_any_other_pool_is_not(kind: str) -> None:
    assert not NodePool(instance_types=(kind,)).arm


def test_a_pool_of_two_processors_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match=r"of which m7g\.large is Graviton: make it two pools"):
        NodePool(instance_types=("m7g.large", "m6i.large"))


def test_what_is_no_instance_type_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"an EC2 instance type such as m6i\.large"):
        NodePool(instance_types=("large",))
