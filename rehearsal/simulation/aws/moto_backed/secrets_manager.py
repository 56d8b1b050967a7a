"""Secrets Manager on moto: secrets and their versions."""

from collections.abc import Mapping

from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.aws.secrets_manager import SECRET, VERSION
from rehearsal.simulation.kinds import Call, Properties


def secret(aws: Services, call: Call) -> Made:
    """The secret, still without a value, and its policy."""
    wanted = {"Description": "description", "KmsKeyId": "kmsKeyId"}
    made = aws("secretsmanager").create_secret(
        Name=named(call), **given(call.inputs, wanted), Tags=tag_list(call)
    )
    policy(aws, call, made["ARN"])
    return Made(made["ARN"], {"arn": made["ARN"]})


def policy(aws: Services, call: Call, arn: str) -> None:
    """Who may read the secret."""
    if call.inputs.get("policy"):
        aws("secretsmanager").put_resource_policy(SecretId=arn, ResourcePolicy=text(call.inputs["policy"]))


def secret_update(aws: Services, call: Call) -> Properties:
    """Description, key and policy."""
    wanted = given(call.inputs, {"Description": "description", "KmsKeyId": "kmsKeyId"})
    if wanted:
        aws("secretsmanager").update_secret(SecretId=call.id, **wanted)
    policy(aws, call, call.id)
    return {}


def secret_delete(aws: Services, call: Call) -> None:
    """At once where the program says 0 days, else after the days of grace."""
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
        "CreateSecret, PutResourcePolicy",
        secret,
        secret_delete,
        secret_update,
        trials={"policy": tried_resource_policy},
    ),
    VERSION: Backing("PutSecretValue", version, version_delete),
}
