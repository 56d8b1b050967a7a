"""How a type's own knowledge and moto work together."""

from dataclasses import replace
from typing import Any

import pytest

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.moto_backed import BACKINGS, Moto
from rehearsal.simulation.aws.moto_backed.backing import backed, capitals, given
from rehearsal.simulation.kinds import UNKNOWN, Call, Kind, Refused
from tests.rehearsal.simulation.aws.cloud import SUBNET, VPC, Cloud, policy

BUCKET = "aws:s3/bucket:Bucket"


def names(cloud: Cloud, moto: Moto) -> list[str]:
    return [vpc["VpcId"] for vpc in moto.client("ec2", cloud.account, cloud.region).describe_vpcs()["Vpcs"]]


def test_the_ids_are_motos(cloud: Cloud, moto: Moto) -> None:
    assert cloud.vpc()["id"] in names(cloud, moto)


def test_what_our_own_knowledge_refuses_is_not_left_in_moto(cloud: Cloud, moto: Moto, account: str) -> None:
    def never(call: Call) -> tuple[str, Any]:
        raise Refused("NotToday", "quota")

    before = len(names(cloud, moto))
    kind: Kind = replace(KINDS[VPC], create=never)
    strict = Cloud(kinds={VPC: backed(kind, BACKINGS[VPC], moto)}, account=account)

    assert strict.refusal(VPC, cidrBlock="10.0.0.0/16") == "NotToday: quota"
    assert len(names(cloud, moto)) == before


def test_where_moto_answers_with_what_is_there_our_own_knowledge_refuses(
    kinds: dict[str, Kind], account: str
) -> None:
    # S3 in us-east-1 lets its owner make a bucket again; a program that makes one twice has a mistake in it.
    cloud = Cloud("us-east-1", kinds=kinds, account=account)
    cloud.create(BUCKET, bucket=f"data-{account}")

    assert (
        cloud.refusal(BUCKET, bucket=f"data-{account}")
        == f"BucketAlreadyExists: the bucket 'data-{account}' already exists"
    )
    assert cloud.update(BUCKET, {"id": f"data-{account}"}, bucket=f"data-{account}", tags={"a": "b"})[
        "tagsAll"
    ] == {"a": "b"}


def test_what_our_own_knowledge_keeps_moto_keeps_too(cloud: Cloud, moto: Moto) -> None:
    address = cloud.create("aws:ec2/eip:Eip")
    subnet = cloud.subnet(cloud.vpc())
    cloud.create("aws:ec2/natGateway:NatGateway", subnetId=subnet["id"], allocationId=address["id"])

    with pytest.raises(Refused, match="DependencyViolation"):
        cloud.delete("aws:ec2/eip:Eip", address)

    assert len(moto.client("ec2", cloud.account, cloud.region).describe_addresses()["Addresses"]) == 1


def test_what_is_gone_already_can_be_removed(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.vpc()
    moto.client("ec2", cloud.account, cloud.region).delete_vpc(VpcId=vpc["id"])
    cloud.delete(VPC, vpc)

    assert len(cloud.world) == 0


def test_an_update_keeps_what_moto_returned_first(cloud: Cloud) -> None:
    vpc = cloud.vpc()
    changed = cloud.update(VPC, vpc, cidrBlock=vpc["cidrBlock"], enableDnsHostnames=True, tags={"a": "b"})

    assert {**changed, "tags": None, "tagsAll": None, "enableDnsHostnames": None} == {
        **vpc, "tags": None, "tagsAll": None, "enableDnsHostnames": None,
    }  # fmt: skip


def test_a_preview_is_refused_what_moto_refuses_about_a_policy(cloud: Cloud) -> None:
    inputs = {"name": "read", "policy": policy(Resource="arn:aws:iam:eu-central-1::role/x")}
    (failure,) = cloud.wrong("aws:iam/policy:Policy", **inputs)

    assert failure.property == "policy"
    assert failure.reason == (
        "MalformedPolicyDocument: IAM resource arn:aws:iam:eu-central-1::role/x cannot contain region information."
    )


def test_a_policy_that_is_not_known_yet_is_not_judged(cloud: Cloud) -> None:
    unknown = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": UNKNOWN}],
    }

    assert cloud.wrong("aws:iam/policy:Policy", policy=UNKNOWN) == []
    assert cloud.wrong("aws:iam/policy:Policy", policy=unknown) == []
    assert cloud.wrong(SUBNET, cidrBlock=UNKNOWN, vpcId=UNKNOWN) == []


def test_inputs_are_given_to_the_api_under_its_names() -> None:
    assert given({"a": 1, "b": None}, {"A": "a", "B": "b", "C": "c"}) == {"A": 1}
    assert capitals({"httpTokens": "required", "list": [{"a": None, "bC": 1}]}) == {
        "HttpTokens": "required",
        "List": [{"BC": 1}],
    }
