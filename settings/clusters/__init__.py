"""What a stack file may say about its clusters. One model per cloud, told apart by `cloud`."""

from typing import Annotated

from pydantic import Field

from settings.clusters.aks import AksCluster
from settings.clusters.eks import EksCluster
from settings.clusters.existing import ExistingCluster
from settings.clusters.gke import GkeCluster

ClusterSettings = Annotated[
    EksCluster | GkeCluster | AksCluster | ExistingCluster, Field(discriminator="cloud")
]
CLOUDS = ("eks", "gke", "aks", "existing")
