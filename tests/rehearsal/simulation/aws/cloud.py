"""A simulated AWS account with the things that most objects need: roles, a network, a cluster."""

import json
from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.kinds import Kind
from rehearsal.simulation.world import World
from tests.rehearsal.simulation.service import Service

ACCOUNT = "123456789012"
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
ROLE = "aws:iam/role:Role"
CLUSTER = "aws:eks/cluster:Cluster"


def trust(*services: str, action: str | list[str] = "sts:AssumeRole") -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": list(services)}, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def policy(**statement: Any) -> str:
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{k: v for k, v in whole.items() if v is not None}]}
    )


class Cloud(Service):
    """The account in one region; each helper makes one thing and answers its outputs."""

    def __init__(
        self,
        region: str = "eu-central-1",
        *,
        kinds: Mapping[str, Kind] = KINDS,
        account: str = ACCOUNT,
        world: World | None = None,
    ) -> None:
        super().__init__(kinds.__getitem__, {"region": region, "allowedAccountIds": [account]}, world)
        self.region = region
        self.account = account

    def vpc(self, cidr: str = "10.0.0.0/16") -> dict[str, Any]:
        return self.create(VPC, cidrBlock=cidr)

    def subnet(self, vpc: dict[str, Any], cidr: str = "10.0.0.0/24", zone: str = "a") -> dict[str, Any]:
        return self.create(SUBNET, vpcId=vpc["id"], cidrBlock=cidr, availabilityZone=f"{self.region}{zone}")

    def role(self, name: str, *services: str, action: str | list[str] = "sts:AssumeRole") -> dict[str, Any]:
        return self.create(ROLE, name=name, assumeRolePolicy=trust(*services, action=action))

    def cluster(self, name: str = "main", **more: Any) -> dict[str, Any]:
        vpc = self.vpc()
        subnets = [self.subnet(vpc, f"10.0.{n}.0/24", zone)["id"] for n, zone in enumerate("ab")]
        role = self.role(f"{name}-cluster", "eks.amazonaws.com")
        return self.create(
            CLUSTER, **{"name": name, "roleArn": role["arn"], "vpcConfig": {"subnetIds": subnets}, **more}
        )
