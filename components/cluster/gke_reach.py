"""Who reaches the API of a GKE cluster, and by which of its addresses."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_gcp as gcp

from components.cluster.connection import kubeconfig
from components.cluster.gke_access import PLUGIN
from settings.clusters import gke as clusters


def endpoints(api: clusters.GkeApiAccess) -> gcp.container.ClusterControlPlaneEndpointsConfigArgs:
    """By name, where IAM is asked first (container.clusters.connect), and by private address, always.

    By name only with Google credentials: neither a client certificate nor a service account's token gets through there.
    """
    return gcp.container.ClusterControlPlaneEndpointsConfigArgs(
        dns_endpoint_config=gcp.container.ClusterControlPlaneEndpointsConfigDnsEndpointConfigArgs(
            allow_external_traffic=api.dns, enable_k8s_certs_via_dns=False, enable_k8s_tokens_via_dns=False
        ),
        ip_endpoints_config=gcp.container.ClusterControlPlaneEndpointsConfigIpEndpointsConfigArgs(
            enabled=True
        ),
    )


def authorized(api: clusters.GkeApiAccess) -> gcp.container.ClusterMasterAuthorizedNetworksConfigArgs:
    """The blocks that reach the public address; with none, it is not there. Google's own addresses are not let in by being
    Google's: they are everybody's virtual machines (CIS GKE 5.6.3)."""
    return gcp.container.ClusterMasterAuthorizedNetworksConfigArgs(
        cidr_blocks=[
            gcp.container.ClusterMasterAuthorizedNetworksConfigCidrBlockArgs(
                cidr_block=block, display_name=f"allowed-{index}"
            )
            for index, block in enumerate(api.public_from)
        ],
        gcp_public_cidrs_access_enabled=False,
    )


def private(api: clusters.GkeApiAccess) -> gcp.container.ClusterPrivateClusterConfigArgs:
    """Nodes without public addresses (CIS GKE 5.6.5), and a public control plane only for an allow-list (CIS GKE 5.6.4).

    No block for the control plane: since 1.29 its private endpoint takes an address of the nodes' subnet.
    """
    return gcp.container.ClusterPrivateClusterConfigArgs(
        enable_private_nodes=True, enable_private_endpoint=not api.public_from
    )


def groups(domain: str | None) -> gcp.container.ClusterAuthenticatorGroupsConfigArgs | None:
    """Whom GKE asks who is in a group: gke-security-groups of the domain, which the administrators' groups must be members of."""
    if domain is None:
        return None
    return gcp.container.ClusterAuthenticatorGroupsConfigArgs(security_group=f"gke-security-groups@{domain}")


def server(plane: gcp.container.Cluster, api: clusters.GkeApiAccess) -> pulumi.Output[str]:
    """The host that this program speaks to: the name where that is allowed, else the public address, else the private one,
    which answers inside the network only."""
    if api.dns:
        return plane.control_plane_endpoints_config.dns_endpoint_config.endpoint.apply(str)
    address = plane.private_cluster_config
    return (address.public_endpoint if api.public_from else address.private_endpoint).apply(str)


def config(physical: str, plane: gcp.container.Cluster, api: clusters.GkeApiAccess) -> dict[str, Any]:
    """The kubeconfig of this program. An address, unlike the name, has a certificate of the cluster's own authority."""
    authority = None if api.dns else plane.master_auth.cluster_ca_certificate
    return kubeconfig(physical, pulumi.Output.concat("https://", server(plane, api)), authority, PLUGIN)


def outputs(
    plane: gcp.container.Cluster, vpc: gcp.compute.Network, settings: clusters.GkeCluster
) -> Mapping[str, pulumi.Output[str]]:
    """What a person needs to reach the cluster. Nothing here is secret."""
    how = " --dns-endpoint" if settings.api.dns else "" if settings.api.public_from else " --internal-ip"
    return {
        "name": plane.name,
        "id": plane.id,
        "region": pulumi.Output.from_input(settings.region),
        "project": pulumi.Output.from_input(settings.project),
        "endpoint": server(plane, settings.api),
        "vpc_id": vpc.id,
        "kubeconfig_command": pulumi.Output.concat(
            "gcloud container clusters get-credentials ",
            plane.name,
            f" --region {settings.region} --project {settings.project}{how}",
        ),
    }
