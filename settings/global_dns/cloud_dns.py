"""Global names in Cloud DNS."""

from typing import Annotated, Literal

from pydantic import Field

from settings.clusters.gke import ManagedZone, Project
from settings.global_dns.base import AnyGlobalDns


class CloudDns(AnyGlobalDns):
    """project, zone: a public managed zone and the project it is in, which may be another than the clusters'.

    Its answers are addresses, so every cluster that a global name leads to must be on GKE, where the address of the way in is
    reserved beforehand. Cloud DNS knows no latency: it answers with the region nearest to the resolver.
    """

    provider: Literal["cloud-dns"]
    project: Project
    zone: ManagedZone
    health_regions: Annotated[tuple[str, ...], Field(min_length=3, max_length=3)] = (
        "us-east1",
        "europe-west1",
        "asia-southeast1",
    )
