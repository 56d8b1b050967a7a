"""Names over all regions in Route 53, as a cluster of another cloud proves them: by tokens of its own, which AWS trusts."""

import pulumi

from components.contracts import ProvingZone
from settings.global_dns import GlobalDns

CERT_MANAGER = "cert-manager"
"""The namespace and the service account of cert-manager's controller, of which AWS is told before there is one."""
REGION = "us-east-1"
"""Whose STS is asked: the region in which Route 53 is changed."""


def federated(
    name: str, issuer: pulumi.Input[str], names: GlobalDns | None, parent: pulumi.Resource
) -> ProvingZone | None:
    """None where the zone is not in Route 53. issuer: of the cluster's tokens, as a URL that AWS can reach."""
    if names is None or names.provider != "route53":
        return None
    # Only a stack of two clouds waits for the SDK of the second.
    from components.cluster.names_role import names_role

    by_token = {"kubernetes": {"serviceAccountRef": {"name": CERT_MANAGER}}}
    solver = {
        "region": REGION,
        "hostedZoneID": names.zone,
        "role": names_role(name, issuer, names, parent),
        "auth": by_token,
    }
    return ProvingZone(names.domain, lambda identity: {"route53": solver}, None, federated=True)
