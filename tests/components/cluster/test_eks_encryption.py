"""Who may do what with the cluster's key."""

from components.cluster.account import Account
from components.cluster.eks_encryption import key_policy
from tests.components.cluster.deployments import NAME
from tests.recorded import Recording

ACCOUNT = Account("123456789012", "eu-west-1")
ROLE = "arn:aws:iam::123456789012:role/control-plane"
GROUPS = ["/aws/eks/main/cluster", "/aws/vpc/main/flow-logs"]
USES = {"kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"}

ADMINISTER, SECRETS, LOGS = key_policy(ACCOUNT, ROLE, GROUPS)


def test_whoever_administers_the_key_cannot_use_it() -> None:
    assert ADMINISTER["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert not USES & set(ADMINISTER["Action"])


def test_the_account_can_always_change_the_policy_and_delete_the_key() -> None:
    assert {"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"} <= set(
        ADMINISTER["Action"]
    )


def test_whoever_creates_the_cluster_can_make_the_grant_that_eks_needs() -> None:
    assert {"kms:CreateGrant", "kms:DescribeKey"} <= set(ADMINISTER["Action"])


def test_only_the_control_plane_encrypts_secrets() -> None:
    assert SECRETS["Principal"] == {"AWS": ROLE}
    assert {"kms:Encrypt", "kms:Decrypt"} <= set(SECRETS["Action"])


def test_cloudwatch_uses_the_key_for_the_clusters_log_groups_only() -> None:
    assert LOGS["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    assert LOGS["Condition"] == {
        "ArnEquals": {
            "kms:EncryptionContext:aws:logs:arn": [
                "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/eks/main/cluster",
                "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/main/flow-logs",
            ]
        }
    }


def test_no_statement_allows_by_pattern() -> None:
    for statement in (ADMINISTER, SECRETS, LOGS):
        assert not [action for action in statement["Action"] if "*" in action]


def test_the_key_is_rotated_and_can_be_saved_for_as_long_as_possible(made: Recording) -> None:
    key = made.one("aws:kms/key:Key").inputs

    assert key["enableKeyRotation"] is True
    assert key["deletionWindowInDays"] == 30


def test_the_key_is_found_by_the_clusters_name(made: Recording) -> None:
    alias = made.one("aws:kms/alias:Alias")

    assert alias.inputs["name"] == f"alias/{NAME}"
    assert alias.inputs["targetKeyId"] == made.one("aws:kms/key:Key").outputs["keyId"]
