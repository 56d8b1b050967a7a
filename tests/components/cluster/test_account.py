"""ARNs, principals and prefixes of an account."""

import pytest

from components.cluster.account import Account, prefix


@pytest.mark.parametrize(
    ("region", "arn", "domain"),
    [
        ("us-east-1", "arn:aws:eks:us-east-1:123456789012:cluster/main", "amazonaws.com"),
        ("us-gov-west-1", "arn:aws-us-gov:eks:us-gov-west-1:123456789012:cluster/main", "amazonaws.com"),
        ("cn-north-1", "arn:aws-cn:eks:cn-north-1:123456789012:cluster/main", "amazonaws.com.cn"),
    ],
)
def test_arns_and_services_are_those_of_the_regions_partition(region: str, arn: str, domain: str) -> None:
    account = Account("123456789012", region)

    assert account.arn("eks", "cluster/main") == arn
    assert account.domain == domain


def test_what_aws_manages_belongs_to_no_account() -> None:
    account = Account("123456789012", "eu-west-1")

    assert account.managed_policy("service-role/AmazonEBSCSIDriverPolicy") == (
        "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    )
    assert account.root == "arn:aws:iam::123456789012:root"


@pytest.mark.parametrize(("name", "expected"), [("main-node", "main-node-"), ("a" * 60, "a" * 37 + "-")])
def test_a_prefix_never_exceeds_what_its_service_takes(name: str, expected: str) -> None:
    assert prefix(name, 38) == expected
