"""The role that writes the VPC's flow logs."""

from components.cluster.account import Account
from components.cluster.eks_flow_logs import flow_log_group, flow_log_statements, flow_log_trust
from tests.components.cluster.deployments import needs
from tests.recorded import Recording

ACCOUNT = Account("123456789012", "eu-west-1")


def test_only_this_accounts_flow_logs_may_act_as_the_role() -> None:
    trust = flow_log_trust(ACCOUNT)

    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpc-flow-log/*"},
    }


def test_it_writes_to_its_own_log_group_only_and_makes_none() -> None:
    write, find = flow_log_statements(ACCOUNT, flow_log_group("main"))

    assert write["Resource"] == "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/main/flow-logs:*"
    assert find["Action"] == ["logs:DescribeLogGroups"]
    assert "logs:CreateLogGroup" not in write["Action"] + find["Action"]


def test_all_traffic_of_the_vpc_is_recorded_encrypted_and_for_the_days_asked(open_staging: Recording) -> None:
    log = open_staging.one("aws:ec2/flowLog:FlowLog").inputs
    group = open_staging.one("aws:cloudwatch/logGroup:LogGroup", "main-flow-logs")

    assert log["vpcId"] == open_staging.one("aws:ec2/vpc:Vpc").id
    assert log["trafficType"] == "ALL"
    assert log["logDestination"] == group.outputs["arn"]
    assert group.inputs["retentionInDays"] == 30
    assert group.inputs["kmsKeyId"] == open_staging.one("aws:kms/key:Key").outputs["arn"]


def test_the_flow_log_has_its_permissions_from_beginning_to_end(made: Recording) -> None:
    needed = needs(made, made.one("aws:ec2/flowLog:FlowLog"))

    assert {"aws:iam/rolePolicy:RolePolicy main-flow-logs", "aws:iam/role:Role main-flow-logs"} <= needed
