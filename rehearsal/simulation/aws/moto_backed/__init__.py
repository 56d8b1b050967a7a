"""The simulated AWS on moto: resource types that are made by real boto3 calls against the AWS in this process.

`KINDS` of rehearsal/simulation/aws knows every type by itself; `on_moto` puts moto beneath those that it has an API for.
"""

from collections.abc import Mapping

from rehearsal.simulation.aws.moto_backed import (
    compute,
    ecr,
    eks,
    events,
    iam,
    kms,
    logs,
    network,
    rds,
    route53,
    routing,
    s3,
    secrets_manager,
    security_groups,
    sqs,
)
from rehearsal.simulation.aws.moto_backed.backing import Backing, backed
from rehearsal.simulation.aws.moto_backed.services import Moto
from rehearsal.simulation.kinds import Kind

BACKINGS: Mapping[str, Backing] = {
    token: backing
    for service in (
        network, security_groups, routing, compute, iam, kms, logs, eks, s3, sqs, events, route53, secrets_manager, rds, ecr,
    )
    for token, backing in service.BACKINGS.items()
}  # fmt: skip
UNBACKED: Mapping[str, str] = {
    "aws:eks/addon:Addon": "moto has no CreateAddon",
    "aws:eks/accessEntry:AccessEntry": "moto has no CreateAccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "moto has no AssociateAccessPolicy",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "moto has no CreatePodIdentityAssociation",
}
"""Type -> why it does not stand on moto."""


def on_moto(kinds: Mapping[str, Kind], moto: Moto) -> dict[str, Kind]:
    """The kinds, with moto beneath those types that it has an API for, and asked by the others."""
    found = {**eks.ASKED, **BACKINGS}
    return {
        token: backed(kind, found[token], moto) if token in found else kind for token, kind in kinds.items()
    }


__all__ = ["BACKINGS", "UNBACKED", "Moto", "on_moto"]
