"""KMS on moto: what it refuses, in its own words."""

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Kind
from tests.rehearsal.simulation.aws.cloud import Cloud, policy

KEY, ALIAS = "aws:kms/key:Key", "aws:kms/alias:Alias"
ROOT = {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*"}
NOBODYS = "11111111-1111-1111-1111-111111111111"


def test_a_malformed_key_policy_is_refused_by_iam(cloud: Cloud) -> None:
    text = cloud.refusal(KEY, policy=policy(**ROOT, Condition={"NoSuchOperator": {"a:b": "c"}}))

    assert text == "InvalidInputs: policy: MalformedPolicyDocument: Syntax errors in policy."


def test_a_sound_key_policy_passes_with_its_principals_and_its_spaces(cloud: Cloud) -> None:
    assert cloud.wrong(KEY, policy=policy(**ROOT, Sid="Enable IAM policies")) == []


def test_aliases_that_are_taken_or_point_nowhere(cloud: Cloud) -> None:
    key = cloud.create(KEY)
    cloud.create(ALIAS, name="alias/ours", targetKeyId=key["arn"])
    here = f"arn:aws:kms:eu-central-1:{cloud.account}"

    assert cloud.refusal(ALIAS, name="alias/ours", targetKeyId=key["keyId"]) == (
        f"AlreadyExistsException: An alias with the name {here}:alias/ours already exists"
    )
    assert cloud.refusal(ALIAS, name="alias/other", targetKeyId=NOBODYS) == (
        f"NotFoundException: Key '{here}:key/{NOBODYS}' does not exist"
    )


def test_a_keys_policy_and_state_reach_moto(cloud: Cloud, moto: Moto) -> None:
    own = policy(Principal={"AWS": f"arn:aws:iam::{cloud.account}:root"}, Action="kms:*")
    key = cloud.create(KEY, enableKeyRotation=True)
    cloud.update(KEY, key, enableKeyRotation=True, description="ours", isEnabled=False, policy=own)
    kms = moto.client("kms", cloud.account, cloud.region)
    found = kms.describe_key(KeyId=key["keyId"])["KeyMetadata"]

    assert (found["Description"], found["Enabled"]) == ("ours", False)
    assert kms.get_key_rotation_status(KeyId=key["keyId"])["KeyRotationEnabled"] is True
    assert kms.get_key_policy(KeyId=key["keyId"], PolicyName="default")["Policy"] == own


def test_a_deleted_key_waits(cloud: Cloud, moto: Moto) -> None:
    key = cloud.create(KEY, deletionWindowInDays=7)
    cloud.delete(KEY, key)
    found = moto.client("kms", cloud.account, cloud.region).describe_key(KeyId=key["keyId"])["KeyMetadata"]

    assert found["KeyState"] == "PendingDeletion"


def test_an_alias_moves_to_another_key(cloud: Cloud, moto: Moto) -> None:
    first, second = cloud.create(KEY)["keyId"], cloud.create(KEY)["keyId"]
    made = cloud.create(ALIAS, name="alias/ours", targetKeyId=first)
    cloud.update(ALIAS, made, name="alias/ours", targetKeyId=second)
    kms = moto.client("kms", cloud.account, cloud.region)

    assert kms.describe_key(KeyId="alias/ours")["KeyMetadata"]["KeyId"] == second


def test_a_replica_is_made_from_its_primary_key_and_has_a_policy_of_its_own(
    cloud: Cloud, moto: Moto, kinds: dict[str, Kind]
) -> None:
    own = policy(Principal={"AWS": f"arn:aws:iam::{cloud.account}:root"}, Action="kms:*")
    key = cloud.create(KEY, multiRegion=True)
    elsewhere = Cloud("eu-west-1", kinds=kinds, account=cloud.account, world=cloud.world)
    replica = elsewhere.create("aws:kms/replicaKey:ReplicaKey", primaryKeyArn=key["arn"], policy=own)
    kms = moto.client("kms", cloud.account, "eu-west-1")

    assert replica["keyId"] == key["keyId"]
    assert kms.get_key_policy(KeyId=key["keyId"], PolicyName="default")["Policy"] == own
    elsewhere.delete("aws:kms/replicaKey:ReplicaKey", replica)
    assert kms.describe_key(KeyId=key["keyId"])["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert moto.client("kms", cloud.account, cloud.region).describe_key(KeyId=key["keyId"])["KeyMetadata"][
        "Enabled"
    ]
