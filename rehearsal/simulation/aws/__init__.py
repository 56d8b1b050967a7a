"""The simulated AWS: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

A type that is missing here is refused by the rehearsal: add it to the module of its service, as one entry of KINDS.
"""

from collections.abc import Mapping

from rehearsal.simulation.aws import (
    compute,
    eks,
    eks_access,
    eks_addons,
    eks_nodes,
    iam,
    kms,
    logs,
    oidc,
    routing,
    s3,
    security_groups,
    sqs,
    vpc,
)
from rehearsal.simulation.aws.invokes import INVOKES
from rehearsal.simulation.kinds import Kind

KINDS: Mapping[str, Kind] = {
    token: kind
    for service in (
        vpc,
        routing,
        security_groups,
        compute,
        iam,
        kms,
        logs,
        oidc,
        s3,
        sqs,
        eks,
        eks_nodes,
        eks_access,
        eks_addons,
    )
    for token, kind in service.KINDS.items()
}

__all__ = ["INVOKES", "KINDS"]
