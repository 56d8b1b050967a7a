"""A small stack of two clusters in two regions, which know nothing of each other."""

from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.isolation import isolate
from rehearsal.journal import Journal
from rehearsal.regions import cluster_of

Inputs = dict[str, Any]
EAST, WEST = "east", "west"
REGIONS = {EAST: "us-east-1", WEST: "us-west-2"}
CLUSTERS: Inputs = {"groundwork:clusters": {name: {"region": region} for name, region in REGIONS.items()}}
MAP = "kubernetes:core/v1:ConfigMap"


@dataclass
class Pair:
    """In each region a network with a subnet; in its cluster a namespace with ConfigMaps, one after the other. cidr, owner: of
    each network. namespace: of each cluster's ConfigMaps. The colour of those is a setting called as the cluster is."""

    maps: int = 2
    cidr: dict[str, str] = field(default_factory=lambda: dict.fromkeys(REGIONS, "10.0.0.0/16"))
    owner: dict[str, str] = field(default_factory=lambda: dict.fromkeys(REGIONS, "shop"))
    namespace: dict[str, str] = field(default_factory=lambda: dict.fromkeys(REGIONS, "shop"))

    def __call__(self) -> None:
        isolate()
        for cluster, region in REGIONS.items():
            self._region(cluster, region)

    def _region(self, cluster: str, region: str) -> None:
        aws = pulumi.ProviderResource("aws", f"{cluster}-aws", {"region": region})
        network = pulumi.CustomResource(
            "aws:ec2/vpc:Vpc",
            f"{cluster}-network",
            {"cidrBlock": self.cidr[cluster], "tags": {"owner": self.owner[cluster]}},
            pulumi.ResourceOptions(provider=aws),
        )
        pulumi.CustomResource(
            "aws:ec2/subnet:Subnet",
            f"{cluster}-subnet",
            {"vpcId": network.id, "cidrBlock": "10.0.0.0/24"},
            pulumi.ResourceOptions(provider=aws),
        )
        inside = pulumi.ProviderResource(
            "kubernetes",
            cluster,
            {"kubeconfig": "{}", "clusterIdentifier": network.id.apply(lambda _: cluster)},
        )
        before = pulumi.CustomResource(
            "kubernetes:core/v1:Namespace",
            f"{cluster}-shop",
            {"metadata": {"name": "shop"}},
            pulumi.ResourceOptions(provider=inside),
        )
        colour = pulumi.runtime.config.get_config(f"groundwork:{cluster}") or "blue"
        for index in range(self.maps):
            metadata = {
                "name": f"map-{index}",
                "namespace": self.namespace[cluster],
                "annotations": {"colour": colour},
            }
            options = pulumi.ResourceOptions(provider=inside, depends_on=[before])
            before = pulumi.CustomResource(MAP, f"{cluster}-map-{index}", {"metadata": metadata}, options)


def done(journal: Journal) -> list[str]:
    """The clusters of what was made or changed, in the order in which it was done."""
    steps = sorted((step for step in journal.resources if step.ended), key=lambda step: step.ended or 0.0)
    return [cluster for step in steps if (cluster := cluster_of(step.urn, REGIONS))]
