"""The address of a GKE cluster's way in, where names over all regions lead to addresses."""

import pulumi
import pulumi_gcp as gcp

from settings.global_dns import GlobalDns


def way_in_address(
    name: str, names: GlobalDns | None, opts: pulumi.ResourceOptions
) -> pulumi.Output[str] | None:
    """Reserve one in the cluster's region: it is known before the load balancer that gets it, and outlives it.

    None where the names' zone is not Cloud DNS, whose policies answer with addresses.
    """
    if names is None or names.provider != "cloud-dns":
        return None
    return gcp.compute.Address(f"{name}-way-in", address_type="EXTERNAL", opts=opts).address
