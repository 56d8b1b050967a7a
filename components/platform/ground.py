"""What an add-on stands on: the cluster, the settings, and the ways to make a namespace and a release there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apiextensions.v1 import CustomResourceDefinition
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.helm.v3 import Release

from components.contracts import Cluster
from components.helm import Home, helm_release
from components.platform.namespaces import PodSecurity, namespace
from components.platform.network import Around, Traffic
from facts.charts import Chart
from settings.layers import merged
from settings.platform import PlatformSettings


@dataclass(frozen=True)
class Ground:
    """One cluster, ready for add-ons. ready: what every add-on's release comes after. around: where the peers of network
    policies are."""

    cluster: Cluster
    settings: PlatformSettings
    around: Around
    ready: Sequence[pulumi.Resource] = ()

    @property
    def prefix(self) -> str:
        """What the names of all resources on this cluster begin with."""
        return self.cluster.name

    def namespace(
        self,
        name: str,
        level: PodSecurity,
        traffic: Sequence[Traffic],
        parent: pulumi.Resource,
        labels: Mapping[str, str] | None = None,
        why: str = "",
    ) -> Home:
        """A namespace at a Pod Security level, closed but for the traffic declared. why: it is not restricted."""
        return namespace(
            self.prefix,
            name,
            level,
            traffic,
            self.around,
            pulumi.ResourceOptions(parent=parent),
            labels,
            why,
        )

    def found(
        self, kinds: str, parent: pulumi.Resource, after: Sequence[pulumi.Resource] = ()
    ) -> pulumi.Resource:
        """The definition of a kind that an existing operator has brought, such as clusterissuers.cert-manager.io.

        It is looked up, so that an operator which is not there is told by name, by the first preview.
        """
        opts = pulumi.ResourceOptions(parent=parent, depends_on=list(after))
        return CustomResourceDefinition.get(f"{self.prefix}-{kinds}", kinds, opts)

    def elsewhere(self, name: str, parent: pulumi.Resource) -> Namespace:
        """A namespace that somebody else has made, looked up too."""
        return Namespace.get(f"{self.prefix}-{name}", name, pulumi.ResourceOptions(parent=parent))

    def theirs(
        self,
        name: str,
        kind: tuple[str, str],
        id_: str,
        parent: pulumi.Resource,
        after: Sequence[pulumi.Resource] = (),
    ) -> CustomResource:
        """A custom resource that somebody else has made, looked up too. kind: (apiVersion, kind). id_: (namespace/)name."""
        opts = pulumi.ResourceOptions(parent=parent, depends_on=list(after))
        found: CustomResource = CustomResource.get(f"{self.prefix}-{name}", *kind, id_, opts)
        return found

    def release(
        self,
        chart: Chart,
        home: Home,
        values: Mapping[str, Any],
        parent: pulumi.Resource,
        over: Mapping[str, Any] | None = None,
        after: Sequence[pulumi.Resource] = (),
        **how: Any,
    ) -> Release:
        """A release, after the foundation and what else it needs.

        over: the stack's own values, merged last. how: timeout and skip_crds, as helm_release has them.
        """
        opts = pulumi.ResourceOptions(parent=parent, depends_on=[*self.ready, *after])
        return helm_release(
            self.prefix, chart, home, merged(values, over or {}), opts, self.cluster.charts, **how
        )
