"""What the databases of an EKS cluster share."""

from components.cluster.account import Account
from components.cluster.iam import document
from components.cluster.rds import identifier
from components.cluster.rds_place import key_policy, log_group
from tests.components.cluster.deployments import managed
from tests.components.cluster.outputs import read
from tests.components.cluster.test_rds import GROUP, KEY, RULE, both, one


def test_only_the_private_subnets_get_in_and_nothing_goes_out() -> None:
    rules = [rule for rule in both().of(RULE) if rule.name.startswith("main-databases-")]
    group = one(GROUP, "main-databases")

    assert sorted(rule.inputs["cidrIpv4"] for rule in rules) == [
        "10.20.0.0/18",
        "10.20.128.0/18",
        "10.20.64.0/18",
    ]
    assert {
        (rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules
    } == {("tcp", 5432, 5432)}
    assert {rule.inputs["securityGroupId"] for rule in rules} == {group.id}
    assert group.inputs["egress"] == []


def test_the_subnets_are_the_private_ones_of_three_zones() -> None:
    group = one("aws:rds/subnetGroup:SubnetGroup", "main-databases")
    private = {
        made.id for made in both().of("aws:ec2/subnet:Subnet") if made.name.startswith("main-private-")
    }

    assert len(private) == 3
    assert set(group.inputs["subnetIds"]) == private


def test_the_key_is_rotated_kept_and_can_be_saved_for_a_month() -> None:
    key = one(KEY, "main-databases")

    assert (key.inputs["enableKeyRotation"], key.inputs["deletionWindowInDays"]) == (True, 30)
    assert key.protect is True
    assert one(KEY, "main-databases", protect=False).protect is False


def test_the_key_is_used_through_rds_and_by_the_logs_of_the_clusters_databases_alone() -> None:
    policy = key_policy(Account("123456789012", "eu-west-1"), "groundwork-staging-main")
    manage, data, logs = read(lambda: document(policy))["Statement"]

    assert not {"kms:Decrypt", "kms:CreateGrant"} & set(manage["Action"])
    assert "kms:CreateGrant" in data["Action"]
    assert data["Condition"]["StringEquals"] == {
        "kms:ViaService": "rds.eu-west-1.amazonaws.com",
        "kms:CallerAccount": "123456789012",
    }
    assert logs["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    assert logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"] == (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/rds/instance/groundwork-staging-main-*/*"
    )


def test_the_key_encrypts_the_logs_of_a_stack_whose_name_is_written_otherwise_by_rds() -> None:
    account = Account("123456789012", "eu-west-1")
    *_, logs = read(lambda: document(key_policy(account, "groundwork-My_Staging-main")))["Statement"]
    called = identifier("groundwork-My_Staging-main", "shop")

    assert called == "groundwork-my-staging-main-shop"
    assert logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"].endswith(
        ":/aws/rds/instance/groundwork-my-staging-main-*/*"
    )


def test_rds_writes_a_log_where_its_instances_name_says() -> None:
    assert log_group("shop", "postgresql") == "/aws/rds/instance/shop/postgresql"


def test_hosts_are_watched_as_a_role_that_may_do_that_and_no_more() -> None:
    assert managed(both(), "main-databases") == ["AmazonRDSEnhancedMonitoringRole"]
