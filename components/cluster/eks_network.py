"""The VPC of an EKS cluster: a public and a private subnet in each of three zones, and a record of all traffic."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.eks_endpoints import endpoints
from components.cluster.eks_flow_logs import flow_logs
from components.cluster.network import ZoneSubnets, plan
from components.naming import type_token
from settings.clusters import eks as clusters

EVERYWHERE = "0.0.0.0/0"


def subnet_tags(cluster_name: str, role_: str) -> dict[str, str]:
    """What EKS's cloud controller finds a subnet by. role_: elb (public) or internal-elb (private).

    Without kubernetes.io/cluster it would see only the subnet it happens to run in, and make load balancers in one zone.
    """
    return {f"kubernetes.io/cluster/{cluster_name}": "shared", f"kubernetes.io/role/{role_}": "1"}


def discovery_tags(cluster_name: str) -> dict[str, str]:
    """What Karpenter finds the subnets of its nodes by: the private ones."""
    return {"karpenter.sh/discovery": cluster_name}


class EksNetwork(pulumi.ComponentResource):
    """A VPC for one EKS cluster, its subnets, NAT gateways, routes, endpoints and flow logs.

    private_subnets: ids, in the order of the zones. egress: what must exist before a private subnet reaches the internet and AWS.
    """

    vpc: aws.ec2.Vpc
    private_subnets: list[pulumi.Output[str]]
    egress: list[pulumi.Resource]

    def __init__(
        self,
        name: str,
        settings: clusters.EksCluster,
        cluster_name: str,
        key_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(type_token("cluster", "EksNetwork"), f"{name}-network", None, opts)
        self._name, self._cluster_name, self._kept = name, cluster_name, settings.protect
        self._opts = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=settings.network.cidr,
            # Both are needed for the private endpoint's name to resolve inside the VPC (CIS EKS 5.4.2).
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": cluster_name},
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect),
        )
        # Whatever is put into the VPC without a security group of its own can neither reach nor be reached
        # (CIS AWS 5.4, Security Hub EC2.2).
        aws.ec2.DefaultSecurityGroup(
            f"{name}-closed", vpc_id=self.vpc.id, ingress=[], egress=[], opts=self._opts
        )
        zones = plan(settings.network.cidr, settings.availability_zones)
        public, outward = self._public(zones)
        gateways = self._nat(zones if settings.network.nat == "per-zone" else zones[:1], public, outward)
        tables, self.private_subnets, self.egress = self._private(zones, gateways)
        account = Account(settings.account, settings.region)
        places = (self.private_subnets, tables)
        self.egress += endpoints(name, self.vpc, settings.network, account, places, self._opts)
        flow_logs(name, self.vpc, account, cluster_name, settings.network.flow_log_days, key_arn, self._opts)
        self.register_outputs({"vpc_id": self.vpc.id})

    def _public(
        self, zones: Sequence[ZoneSubnets]
    ) -> tuple[dict[str, aws.ec2.Subnet], list[pulumi.Resource]]:
        """Subnets for NAT gateways and load balancers, which bring their own addresses.

        Returns zone -> subnet, and what must exist before they reach the internet.
        """
        name, opts = self._name, self._opts
        gateway = aws.ec2.InternetGateway(
            f"{name}-internet", vpc_id=self.vpc.id, tags={"Name": self._cluster_name}, opts=opts
        )
        table = self._table("public")
        route = aws.ec2.Route(
            f"{name}-public-internet",
            route_table_id=table.id,
            destination_cidr_block=EVERYWHERE,
            gateway_id=gateway.id,
            opts=opts,
        )
        subnets: dict[str, aws.ec2.Subnet] = {}
        outward: list[pulumi.Resource] = [gateway, route]
        for zone in zones:
            subnets[zone.zone] = subnet = self._subnet("public", zone.zone, zone.public, "elb")
            outward.append(
                aws.ec2.RouteTableAssociation(
                    f"{name}-public-{zone.zone}", subnet_id=subnet.id, route_table_id=table.id, opts=opts
                )
            )
        return subnets, outward

    def _nat(
        self,
        zones: Sequence[ZoneSubnets],
        public: dict[str, aws.ec2.Subnet],
        outward: Sequence[pulumi.Resource],
    ) -> list[aws.ec2.NatGateway]:
        """A NAT gateway in each of the zones given."""
        # No input says that NAT works only through the public route. Without this, `destroy` would begin with that route,
        # while nodes still need it to delete volumes.
        opts = pulumi.ResourceOptions(parent=self, depends_on=list(outward))
        gateways = []
        for zone in zones:
            label = f"{self._name}-nat-{zone.zone}"
            tags = {"Name": f"{self._cluster_name}-{zone.zone}"}
            address = aws.ec2.Eip(label, domain="vpc", tags=tags, opts=opts)
            gateways.append(
                aws.ec2.NatGateway(
                    label, subnet_id=public[zone.zone].id, allocation_id=address.id, tags=tags, opts=opts
                )
            )
        return gateways

    def _private(
        self, zones: Sequence[ZoneSubnets], gateways: Sequence[aws.ec2.NatGateway]
    ) -> tuple[list[pulumi.Output[str]], list[pulumi.Output[str]], list[pulumi.Resource]]:
        """Subnets for nodes and pods, each leaving through its own zone's NAT gateway, or all through the single one.

        Returns route tables, subnets, and what must exist before they reach the internet.
        """
        name, opts = self._name, self._opts
        tables: list[pulumi.Output[str]] = []
        subnets: list[pulumi.Output[str]] = []
        egress: list[pulumi.Resource] = []
        for index, zone in enumerate(zones):
            label = f"{name}-private-{zone.zone}"
            subnet = self._subnet("private", zone.zone, zone.private, "internal-elb")
            table = self._table(f"private-{zone.zone}")
            gateway = gateways[index % len(gateways)]
            route = aws.ec2.Route(
                f"{label}-nat",
                route_table_id=table.id,
                destination_cidr_block=EVERYWHERE,
                nat_gateway_id=gateway.id,
                opts=opts,
            )
            joined = aws.ec2.RouteTableAssociation(
                label, subnet_id=subnet.id, route_table_id=table.id, opts=opts
            )
            tables.append(table.id)
            subnets.append(subnet.id)
            egress += [route, joined]
        return tables, subnets, egress

    def _subnet(self, kind: str, zone: str, cidr: str, role_: str) -> aws.ec2.Subnet:
        found_by = subnet_tags(self._cluster_name, role_)
        if kind == "private":
            found_by |= discovery_tags(self._cluster_name)
        return aws.ec2.Subnet(
            f"{self._name}-{kind}-{zone}",
            vpc_id=self.vpc.id,
            cidr_block=cidr,
            availability_zone=zone,
            # Nothing gets a public address by accident, not even in a public subnet (Security Hub EC2.15).
            map_public_ip_on_launch=False,
            tags={"Name": f"{self._cluster_name}-{kind}-{zone}", **found_by},
            # Other zones are other subnets, and another cluster: refused here already, before anything has been made.
            opts=pulumi.ResourceOptions(parent=self, protect=self._kept),
        )

    def _table(self, label: str) -> aws.ec2.RouteTable:
        tags = {"Name": f"{self._cluster_name}-{label}"}
        return aws.ec2.RouteTable(f"{self._name}-{label}", vpc_id=self.vpc.id, tags=tags, opts=self._opts)
