"""The flow logs of an EKS cluster's VPC: who talked to whom, kept encrypted and for a set time."""

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.iam import Statement, document, role, service_trust


def flow_log_group(cluster_name: str) -> str:
    """The name of the log group that the VPC's flow logs go to."""
    return f"/aws/vpc/{cluster_name}/flow-logs"


def flow_log_trust(account: Account) -> Statement:
    """Let VPC flow logs of this account and region act as the role, so that nobody else's can write to our logs."""
    return service_trust(
        "vpc-flow-logs.amazonaws.com",
        {
            "StringEquals": {"aws:SourceAccount": account.id},
            "ArnLike": {"aws:SourceArn": account.arn("ec2", "vpc-flow-log/*")},
        },
    )


def flow_log_statements(account: Account, group: str) -> list[Statement]:
    """What delivering flow logs takes. The group exists already, so not logs:CreateLogGroup."""
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": account.arn("logs", f"log-group:{group}:*"),
        },
        {
            "Effect": "Allow",
            "Action": ["logs:DescribeLogGroups"],
            "Resource": account.arn("logs", "log-group:*"),
        },
    ]


def flow_logs(
    name: str,
    vpc: aws.ec2.Vpc,
    account: Account,
    cluster_name: str,
    days: int,
    key_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Record all traffic, accepted and refused, minute by minute (CIS AWS 3.7, Security Hub EC2.6).

    days: how long it is kept. key_arn: the KMS key, whose policy must name the log group.
    """
    label, group_name = f"{name}-flow-logs", flow_log_group(cluster_name)
    group = aws.cloudwatch.LogGroup(
        label, name=group_name, retention_in_days=days, kms_key_id=key_arn, opts=opts
    )
    writer = role(label, flow_log_trust(account), opts=opts)
    policy = aws.iam.RolePolicy(
        label, role=writer.resource.name, policy=document(flow_log_statements(account, group_name)), opts=opts
    )
    aws.ec2.FlowLog(
        label,
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=writer.arn,
        max_aggregation_interval=60,
        # Only with its permissions is the role of any use, and it keeps them until the flow log is gone.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[policy])),
    )
