"""What the places of managed databases have in common, whichever cloud a cluster is on: how things there are called and kept."""

import pulumi

from settings.clusters.base import AnyCluster


class DatabasePlace:
    """What all databases of one cluster share. name: the cluster's. opts: the cloud's provider, and the cluster as the parent."""

    name: str
    settings: AnyCluster
    opts: pulumi.ResourceOptions

    def own(self, database: str) -> str:
        """What the resources of one database beside this cluster are called."""
        return f"{self.name}-database-{database}"

    @property
    def kept(self) -> pulumi.ResourceOptions:
        """Options of what a database cannot do without: where the cluster is protected, so is that."""
        protected = pulumi.ResourceOptions(protect=self.settings.protect)
        return pulumi.ResourceOptions.merge(self.opts, protected)
