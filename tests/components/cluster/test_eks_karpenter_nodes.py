"""The nodes that Karpenter makes."""

from typing import Any

import pytest

from components.cluster.eks_karpenter_nodes import node_class, node_pool
from settings.clusters.eks import EksNodePool
from tests.components.cluster.deployments import NAME

BATCH = EksNodePool(
    instance_types=("c7g.xlarge", "c8g.xlarge"),
    min=0,
    max=20,
    disk_gib=80,
    spot=True,
    labels={"work": "batch"},
)


def described(image: str = "latest") -> Any:
    return node_class(BATCH, image, "profile", "sg-1", NAME, {"team": "platform"})


def requirements(pool: EksNodePool) -> dict[str, list[str]]:
    found = node_pool("batch", pool)["template"]["spec"]["requirements"]
    return {one["key"]: one["values"] for one in found if one["operator"] == "In"}


def test_nodes_are_private_and_encrypted_and_keep_their_credentials_to_themselves() -> None:
    spec = described()

    assert spec["associatePublicIPAddress"] is False
    assert spec["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    for disk in spec["blockDeviceMappings"]:
        assert disk["ebs"]["encrypted"] is True
        assert disk["ebs"]["volumeType"] == "gp3"
    assert [disk["ebs"]["volumeSize"] for disk in spec["blockDeviceMappings"]] == ["4Gi", "80Gi"]


@pytest.mark.parametrize("image", ["latest", "v1.62.0"])
def test_nodes_run_bottlerocket_at_the_release_asked_for(image: str) -> None:
    assert described(image)["amiSelectorTerms"] == [{"alias": f"bottlerocket@{image}"}]


def test_nodes_are_of_the_types_processor_and_price_asked_for() -> None:
    assert requirements(BATCH) == {
        "node.kubernetes.io/instance-type": ["c7g.xlarge", "c8g.xlarge"],
        "kubernetes.io/arch": ["arm64"],
        "kubernetes.io/os": ["linux"],
        "karpenter.sh/capacity-type": ["spot", "on-demand"],
    }
    assert requirements(EksNodePool(min=0))["karpenter.sh/capacity-type"] == ["on-demand"]
    assert requirements(EksNodePool(min=0))["kubernetes.io/arch"] == ["amd64"]


def test_a_pool_is_bounded_by_its_max() -> None:
    assert node_pool("batch", BATCH)["limits"] == {"nodes": "20"}


def test_nodes_go_a_few_at_a_time_and_none_grows_old() -> None:
    spec = node_pool("batch", BATCH)

    assert spec["disruption"]["budgets"] == [{"nodes": "10%"}, {"nodes": "100%", "reasons": ["Empty"]}]
    assert spec["disruption"]["consolidationPolicy"] == "WhenEmptyOrUnderutilized"
    assert spec["template"]["spec"]["expireAfter"] == "336h"
    assert spec["template"]["metadata"]["labels"] == {"work": "batch"}


@pytest.mark.parametrize(
    ("types", "image", "path"),
    [
        (("m7g.large",), "latest", "aws-k8s-1.34/arm64/latest"),
        (("m6i.large",), "v1.62.0", "aws-k8s-1.34/x86_64/1.62.0"),
    ],
)
def test_a_pool_that_stays_at_an_older_minor_has_its_image_from_where_aws_publishes_it(
    types: tuple[str, ...], image: str, path: str
) -> None:
    pool = EksNodePool(instance_types=types, min=0, kubernetes="1.34")

    spec = node_class(pool, image, "profile", "sg-1", NAME, {})

    assert spec["amiSelectorTerms"] == [{"ssmParameter": f"/aws/service/bottlerocket/{path}/image_id"}]
    assert spec["amiFamily"] == "Bottlerocket"
    assert "amiFamily" not in described()


def test_a_closed_pool_takes_no_new_pods() -> None:
    def taints(pool: EksNodePool) -> Any:
        return node_pool("general", pool)["template"]["spec"].get("taints")

    assert taints(EksNodePool(min=0, closed=True)) == [
        {"key": "groundwork/closed", "value": "true", "effect": "NoSchedule"}
    ]
    assert taints(EksNodePool(min=0)) is None
