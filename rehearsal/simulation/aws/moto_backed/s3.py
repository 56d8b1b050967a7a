"""S3 on moto: buckets and what hangs on them."""

from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, capitals, given, nothing, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.aws.s3 import BUCKETS, name_of
from rehearsal.simulation.aws.s3_replication import REPLICATION
from rehearsal.simulation.kinds import Call, Properties

Put = Callable[[Services, Call, str], object]
PLURALS = {"Transition": "Transitions", "NoncurrentVersionTransition": "NoncurrentVersionTransitions"}


def bucket(aws: Services, call: Call) -> Made:
    """The bucket in the provider's region; us-east-1 is not named, and has a second maker of the same name pass."""
    name = name_of(call)
    # There S3 answers its owner with the bucket that exists, where everywhere else it refuses.
    place = (
        {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
    )
    locked = {"ObjectLockEnabledForBucket": True} if call.inputs.get("objectLockEnabled") else {}
    aws("s3").create_bucket(Bucket=name, **place, **locked)
    tagged(aws, call, name)
    return Made(name)


def tagged(aws: Services, call: Call, name: str) -> Properties:
    """The bucket's tags, which S3 takes in a call of their own."""
    if all_tags(call):
        aws("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": tag_list(call)})
    return {}


def bucket_delete(aws: Services, call: Call) -> None:
    """The bucket, with all that is in it where the program says so."""
    if call.inputs.get("forceDestroy"):
        there = aws("s3").list_object_versions(Bucket=call.id)
        for found in (*there.get("Versions", ()), *there.get("DeleteMarkers", ())):
            aws("s3").delete_object(Bucket=call.id, Key=found["Key"], VersionId=found["VersionId"])
    aws("s3").delete_bucket(Bucket=call.id)


def setting(
    apis: str, put: Put, delete: Callable[[Services, Call], object] = nothing, **more: Any
) -> Backing:
    """A setting of one bucket: the same call makes and changes it."""

    def create(aws: Services, call: Call) -> Made:
        put(aws, call, call.inputs["bucket"])
        return Made(str(call.inputs["bucket"]))

    def update(aws: Services, call: Call) -> Properties:
        put(aws, call, call.inputs["bucket"])
        return {}

    def remove(aws: Services, call: Call) -> None:
        delete(aws, call)

    return Backing(apis, create, remove, update, **more)


def versioning(aws: Services, call: Call, name: str) -> object:
    """Versions on or suspended; Disabled is how the provider says that they never were on."""
    status = call.inputs["versioningConfiguration"].get("status")
    if status == "Disabled":
        return None
    return aws("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})


def encryption(aws: Services, call: Call, name: str) -> object:
    """What new objects are encrypted with."""
    rules = []
    for rule in call.inputs["rules"]:
        default = rule.get("applyServerSideEncryptionByDefault") or {}
        made = given(default, {"SSEAlgorithm": "sseAlgorithm", "KMSMasterKeyID": "kmsMasterKeyId"})
        enabled = given(rule, {"BucketKeyEnabled": "bucketKeyEnabled"})
        rules.append({**({"ApplyServerSideEncryptionByDefault": made} if made else {}), **enabled})
    return aws("s3").put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})


def lifecycle(aws: Services, call: Call, name: str) -> object:
    """What goes by itself, and when."""
    rules = [lifecycle_rule(rule) for rule in call.inputs.get("rules") or ()]
    return aws("s3").put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})


def lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule in S3's form, which writes ID in capitals and needs a filter."""
    made = {PLURALS.get(key, key): value for key, value in capitals(rule).items()}
    made["ID"] = made.pop("Id", "")
    if "Prefix" not in made:
        made.setdefault("Filter", {"Prefix": ""})
    return made


def access_logs(aws: Services, call: Call, name: str) -> object:
    """Where requests are written down."""
    wanted = {"TargetBucket": "targetBucket", "TargetPrefix": "targetPrefix"}
    return aws("s3").put_bucket_logging(
        Bucket=name, BucketLoggingStatus={"LoggingEnabled": given(call.inputs, wanted)}
    )


def public_access(aws: Services, call: Call, name: str) -> object:
    """Which ways to the public are shut."""
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    shut = {name[:1].upper() + name[1:]: bool(call.inputs.get(name, False)) for name in names}
    return aws("s3").put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=shut)


def policy(aws: Services, call: Call, name: str) -> object:
    """Who may do what with the bucket."""
    return aws("s3").put_bucket_policy(Bucket=name, Policy=text(call.inputs["policy"]))


def ownership(aws: Services, call: Call, name: str) -> object:
    """Who owns what is uploaded."""
    rules = [capitals(call.inputs["rule"])]
    return aws("s3").put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": rules})


def replication(aws: Services, call: Call, name: str) -> object:
    """Which bucket has the copies."""
    rules = [
        {**capitals(rule), "ID": rule["id"]} if "id" in rule else capitals(rule)
        for rule in call.inputs["rules"]
    ]
    for rule in rules:
        rule.pop("Id", None)
    return aws("s3").put_bucket_replication(
        Bucket=name, ReplicationConfiguration={"Role": call.inputs["role"], "Rules": rules}
    )


SETTINGS: Mapping[str, Backing] = {
    "Versioning": setting("PutBucketVersioning", versioning),
    "ServerSideEncryptionConfiguration": setting(
        "PutBucketEncryption",
        encryption,
        lambda aws, call: aws("s3").delete_bucket_encryption(Bucket=call.id),
    ),
    "LifecycleConfiguration": setting(
        "PutBucketLifecycleConfiguration",
        lifecycle,
        lambda aws, call: aws("s3").delete_bucket_lifecycle(Bucket=call.id),
    ),
    "Logging": setting(
        "PutBucketLogging",
        access_logs,
        lambda aws, call: aws("s3").put_bucket_logging(Bucket=call.id, BucketLoggingStatus={}),
    ),
}
BACKINGS: Mapping[str, Backing] = {
    **dict.fromkeys(
        BUCKETS,
        Backing("CreateBucket, PutBucketTagging", bucket, bucket_delete, lambda aws, call: tagged(aws, call, call.id)),
    ),
    **{
        f"aws:s3/bucket{name}{v2}:Bucket{name}{v2}": backing
        for name, backing in SETTINGS.items()
        for v2 in ("", "V2")
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting(
        "PutPublicAccessBlock", public_access, lambda aws, call: aws("s3").delete_public_access_block(Bucket=call.id)
    ),
    "aws:s3/bucketPolicy:BucketPolicy": setting(
        "PutBucketPolicy", policy, lambda aws, call: aws("s3").delete_bucket_policy(Bucket=call.id),
        trials={"policy": tried_resource_policy},
    ),
    REPLICATION: setting(
        "PutBucketReplication", replication, lambda aws, call: aws("s3").delete_bucket_replication(Bucket=call.id)
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting(
        "PutBucketOwnershipControls", ownership,
        lambda aws, call: aws("s3").delete_bucket_ownership_controls(Bucket=call.id),
    ),
}  # fmt: skip
