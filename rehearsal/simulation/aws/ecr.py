"""ECR: repositories, the policies on them, and where their images are copied to.

Limits: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html and
https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html. Replacement follows the ForceNew
marks of terraform-provider-aws 6.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.aws.account import account, arn, dns_suffix, region
from rehearsal.simulation.aws.iam import text
from rehearsal.simulation.aws.policies import document
from rehearsal.simulation.aws.resource import Reference, aws, named, one_of, unique
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

REPOSITORY = "aws:ecr/repository:Repository"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
OF_REPOSITORY = Reference("repository", REPOSITORY, "RepositoryNotFoundException")
NAME = re.compile(r"(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*")
MUTABILITY = ("MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION")


def check(inputs: Properties) -> Iterator[Failure]:
    """A name, and how tags and layers are kept."""
    name = inputs.get("name")
    if isinstance(name, str) and not NAME.fullmatch(name):
        reason = f"{name!r} is not 2 to 256 small letters and digits, parted by one of ._-/"
        yield Failure("name", f"InvalidParameterException: {reason}")
    yield from one_of(inputs, "imageTagMutability", MUTABILITY, "InvalidParameterException")
    kinds = ("AES256", "KMS", "KMS_DSSE")
    yield from one_of(inputs, "encryptionConfigurations.encryptionType", kinds, "InvalidParameterException")


def refuse(call: Call) -> None:
    """The name is free in the region."""
    name = named(call)
    message = f"the repository {name!r} already exists"
    unique(call, REPOSITORY, "RepositoryAlreadyExistsException", message, name=name, region=region(call))


def answer(call: Call, id_: str) -> Properties:
    """The repository with the address that images are pushed to."""
    return {
        "arn": arn(call, "ecr", f"repository/{id_}"),
        "name": id_,
        "registryId": account(call.provider),
        "repositoryUrl": f"{account(call.provider)}.dkr.ecr.{region(call)}.{dns_suffix(region(call))}/{id_}",
        "imageTagMutability": call.inputs.get("imageTagMutability", "MUTABLE"),
    }


def lifecycle_check(inputs: Properties) -> Iterator[Failure]:
    """Rules that can be read, each with a priority of its own."""
    given: Any = inputs.get("policy")
    if given is None or given is UNKNOWN:
        return
    try:
        parsed = json.loads(given) if isinstance(given, str) else given
    except ValueError as error:
        yield Failure("policy", f"InvalidParameterException: the lifecycle policy is not JSON ({error})")
        return
    rules = parsed.get("rules") if isinstance(parsed, Mapping) else None
    if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
        yield Failure("policy", "InvalidParameterException: the lifecycle policy has no list of rules")
        return
    priorities = [str(rule.get("rulePriority")) for rule in rules]
    if len(priorities) != len(set(priorities)):
        yield Failure("policy", "InvalidParameterException: two lifecycle rules have the same rulePriority")


def on_repository(call: Call, id_: str) -> Properties:
    """A policy of a repository, as text."""
    return {"registryId": account(call.provider), "policy": text(call.inputs.get("policy"))}


def replication_check(inputs: Properties) -> Iterator[Failure]:
    """At most ten rules, of at most 25 destinations each, to registries."""
    path = "replicationConfiguration.rules"
    rules = list(values(inputs, path))
    if len(rules) > 10:
        yield Failure(path, f"InvalidParameterException: {len(rules)} rules, 10 are allowed")
    for rule in rules:
        if isinstance(rule, Mapping) and len(list(values(rule, "destinations"))) > 25:
            yield Failure(f"{path}.destinations", "InvalidParameterException: more than 25 destinations")
    yield from one_of(
        inputs, f"{path}.repositoryFilters.filterType", ("PREFIX_MATCH",), "InvalidParameterException"
    )
    for text_ in texts(inputs, f"{path}.destinations.registryId"):
        if not re.fullmatch(r"\d{12}", text_):
            yield Failure(
                f"{path}.destinations.registryId", f"InvalidParameterException: {text_!r} is no registry"
            )


def replication_refuse(call: Call) -> None:
    """A registry has one configuration, which does not lead back to itself."""
    own = account(call.provider)
    others = [one for one in call.world.of(REPLICATION, own) if one.id != call.id]
    if any(one.outputs.get("region") == region(call) for one in others):
        message = f"the registry {own} in {region(call)} has a replication configuration already, which this would replace"
        raise Refused("ReplicationConfigurationExists", message)
    for destination in values(call.inputs, "replicationConfiguration.rules.destinations"):
        if isinstance(destination, Mapping):
            there = (destination.get("registryId"), destination.get("region"))
            if there == (own, region(call)):
                message = "Replication destination cannot be the same as the source registry"
                raise Refused("InvalidParameterException", message)


KINDS: Mapping[str, Kind] = {
    REPLICATION: aws(
        # The registry's id alone, as the provider has it, is the same in every region.
        lambda call: f"{account(call.provider)}:{region(call)}", lambda call, id_: {"registryId": account(call.provider)},
        check=replication_check, refuse=replication_refuse,
    ),
    REPOSITORY: aws(
        named, answer, check=check, refuse=refuse, autoname="name", replaces=("name", "encryptionConfigurations"),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": aws(
        lambda call: str(call.inputs.get("repository")), on_repository, references=(OF_REPOSITORY,),
        required=("policy", "repository"), replaces=("repository",),
        # The repository is the resource, so that a statement names none.
        check=lambda inputs: document("policy", inputs.get("policy"), "trust"),
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": aws(
        lambda call: str(call.inputs.get("repository")), on_repository, references=(OF_REPOSITORY,),
        required=("policy", "repository"), replaces=("repository", "policy"), check=lifecycle_check,
    ),
}  # fmt: skip
