"""Helm charts and what they define: a pinned chart, its release, and custom resources after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.helm.v3 import Release, RepositoryOptsArgs


@dataclass(frozen=True)
class Chart:
    """A chart at one version.

    repo: a chart repository (https://…) or the folder of an OCI registry (oci://…).
    release: the release's name where it is not the chart's; service accounts and pod labels are derived from it.
    """

    name: str
    repo: str
    version: str
    release: str = ""

    @property
    def release_name(self) -> str:
        return self.release or self.name


def source(chart: Chart) -> tuple[str, RepositoryOptsArgs | None]:
    """Where a chart comes from, as Release wants it: `chart` and `repository_opts`.

    An OCI reference is whole in `chart`; with repository_opts beside it Pulumi would look for an index.yaml.
    """
    if chart.repo.startswith("oci://"):
        return f"{chart.repo}/{chart.name}", None
    return chart.name, RepositoryOptsArgs(repo=chart.repo)


def helm_release(
    cluster: str,
    chart: Chart,
    namespace: Namespace | str,
    values: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    timeout: int = 600,
    skip_crds: bool = False,
) -> Release:
    """Installs a chart under its conventional name, waits until it is ready, and undoes it when it never is.

    namespace: one of ours, or the name of one that every cluster has. timeout: seconds for each of Helm's waits; its own
    default of 300 is short for images that are pulled the first time. skip_crds: leave out the kinds in the chart's
    crds/ folder, which Helm installs once and never upgrades.
    """
    reference, repository = source(chart)
    return Release(
        f"{cluster}-{chart.release_name}",
        # Left out, Pulumi adds a random suffix, and the names that identities and NetworkPolicies rely on move.
        name=chart.release_name,
        chart=reference,
        version=chart.version,
        repository_opts=repository,
        namespace=namespace if isinstance(namespace, str) else namespace.metadata.name,
        values=values,
        atomic=True,
        cleanup_on_fail=True,
        # Helm keeps every revision for ever unless told, each a Secret of up to a megabyte.
        max_history=5,
        skip_await=False,
        timeout=timeout,
        skip_crds=skip_crds or None,
        opts=opts,
    )


def custom_resource(
    name: str,
    kind: tuple[str, str],
    metadata: Mapping[str, Any],
    spec: Mapping[str, Any],
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
    ready_within: str | None = None,
    gone_within: str | None = None,
) -> CustomResource:
    """A custom resource that comes after its operator and goes before it.

    kind: (apiVersion, kind). ready_within: wait that long, such as "5m", for its condition Ready; None does not wait.
    A wait that runs out is kept in the state as not ready and taken up again by the next `pulumi up`. gone_within: how long
    its operator may take to clear away what it stands for; None leaves it at the provider's 10m.
    """
    annotations = {"annotations": {"pulumi.com/waitFor": "condition=Ready"}} if ready_within else {}
    timeouts = pulumi.CustomTimeouts(create=ready_within, update=ready_within, delete=gone_within)
    return CustomResource(
        name,
        api_version=kind[0],
        kind=kind[1],
        metadata={**metadata, **annotations},
        spec=spec,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after), custom_timeouts=timeouts),
    )
