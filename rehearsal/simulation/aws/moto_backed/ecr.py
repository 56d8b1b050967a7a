"""ECR on moto: repositories and the policies on them."""

from collections.abc import Mapping

from rehearsal.simulation.aws.ecr import REPLICATION, REPOSITORY
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.moto_backed.trials import tried_resource_policy
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.inputs import one
from rehearsal.simulation.kinds import Call, Properties


def repository(aws: Services, call: Call) -> Made:
    """The repository."""
    inputs = call.inputs
    encryption = given(
        one(inputs, "encryptionConfigurations", {}), {"encryptionType": "encryptionType", "kmsKey": "kmsKey"}
    )
    made = aws("ecr").create_repository(
        repositoryName=named(call), tags=tag_list(call), **given(inputs, {"imageTagMutability": "imageTagMutability"}),
        **({"encryptionConfiguration": encryption} if encryption else {}), **scanning(inputs),
    )["repository"]  # fmt: skip
    kept = {"arn": made["repositoryArn"], "registryId": made["registryId"]}
    return Made(made["repositoryName"], {**kept, "repositoryUrl": made["repositoryUri"]})


def scanning(inputs: Properties) -> dict[str, object]:
    """Whether images are scanned as they come."""
    scan = one(inputs, "imageScanningConfiguration.scanOnPush")
    return {} if scan is None else {"imageScanningConfiguration": {"scanOnPush": scan}}


def repository_update(aws: Services, call: Call) -> Properties:
    """Whether a tag can move, and scanning."""
    ecr, inputs = aws("ecr"), call.inputs
    ecr.put_image_tag_mutability(
        repositoryName=call.id, imageTagMutability=inputs.get("imageTagMutability", "MUTABLE")
    )
    if scan := scanning(inputs):
        ecr.put_image_scanning_configuration(repositoryName=call.id, **scan)
    return {}


def repository_delete(aws: Services, call: Call) -> None:
    """The repository; while it has images it stays, unless the program says otherwise."""
    aws("ecr").delete_repository(repositoryName=call.id, force=bool(call.inputs.get("forceDelete", False)))


def policy(aws: Services, call: Call) -> Properties:
    """Who may pull and push."""
    aws("ecr").set_repository_policy(
        repositoryName=call.inputs["repository"], policyText=text(call.inputs["policy"])
    )
    return {}


def policy_create(aws: Services, call: Call) -> Made:
    """The same call as the update."""
    policy(aws, call)
    return Made(str(call.inputs["repository"]))


def lifecycle(aws: Services, call: Call) -> Made:
    """Which images go by themselves."""
    wanted = {"repositoryName": call.inputs["repository"], "lifecyclePolicyText": text(call.inputs["policy"])}
    aws("ecr").put_lifecycle_policy(**wanted)
    return Made(str(call.inputs["repository"]))


def replication(aws: Services, call: Call) -> Properties:
    """Where images are copied to."""
    wanted = call.inputs.get("replicationConfiguration") or {"rules": []}
    aws("ecr").put_replication_configuration(replicationConfiguration=wanted)
    return {}


def replication_create(aws: Services, call: Call) -> Made:
    """The same call as the update."""
    replication(aws, call)
    return Made(f"{aws.account}:{aws.region}")


def replication_delete(aws: Services, call: Call) -> None:
    """There is always one; without rules it does nothing."""
    aws("ecr").put_replication_configuration(replicationConfiguration={"rules": []})


BACKINGS: Mapping[str, Backing] = {
    REPLICATION: Backing("PutReplicationConfiguration", replication_create, replication_delete, replication),
    REPOSITORY: Backing("CreateRepository, PutImageTagMutability", repository, repository_delete, repository_update),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Backing(
        "SetRepositoryPolicy", policy_create,
        lambda aws, call: aws("ecr").delete_repository_policy(repositoryName=call.id), policy,
        trials={"policy": tried_resource_policy},
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Backing(
        "PutLifecyclePolicy", lifecycle, lambda aws, call: aws("ecr").delete_lifecycle_policy(repositoryName=call.id)
    ),
}  # fmt: skip
