"""An EKS cluster's settings: what is refused before AWS is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters.eks import EksCluster, EksNetwork, EksNodePool

CLUSTER: dict[str, Any] = {
    "cloud": "eks",
    "region": "us-east-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": ["arn:aws:iam::123456789012:role/platform-admin"],
    "node_pools": {"system": {}},
}


def test_a_minimal_cluster_takes_the_safe_defaults() -> None:
    cluster = EksCluster.model_validate(CLUSTER)

    assert cluster.protect
    assert cluster.api.public_from == ()
    assert cluster.network.nat == "per-zone"
    assert cluster.network.endpoints == "gateway"
    assert (cluster.identity, cluster.autoscaler) == ("pod-identity", "karpenter")
    assert cluster.availability_zones == ("us-east-1a", "us-east-1b", "us-east-1c")


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/21"])
def test_a_network_outside_16_to_20_is_refused(cidr: str) -> None:
    with pytest.raises(ValidationError, match="from /16 to /20"):
        EksNetwork(cidr=cidr)


def test_a_public_network_is_refused() -> None:
    with pytest.raises(ValidationError, match="a private block"):
        EksNetwork(cidr="198.51.0.0/16")


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


@pytest.mark.parametrize("kind", ["m7g.large", "c7gn.4xlarge", "t4g.medium", "im4gn.large", "r8g.4xlarge"])
def test_a_graviton_pool_is_known_by_its_types(kind: str) -> None:
    assert EksNodePool(instance_types=(kind,)).arm


@pytest.mark.parametrize(
    "kind", ["m6i.large", "g6e.xlarge", "g4dn.xlarge", "x2iedn.xlarge", "m7i-flex.large", "g5.4xlarge"]
)
def test_any_other_pool_is_not(kind: str) -> None:
    assert not EksNodePool(instance_types=(kind,)).arm


def test_a_pool_of_two_processors_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match=r"of which m7g\.large is Graviton: make it two pools"):
        EksNodePool(instance_types=("m7g.large", "m6i.large"))


def test_what_is_no_instance_type_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"an EC2 instance type such as m6i\.large"):
        EksNodePool(instance_types=("large",))


def refused(**changes: Any) -> str:
    with pytest.raises(ValidationError) as error:
        EksCluster.model_validate({**CLUSTER, **changes})
    return str(error.value)


def test_an_instance_type_that_does_not_exist_is_refused_with_the_nearest() -> None:
    assert "did you mean m6i.large" in refused(node_pools={"system": {"instance_types": ["m6l.large"]}})
    assert "'m6i.huge' does not exist: m6i comes as large, xlarge" in refused(
        node_pools={"system": {"instance_types": ["m6i.huge"]}}
    )


def test_a_pool_without_instance_types_is_refused() -> None:
    assert "expected at least one instance type" in refused(node_pools={"system": {"instance_types": []}})


def test_a_wrong_instance_type_is_one_mistake() -> None:
    assert "1 validation error" in refused(node_pools={"system": {"instance_types": ["m6l.large"]}})


def test_a_region_that_does_not_exist_is_refused_with_the_nearest() -> None:
    assert "did you mean us-east-1?" in refused(region="us-esat-1")


def test_a_kubernetes_version_out_of_support_is_refused_with_the_choices() -> None:
    assert 'one of "1.34", "1.35", "1.36"' in refused(kubernetes="1.33")


def test_an_api_open_to_large_blocks_is_refused_by_name() -> None:
    assert "of which 203.0.0.0/8 is not" in refused(api={"public_from": ["198.51.100.0/24", "203.0.0.0/8"]})


def test_a_zone_is_a_region_and_a_letter() -> None:
    zones = ["us-east-1a", "us-east-1b", "us-east-10c"]

    assert "expected zones of us-east-1, got us-east-10c" in refused(zones=zones)


def test_karpenter_without_nodes_to_run_on_is_refused_with_the_ways_out() -> None:
    assert (
        "one named system with a min of 2 or more, on which Karpenter itself runs, got only general"
        in refused(node_pools={"general": {}})
    )
    assert "got one of min 1: add it, or set autoscaler to cluster-autoscaler or none" in refused(
        node_pools={"system": {"min": 1}}
    )


def test_a_min_that_karpenter_would_not_keep_is_refused() -> None:
    told = refused(node_pools={"system": {}, "batch": {"min": 3}})

    assert "expected no min in node_pools.batch, got 3" in told
    assert "put what must always run into system" in told


def test_karpenters_pools_begin_with_no_nodes_and_the_others_with_three() -> None:
    pools = {"system": {}, "batch": {"max": 5}}

    karpenter = EksCluster.model_validate({**CLUSTER, "node_pools": pools})
    scaled = EksCluster.model_validate({**CLUSTER, "node_pools": pools, "autoscaler": "cluster-autoscaler"})

    assert (karpenter.node_pools["system"].min, karpenter.node_pools["batch"].min) == (3, 0)
    assert (list(karpenter.managed_pools), list(karpenter.karpenter_pools)) == (["system"], ["batch"])
    assert scaled.node_pools["batch"].min == 3
    assert (list(scaled.managed_pools), list(scaled.karpenter_pools)) == (["system", "batch"], [])


@pytest.mark.parametrize("pools", [None, ["system"], {"system": None}])
def test_pools_of_another_shape_are_refused_rather_than_read(pools: Any) -> None:
    assert "node_pools" in refused(node_pools=pools)


@pytest.mark.parametrize("image", ["1.62.0", "newest"])
def test_an_image_is_a_release_of_bottlerocket_or_the_latest(image: str) -> None:
    assert "bottlerocket" in refused(bottlerocket=image)


def test_a_hosted_zone_is_named_by_its_id() -> None:
    zone = {"domain": "example.com", "zone": "Z0123456789ABC"}
    assert EksCluster.model_validate({**CLUSTER, "dns": zone}).dns
    with pytest.raises(ValidationError, match="zone"):
        EksCluster.model_validate({**CLUSTER, "dns": {**zone, "zone": "example.com"}})


def test_the_pool_that_karpenter_runs_on_stays_open() -> None:
    told = refused(node_pools={"system": {"closed": True}, "general": {}})

    assert "expected node_pools.system to be open, got closed: true: Karpenter itself runs on it" in told
    assert EksCluster.model_validate({**CLUSTER, "node_pools": {"system": {}, "general": {"closed": True}}})
