"""What nodes and pods reach inside the VPC rather than over NAT and the internet."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from settings.clusters.eks import EksNetwork

PRIVATE_SERVICES = ("ecr.api", "ecr.dkr", "sts", "logs", "ec2", "eks", "eks-auth", "secretsmanager")
"""Images, credentials, logs, the CNI's and the volumes' driver's calls, Pod Identity, and External Secrets' reads."""


def endpoints(
    name: str,
    vpc: aws.ec2.Vpc,
    network: EksNetwork,
    account: Account,
    places: tuple[Sequence[pulumi.Input[str]], Sequence[pulumi.Input[str]]],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Make the endpoints that the settings ask for. places: ids of the private subnets, and of their route tables.

    Nodes wait for them: a node that booted before would have asked over NAT, where there may be no way.
    """
    if network.endpoints == "none":
        return []
    subnets, tables = places
    # Image layers are in S3 as well, and are most of what a cluster downloads: this way NAT does not charge for them.
    gateway = aws.ec2.VpcEndpoint(
        f"{name}-endpoint-s3",
        vpc_id=vpc.id,
        service_name=_service(account, "s3"),
        vpc_endpoint_type="Gateway",
        route_table_ids=list(tables),
        opts=opts,
    )
    if network.endpoints == "gateway":
        return [gateway]
    group = _closed_but_for_the_vpc(name, vpc, network.cidr, opts)
    return [
        gateway,
        *(
            aws.ec2.VpcEndpoint(
                f"{name}-endpoint-{service.replace('.', '-')}",
                vpc_id=vpc.id,
                service_name=_service(account, service),
                vpc_endpoint_type="Interface",
                subnet_ids=list(subnets),
                security_group_ids=[group.id],
                # The service's own name then resolves to the endpoint, and no client has to be told.
                private_dns_enabled=True,
                opts=opts,
            )
            for service in PRIVATE_SERVICES
        ),
    ]


def _service(account: Account, service: str) -> str:
    return f"com.amazonaws.{account.region}.{service}"


def _closed_but_for_the_vpc(
    name: str, vpc: aws.ec2.Vpc, cidr: str, opts: pulumi.ResourceOptions
) -> aws.ec2.SecurityGroup:
    """HTTPS from the VPC and nothing else; an endpoint begins no connection of its own, so nothing goes out."""
    group = aws.ec2.SecurityGroup(
        f"{name}-endpoints",
        description="HTTPS from the VPC to its endpoints",
        vpc_id=vpc.id,
        egress=[],
        opts=opts,
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-endpoints",
        security_group_id=group.id,
        description="HTTPS from the VPC",
        cidr_ipv4=cidr,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        opts=opts,
    )
    return group
