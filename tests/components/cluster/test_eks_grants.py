"""What a grant allows on AWS."""

from typing import Any

import pulumi

from components.cluster.account import Account
from components.cluster.eks_grants import statements
from components.cluster.iam import document
from components.grants import (
    BucketHandle,
    EditDnsZone,
    FindDnsZones,
    Grant,
    ProveNames,
    ReadBucket,
    ReadSecrets,
    TakeRole,
    UseBucket,
    WriteFolder,
)
from tests.components.cluster.outputs import read

ACCOUNT = Account("123456789012", "eu-west-1")


def bucket() -> Grant:
    name = pulumi.Output.from_input("backups")
    return UseBucket(BucketHandle(name=name, reference=pulumi.Output.concat("arn:aws:s3:::", name)))


def allowed(*kinds: Any) -> Any:
    return read(lambda: document(statements([kind() for kind in kinds], ACCOUNT)))["Statement"]


def test_reading_secrets_is_limited_to_the_prefix_in_the_clusters_account_and_region() -> None:
    (statement,) = allowed(lambda: ReadSecrets("staging/"))

    assert statement["Action"] == ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    assert statement["Resource"] == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:staging/*"


def test_using_a_bucket_is_limited_to_that_bucket_and_its_objects() -> None:
    bucket_itself, objects = allowed(bucket)

    assert bucket_itself["Resource"] == "arn:aws:s3:::backups"
    assert bucket_itself["Action"] == ["s3:ListBucket", "s3:GetBucketLocation"]
    assert objects["Resource"] == "arn:aws:s3:::backups/*"
    assert objects["Action"] == ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]


def test_reading_a_bucket_changes_nothing_in_it() -> None:
    name = pulumi.Output.from_input("arn:aws:s3:::backups")
    bucket_itself, objects = allowed(lambda: ReadBucket(BucketHandle(name=name, reference=name)))

    assert bucket_itself["Action"] == ["s3:ListBucket", "s3:GetBucketLocation"]
    assert objects["Action"] == ["s3:GetObject"]
    assert objects["Resource"] == "arn:aws:s3:::backups/*"


def test_writing_into_a_folder_is_no_leave_to_read_nor_to_write_beside_it() -> None:
    name = pulumi.Output.from_input("arn:aws:s3:::backups")
    (objects,) = allowed(lambda: WriteFolder(BucketHandle(name=name, reference=name), "restores/"))

    assert objects["Action"] == ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    assert objects["Resource"] == "arn:aws:s3:::backups/restores/*"


def test_editing_a_zone_is_limited_to_its_records() -> None:
    records, *_ = allowed(lambda: EditDnsZone("Z0123456789ABC"))

    assert records["Action"] == ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
    assert records["Resource"] == "arn:aws:route53:::hostedzone/Z0123456789ABC"


def test_proving_names_is_writing_challenges_in_one_zone_and_nothing_else() -> None:
    change, records, seen = allowed(lambda: ProveNames("Z0123456789ABC"))

    assert change["Action"] == ["route53:ChangeResourceRecordSets"]
    assert change["Resource"] == records["Resource"] == "arn:aws:route53:::hostedzone/Z0123456789ABC"
    assert change["Condition"] == {
        "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"]
        },
        "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["TXT"]},
    }
    assert records["Action"] == ["route53:ListResourceRecordSets"]
    assert seen["Action"] == ["route53:GetChange"]


def test_a_role_is_taken_on_by_its_name_with_the_sessions_tags() -> None:
    role = "arn:aws:iam::210987654321:role/names"
    (statement,) = allowed(lambda: TakeRole(role))

    assert statement == {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": role}


def test_of_other_zones_a_zones_editor_sees_nothing() -> None:
    _, change = allowed(lambda: EditDnsZone("Z0123456789ABC"))

    assert change["Action"] == ["route53:GetChange"]
    assert change["Resource"] == "arn:aws:route53:::change/*"


def test_finding_a_zone_is_seeing_the_names_of_all() -> None:
    (names,) = allowed(lambda: FindDnsZones("Z0123456789ABC"))

    assert names["Action"] == ["route53:ListHostedZones", "route53:ListHostedZonesByName"]
    assert names["Resource"] == "*"


def test_no_grant_allows_an_action_by_pattern_or_a_change_of_everything() -> None:
    for statement in allowed(
        lambda: ReadSecrets("a"),
        bucket,
        lambda: EditDnsZone("Z0"),
        lambda: FindDnsZones("Z0"),
        lambda: ProveNames("Z0"),
        lambda: TakeRole("role"),
    ):
        assert statement["Effect"] == "Allow"
        assert not [action for action in statement["Action"] if "*" in action]
        lists = all(action.split(":")[1].startswith("List") for action in statement["Action"])
        assert statement["Resource"] != "*" or lists


def test_no_grants_are_no_statements() -> None:
    assert statements([], ACCOUNT) == []
