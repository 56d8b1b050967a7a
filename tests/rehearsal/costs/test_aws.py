"""What an EKS cluster is charged for."""

from typing import Any

from rehearsal.costs.aws import items
from rehearsal.recorded import Recorded
from tests.rehearsal.costs.bills import amounts, one, part, release

CLUSTER = one("aws:eks/cluster:Cluster", "main-cluster")


def group(**changes: Any) -> tuple[Recorded, Recorded]:
    template = one(
        "aws:ec2/launchTemplate:LaunchTemplate",
        "template",
        {"blockDeviceMappings": [{"ebs": {}}, {"ebs": {"volumeSize": 50}}]},
        id_="lt-1",
    )
    inputs = {
        "instanceTypes": ["t3.large", "t3a.large"],
        "scalingConfig": {"minSize": 3, "maxSize": 9},
        "launchTemplate": {"id": "lt-1"},
        **changes,
    }
    return template, one("aws:eks/nodeGroup:NodeGroup", "general", inputs)


def test_nodes_are_charged_from_min_to_max_as_the_first_of_their_types_with_both_disks() -> None:
    found = amounts(items(part(CLUSTER, *group())))

    assert found == {"eks/cluster": (1, 1), "node/t3.large": (3, 9), "disk/gp3": (3 * 52, 9 * 52)}


def test_spot_nodes_have_no_list_price_and_say_so() -> None:
    (nodes,) = [item for item in items(part(*group(capacityType="SPOT"))) if item.kind == "nodes"]

    assert nodes.key == ""
    assert nodes.what == "general: t3.large, spot, whose price changes by the hour"


def karpenter(*types: str, limits: dict[str, str]) -> list[Recorded]:
    requirements = [{"key": "node.kubernetes.io/instance-type", "values": list(types)}]
    template = {"spec": {"requirements": requirements, "nodeClassRef": {"name": "general"}}}
    disks = [{"ebs": {"volumeSize": "4Gi"}}, {"ebs": {"volumeSize": "50Gi"}}]
    return [
        one(
            "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
            "class",
            {"metadata": {"name": "general"}, "spec": {"blockDeviceMappings": disks}},
            cluster="main",
        ),
        one(
            "kubernetes:karpenter.sh/v1:NodePool",
            "pool",
            {"spec": {"template": template, "limits": limits}},
            cluster="main",
        ),
    ]


def test_karpenters_nodes_are_none_at_min_and_the_dearest_of_their_types_at_max() -> None:
    found = amounts(items(part(*karpenter("m6a.large", "m6i.large", limits={"nodes": "10"}))))

    assert found == {"node/m6i.large": (0, 10), "disk/gp3": (0, 540)}


def test_a_type_without_a_price_counts_as_the_dearest_so_that_it_is_named() -> None:
    found = amounts(items(part(*karpenter("m6i.large", "x9.huge", limits={"nodes": "10"}))))

    assert "node/x9.huge" in found


def test_a_pool_without_a_limit_on_nodes_cannot_be_counted() -> None:
    assert amounts(items(part(*karpenter("m6i.large", limits={"cpu": "100"})))) == {}


def test_nat_gateways_come_with_their_addresses() -> None:
    made = [one("aws:ec2/natGateway:NatGateway", f"n{i}") for i in range(3)]
    made += [one("aws:ec2/eip:Eip", f"e{i}") for i in range(3)]

    assert amounts(items(part(*made))) == {"nat": (3, 3), "public-ip": (3, 3)}


def test_an_interface_endpoint_costs_in_each_zone_and_a_gateway_endpoint_nothing() -> None:
    made = [
        one(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "ecr",
            {"vpcEndpointType": "Interface", "subnetIds": ["a", "b", "c"]},
        ),
        one("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {"vpcEndpointType": "Gateway"}),
    ]

    assert amounts(items(part(*made))) == {"endpoint": (3, 3)}


def test_a_load_balancer_has_an_address_in_each_zone() -> None:
    assert amounts(items(part(release("ingress-nginx", {})))) == {
        "load-balancer": (1, 1),
        "public-ip": (3, 3),
    }


def test_keys_and_volumes_are_charged() -> None:
    values = {"persistence": {"enabled": True, "size": "10Gi"}}

    assert amounts(items(part(one("aws:kms/key:Key", "key"), release("a", values)))) == {
        "disk/gp3": (10, 10),
        "key": (1, 1),
    }
