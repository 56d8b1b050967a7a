"""Secrets Manager on moto: secrets and their versions."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.secrets_manager import SECRET, VERSION
from rehearsal.simulation.kinds import Call, Properties


def secret(aws: Services, call: Call) -> Made:
    """The secret, still without a value, its replicas and its policy."""
    wanted = {"Description": "description", "KmsKeyId": "kmsKeyId"}
    copies = (
        {"AddReplicaRegions": list(replicas(call.inputs).values())} if call.inputs.get("replicas") else {}
    )
    made = aws("secretsmanager").create_secret(
        Name=named(call), **given(call.inputs, wanted), **copies, Tags=tag_list(call)
    )
    policy(aws, call, made["ARN"])
    return Made(made["ARN"], {"arn": made["ARN"]})


def replicas(inputs: Properties) -> dict[str, dict[str, Any]]:
    """The replicas that are asked for, by region."""
    names = {"Region": "region", "KmsKeyId": "kmsKeyId"}
    return {one["region"]: given(one, names) for one in inputs.get("replicas") or ()}


def policy(aws: Services, call: Call, arn: str) -> None:
    """Who may read the secret."""
    if call.inputs.get("policy"):
        aws("secretsmanager").put_resource_policy(SecretId=arn, ResourcePolicy=text(call.inputs["policy"]))


def secret_update(aws: Services, call: Call) -> Properties:
    """Description, key, replicas and policy."""
    wanted = given(call.inputs, {"Description": "description", "KmsKeyId": "kmsKeyId"})
    if wanted:
        aws("secretsmanager").update_secret(SecretId=call.id, **wanted)
    before, after = replicas(call.olds), replicas(call.inputs)
    unreplicated(aws, call.id, [region for region in before if region not in after])
    if added := [one for region, one in after.items() if region not in before]:
        aws("secretsmanager").replicate_secret_to_regions(SecretId=call.id, AddReplicaRegions=added)
    policy(aws, call, call.id)
    return {}


def unreplicated(aws: Services, arn: str, regions: list[str]) -> None:
    """Take replicas away."""
    if regions:
        aws("secretsmanager").remove_regions_from_replication(SecretId=arn, RemoveReplicaRegions=regions)


def secret_delete(aws: Services, call: Call) -> None:
    """At once where the program says 0 days, else after the days of grace; the replicas first, as the provider does it."""
    unreplicated(aws, call.id, list(replicas(call.inputs)))
    days = call.inputs.get("recoveryWindowInDays", 30)
    how = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    aws("secretsmanager").delete_secret(SecretId=call.id, **how)


def version(aws: Services, call: Call) -> Made:
    """A value."""
    inputs = call.inputs
    value = {"SecretString": inputs.get("secretString") or inputs.get("secretStringWo")}
    if inputs.get("secretBinary"):
        value = {"SecretBinary": inputs["secretBinary"]}
    stages = {"VersionStages": list(inputs["versionStages"])} if inputs.get("versionStages") else {}
    made = aws("secretsmanager").put_secret_value(SecretId=inputs["secretId"], **value, **stages)
    kept = {"arn": made["ARN"], "versionId": made["VersionId"], "versionStages": made["VersionStages"]}
    return Made(f"{inputs['secretId']}|{made['VersionId']}", kept)


def version_delete(aws: Services, call: Call) -> None:
    """The current value stays until the secret goes: Secrets Manager takes no stage away from its last holder."""
    aws("secretsmanager").describe_secret(SecretId=call.inputs["secretId"])


BACKINGS: Mapping[str, Backing] = {
    SECRET: Backing(
        "CreateSecret, ReplicateSecretToRegions, RemoveRegionsFromReplication, PutResourcePolicy",
        secret,
        secret_delete,
        secret_update,
        trials={"policy": tried_resource_policy},
    ),
    VERSION: Backing("PutSecretValue", version, version_delete),
}
