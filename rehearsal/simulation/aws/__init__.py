"""The simulated AWS: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

A type that is missing here is refused by the rehearsal: add it to the module of its service, as one entry of KINDS.
"""

import threading
from collections.abc import Mapping

from rehearsal.simulation.aws import (
    compute,
    ecr,
    eks,
    eks_access,
    eks_addons,
    eks_nodes,
    events,
    iam,
    kms,
    logs,
    oidc,
    rds,
    route53,
    routing,
    s3,
    s3_replication,
    secrets_manager,
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
        s3_replication,
        sqs,
        eks,
        eks_nodes,
        eks_access,
        eks_addons,
        events,
        route53,
        secrets_manager,
        rds,
        ecr,
    )
    for token, kind in service.KINDS.items()
}


def emulated() -> Mapping[str, Kind]:
    """KINDS on moto, which loads in a thread of its own from now on."""
    from rehearsal.simulation.aws.moto_backed import Moto, on_moto

    moto = Moto()
    threading.Thread(target=moto.warm, name="moto", daemon=True).start()
    return on_moto(KINDS, moto)


__all__ = ["INVOKES", "KINDS", "emulated"]
