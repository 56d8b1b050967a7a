"""What all databases of one EKS cluster share: their key, their subnets, who gets to them, and who watches their hosts."""

import re
from dataclasses import dataclass
from functools import cached_property

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account, prefix
from components.cluster.database_place import DatabasePlace
from components.cluster.eks_encryption import ADMINISTER, LOGS, allow
from components.cluster.eks_network import EksNetwork
from components.cluster.iam import Role, Statement, document, role, service_trust
from components.cluster.network import plan
from components.databases import PORT
from settings.clusters.eks import EksCluster

_DATA = ("Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey", "CreateGrant")
SUBNET_GROUP_PREFIX = 64


def fitting(name: str) -> str:
    """A name as RDS takes it: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def log_group(identifier: str, log: str) -> str:
    """The name of the log group that RDS writes one of an instance's logs to."""
    return f"/aws/rds/instance/{identifier}/{log}"


def key_policy(account: Account, physical: str) -> list[Statement]:
    """Who may do what with the key. physical: the cluster's name, with which those of its databases begin.

    The account's administrators manage the key, and cannot read what it encrypts. Whoever may make a database has the key used
    for it by RDS, and not in any other way (Amazon RDS User Guide, "AWS KMS key management"). CloudWatch Logs uses it for the
    databases' own logs.
    """
    through_rds = {
        "kms:ViaService": f"rds.{account.region}.{account.domain}",
        "kms:CallerAccount": account.id,
    }
    groups = account.arn("logs", f"log-group:{log_group(f'{fitting(physical)}-*', '*')}")
    return [
        allow("Administer", {"AWS": account.root}, ADMINISTER),
        {**allow("Databases", {"AWS": account.root}, _DATA), "Condition": {"StringEquals": through_rds}},
        {
            **allow("Logs", {"Service": f"logs.{account.region}.{account.domain}"}, LOGS),
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        },
    ]


@dataclass(frozen=True, eq=False)
class RdsPlace(DatabasePlace):
    """Each part is made when the first database asks for it, so that a cluster without one has none.

    physical: the cluster's name on AWS. opts: the AWS provider, and the cluster as the parent.
    """

    name: str
    physical: str
    settings: EksCluster
    network: EksNetwork
    opts: pulumi.ResourceOptions

    @property
    def account(self) -> Account:
        """Where the databases are."""
        return Account(self.settings.account, self.settings.region)

    @cached_property
    def key(self) -> aws.kms.Key:
        """For volumes, snapshots, query statistics and logs (CIS AWS 2.3.1, Security Hub RDS.3), rotated yearly (CIS AWS 3.6).

        A key of this region alone: a replica in another has its own. One set to be deleted can be saved for 30 days, the longest
        that KMS offers; after that no snapshot made under it can be read.
        """
        key = aws.kms.Key(
            f"{self.name}-databases",
            description=f"Databases of {self.physical}",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(key_policy(self.account, self.physical)),
            opts=self.kept,
        )
        aws.kms.Alias(
            f"{self.name}-databases",
            name=f"alias/{self.physical}-databases",
            target_key_id=key.key_id,
            opts=self.opts,
        )
        return key

    @cached_property
    def subnets(self) -> aws.rds.SubnetGroup:
        """The private subnets of all three zones."""
        return aws.rds.SubnetGroup(
            f"{self.name}-databases",
            name_prefix=prefix(f"{self.physical}-databases", SUBNET_GROUP_PREFIX).lower(),
            description=f"Databases of {self.physical}",
            subnet_ids=list(self.network.private_subnets),
            opts=self.kept,
        )

    @cached_property
    def firewall(self) -> aws.ec2.SecurityGroup:
        """Let nodes and pods, which have addresses of the private subnets, reach PostgreSQL, and nobody else reach anything.

        A database begins no connection of its own, so nothing goes out; what follows it in another region gets to it over RDS'
        own network.
        """
        group = aws.ec2.SecurityGroup(
            f"{self.name}-databases",
            description="PostgreSQL from the private subnets",
            vpc_id=self.network.vpc.id,
            egress=[],
            opts=self.opts,
        )
        for zone in plan(self.settings.network.cidr, self.settings.availability_zones):
            aws.vpc.SecurityGroupIngressRule(
                f"{self.name}-databases-{zone.zone}",
                security_group_id=group.id,
                description=f"PostgreSQL from the private subnet in {zone.zone}",
                cidr_ipv4=zone.private,
                ip_protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                opts=self.opts,
            )
        return group

    @cached_property
    def watcher(self) -> Role:
        """As what RDS reports on the hosts of the databases (Security Hub RDS.6)."""
        return role(
            f"{self.name}-databases",
            service_trust(
                "monitoring.rds.amazonaws.com", {"StringEquals": {"aws:SourceAccount": self.account.id}}
            ),
            managed={
                "monitoring": self.account.managed_policy("service-role/AmazonRDSEnhancedMonitoringRole")
            },
            opts=self.opts,
        )
