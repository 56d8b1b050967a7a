"""The bucket, the key and the policy that keep state on AWS."""

from typing import Any

from bootstrap.aws_state import key_policy, lifecycle
from components.cluster.account import Account
from components.cluster.eks_encryption import ADMINISTER
from tests.bootstrap.stacks import made, policy

S3 = "aws:s3/bucket"
DEPLOYER = "arn:aws:iam::123456789012:role/groundwork-deploy"
READER = "arn:aws:iam::123456789012:role/groundwork-preview"
BUCKET, LOGS = "arn:aws:s3:::example-pulumi-state", "arn:aws:s3:::example-pulumi-state-logs"


def setting(name: str, of: str = "state") -> Any:
    return made("aws").one(f"{S3}{name}:Bucket{name}", of).inputs


def key() -> Any:
    return made("aws").one("aws:kms/key:Key")


def allowed(whose: str) -> list[tuple[str, list[str], str]]:
    """Effect, actions and resource of each statement of a policy."""
    statements = policy(made("aws").one("aws:iam/policy:Policy", f"state-{whose}"))
    return [(one["Effect"], sorted(one["Action"]), one["Resource"]) for one in statements]


def test_who_deploys_may_do_with_the_state_and_its_key_what_the_engine_does_and_nothing_else() -> None:
    assert allowed("deploy") == [
        ("Allow", ["s3:ListBucket"], BUCKET),
        ("Allow", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], f"{BUCKET}/.pulumi/*"),
        ("Allow", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], key().outputs["arn"]),
    ]


def test_who_previews_reads_and_no_more() -> None:
    assert allowed("preview") == [
        ("Allow", ["s3:ListBucket"], BUCKET),
        ("Allow", ["s3:GetObject"], f"{BUCKET}/.pulumi/*"),
        ("Allow", ["kms:Decrypt"], key().outputs["arn"]),
    ]


def test_the_key_decrypts_for_who_deploys_or_previews_and_is_managed_by_those_who_cannot_read() -> None:
    administer, deploy, preview = policy(key())

    assert administer["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert deploy["Principal"] == {"AWS": [DEPLOYER]}
    assert sorted(deploy["Action"]) == ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    assert (preview["Principal"], preview["Action"]) == ({"AWS": [READER]}, ["kms:Decrypt"])
    reading = {"Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "CreateGrant"}
    assert not reading & set(ADMINISTER)
    assert not any("*" in action for action in administer["Action"])


def test_a_key_that_nobody_only_reads_with_names_nobody_for_it() -> None:
    statements = key_policy(Account("123456789012", "us-east-2"), [DEPLOYER])

    assert [one["Sid"] for one in statements] == ["Administer", "Deploy"]


def test_the_key_is_rotated_and_can_be_saved_for_a_month() -> None:
    assert key().inputs["enableKeyRotation"] is True
    assert key().inputs["deletionWindowInDays"] == 30
    assert made("aws").one("aws:kms/alias:Alias").inputs["name"] == "alias/pulumi"


def test_states_are_encrypted_by_the_key_and_logs_by_s3_which_delivers_no_others() -> None:
    def default(of: str) -> Any:
        (rule,) = setting("ServerSideEncryptionConfiguration", of)["rules"]
        return rule

    assert default("state")["applyServerSideEncryptionByDefault"] == {
        "sseAlgorithm": "aws:kms",
        "kmsMasterKeyId": key().outputs["arn"],
    }
    assert default("state")["bucketKeyEnabled"] is True
    assert default("state-logs")["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_what_was_replaced_is_kept_as_long_as_the_setting_says_and_logs_for_a_year() -> None:
    assert setting("Versioning")["versioningConfiguration"] == {"status": "Enabled"}
    (states,), (logs,) = (setting("LifecycleConfiguration", of)["rules"] for of in ("state", "state-logs"))

    assert states["noncurrentVersionExpiration"] == {"noncurrentDays": 90}
    assert states["expiration"] == {"expiredObjectDeleteMarker": True}, "a state itself never goes"
    assert logs["expiration"] == {"days": 365}
    assert lifecycle(7).noncurrent_version_expiration.noncurrent_days == 7


def test_both_buckets_are_shut_to_the_public_to_access_lists_and_to_plain_http() -> None:
    for of in ("state", "state-logs"):
        shut = setting("PublicAccessBlock", of)
        assert [value for name, value in shut.items() if name != "bucket"] == [True] * 4
        assert setting("OwnershipControls", of)["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
        denied = [
            one for one in policy(made("aws").one(f"{S3}Policy:BucketPolicy", of)) if one["Effect"] == "Deny"
        ]
        assert {"Bool": {"aws:SecureTransport": "false"}} in [one["Condition"] for one in denied]


def test_every_access_is_logged_where_only_s3_itself_writes_for_this_bucket() -> None:
    logging = made("aws").one(f"{S3}Logging:BucketLogging")
    (delivery,) = [
        one
        for one in policy(made("aws").one(f"{S3}Policy:BucketPolicy", "state-logs"))
        if one["Effect"] == "Allow"
    ]

    assert logging.inputs["targetBucket"] == "example-pulumi-state-logs"
    assert delivery["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert (delivery["Action"], delivery["Resource"]) == (["s3:PutObject"], f"{LOGS}/*")
    assert delivery["Condition"] == {
        "ArnLike": {"aws:SourceArn": BUCKET},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }


def test_a_bucket_goes_with_its_states_only_when_nothing_is_protected() -> None:
    kept, loose = (
        {one.inputs["forceDestroy"] for one in made("aws", protect=protect).of(f"{S3}:Bucket")}
        for protect in (True, False)
    )

    assert (kept, loose) == ({False}, {True})


def test_credentials_of_another_account_are_refused() -> None:
    assert made("aws").one("pulumi:providers:aws").inputs["allowedAccountIds"] in (
        ["123456789012"],
        '["123456789012"]',
    )
