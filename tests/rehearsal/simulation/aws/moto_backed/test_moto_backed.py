"""The simulated AWS on moto as a whole: every type, its agreement with what is known of it, and nothing left behind."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest

from rehearsal import run
from rehearsal.engine import Engine
from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.moto_backed import BACKINGS, UNBACKED, Moto
from rehearsal.simulation.kinds import Kind
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import Told
from tests.rehearsal.simulation.aws.cloud import Cloud, policy
from tests.rehearsal.simulation.aws.everything import Everything

ROOT = Path(__file__).resolve().parents[5]
# What moto makes up as the simulation does: ids, and numbers of name servers.
MADE_UP = re.compile(
    r"(?<=-)[0-9a-f]{17,}\b|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|\b(AROA|ANPA|AIPA)[A-Z0-9]{10,}|\b[A-Z0-9]{20,24}(?=_|\b)|-az\d"
    r"|ns-\d+\.awsdns-\d+|(?<=/token-)\w{6}|203\.0\.113\.\d+|203-0-113-\d+"
)
# What only one of the two knows: an address or an interface that moto made, and the names of its services.
ONE_SIDED = {
    "privateIp",
    "networkInterfaceIds",
    "dnsEntries",
    "certificateAuthority",
    "certificateAuthorities",
    "nameServers",
}


def masked(value: Any) -> Any:
    """A value without what is made up."""
    if isinstance(value, dict):
        return {
            key: masked(inner) for key, inner in value.items() if key not in ONE_SIDED | {"primaryNameServer"}
        }
    if isinstance(value, list):
        return [masked(inner) for inner in value]
    return MADE_UP.sub("#", value) if isinstance(value, str) else value


def test_every_type_stands_on_moto_or_says_why_not() -> None:
    assert set(BACKINGS) | set(UNBACKED) == set(KINDS)
    assert not set(BACKINGS) & set(UNBACKED)


def test_moto_and_our_own_knowledge_agree_on_every_type(kinds: dict[str, Kind], account: str) -> None:
    known, emulated = (Everything(Cloud(kinds=each, account=account)).made for each in (KINDS, kinds))

    assert {type_ for type_, _ in emulated} == set(BACKINGS), "a type is not tried"
    for (type_, ours), (_, motos) in zip(known, emulated, strict=True):
        assert (type_, masked(motos)) == (type_, masked(ours))


def test_who_does_without_moto_does_not_load_it() -> None:
    code = "import sys, rehearsal.render, rehearsal.simulation.aws.moto_backed; print({'boto3', 'moto'} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout == "set()\n", "it takes a second, for nothing in a render"


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "cn-north-1"])
def test_every_partition_and_the_region_with_ways_of_its_own(
    kinds: dict[str, Kind], account: str, region: str
) -> None:
    cloud = Cloud(region, kinds=kinds, account=account)
    everything = Everything(cloud)
    everything.remove()

    assert len(cloud.world) == 0


def test_what_is_removed_is_gone_from_moto_too(cloud: Cloud, moto: Moto) -> None:
    everything = Everything(cloud)
    everything.remove()
    client = moto.services(cloud.account, cloud.region)

    assert len(cloud.world) == 0
    assert [vpc for vpc in client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"]] == []
    assert [g["GroupName"] for g in client("ec2").describe_security_groups()["SecurityGroups"]] == ["default"]
    assert client("ec2").describe_addresses()["Addresses"] == []
    assert client("iam").list_roles()["Roles"] == []
    assert client("iam").list_policies(Scope="Local")["Policies"] == []
    assert client("eks").list_clusters()["clusters"] == []
    assert client("s3").list_buckets()["Buckets"] == []
    assert client("sqs").list_queues().get("QueueUrls", []) == []
    assert client("events").list_rules()["Rules"] == []
    assert client("logs").describe_log_groups()["logGroups"] == []
    assert client("route53").list_hosted_zones()["HostedZones"] == []
    assert client("secretsmanager").list_secrets()["SecretList"] == []
    assert client("ecr").describe_repositories()["repositories"] == []


@pytest.mark.parametrize("other", [{"account": "200000000000"}, {"region": "eu-west-1"}])
def test_providers_do_not_see_each_others_objects(
    kinds: dict[str, Kind], cloud: Cloud, other: dict[str, str]
) -> None:
    vpc = cloud.vpc()
    stranger = Cloud(kinds=kinds, world=cloud.world, **{"account": cloud.account, **other})

    refusal = stranger.refusal("aws:ec2/subnet:Subnet", vpcId=vpc["id"], cidrBlock="10.0.0.0/24")

    assert refusal == f"InvalidVpcID.NotFound: VpcID {vpc['id']} does not exist."


def network() -> None:
    """A program with a VPC and two subnets that overlap."""
    aws = pulumi.ProviderResource("aws", "aws", {"region": "us-east-1"})
    vpc = pulumi.CustomResource(
        "aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"}, pulumi.ResourceOptions(provider=aws)
    )
    before: list[pulumi.Resource] = []
    for name, cidr in (("first", "10.0.0.0/24"), ("second", "10.0.0.128/25")):
        options = pulumi.ResourceOptions(provider=aws, depends_on=list(before))
        inputs = {"vpcId": vpc.id, "cidrBlock": cidr}
        before.append(pulumi.CustomResource("aws:ec2/subnet:Subnet", name, inputs, options))


def reader() -> None:
    """A program with a policy about a role in a region, where IAM has none."""
    aws = pulumi.ProviderResource("aws", "aws", {"region": "us-east-1"})
    document = policy(Action="iam:PassRole", Resource="arn:aws:iam:us-east-1::role/x")
    pulumi.CustomResource(
        "aws:iam/policy:Policy", "reader", {"policy": document}, pulumi.ResourceOptions(provider=aws)
    )


@pytest.mark.engine
def test_a_rehearsal_is_refused_in_motos_words_and_leaves_nothing(
    stack: StackFile, told: Told, engine: Engine
) -> None:
    report, text = told

    assert run.up(stack, network, report) == 1
    assert "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet" in text()
    assert "nothing is left" in text()


@pytest.mark.engine
def test_a_preview_is_refused_in_motos_words(stack: StackFile, told: Told, engine: Engine) -> None:
    report, text = told

    assert run.preview(stack, reader, report) == 1
    assert "IAM resource arn:aws:iam:us-east-1::role/x cannot contain region information." in " ".join(
        text().split()
    )
