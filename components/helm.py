"""Helm charts and what they define: a pinned chart, its release, and custom resources after it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.helm.v3 import Release, RepositoryOptsArgs

from facts.charts import Chart
from settings.charts import ChartSource

OURS = ChartSource()
"""Every chart from where its project publishes it."""


@dataclass(frozen=True)
class Home:
    """Where a release goes. name: of its namespace. ready: what must be there before it, the namespace among it."""

    name: pulumi.Input[str]
    ready: Sequence[pulumi.Resource] = ()


def source(chart: Chart, charts: ChartSource = OURS) -> tuple[str, RepositoryOptsArgs | None]:
    """Where a chart comes from, as Release wants it: `chart` and `repository_opts`.

    An OCI reference is whole in `chart`; with a repository beside it Pulumi would look for an index.yaml. Raises
    pulumi.RunError when a variable with the mirror's credentials is not set.
    """
    if charts.folder:
        return f"{charts.folder}/{chart.name}-{chart.version}.tgz", None
    repo, login = charts.mirror or chart.repo, _login(charts)
    if repo.startswith("oci://"):
        return f"{repo}/{chart.name}", RepositoryOptsArgs(**login) if login else None
    return chart.name, RepositoryOptsArgs(repo=repo, **login)


def _login(charts: ChartSource) -> dict[str, pulumi.Output[str]]:
    if not charts.credentials:
        return {}
    names = {"username": charts.credentials.username, "password": charts.credentials.password}
    for field, name in names.items():
        if not os.environ.get(name):
            raise pulumi.RunError(
                f"charts.credentials.{field}: expected the environment variable {name} to hold it, which is not set: export it "
                "where Pulumi runs"
            )
    return {field: pulumi.Output.secret(os.environ[name]) for field, name in names.items()}


def helm_release(
    cluster: str,
    chart: Chart,
    home: Home,
    values: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    charts: ChartSource = OURS,
    timeout: int = 600,
    skip_crds: bool = False,
) -> Release:
    """Installs a chart under its conventional name, waits until it is ready, and undoes it when it never is.

    charts: where charts come from. timeout: seconds for each of Helm's waits; its own default of 300 is short for images
    that are pulled the first time. skip_crds: leave out the kinds in the chart's crds/ folder, which Helm installs once and
    never upgrades.
    """
    reference, repository = source(chart, charts)
    after = pulumi.ResourceOptions(depends_on=list(home.ready))
    return Release(
        f"{cluster}-{chart.release_name}",
        # Left out, Pulumi adds a random suffix, and the names that identities and NetworkPolicies rely on move.
        name=chart.release_name,
        chart=reference,
        version=chart.version,
        repository_opts=repository,
        namespace=home.name,
        values=values,
        atomic=True,
        cleanup_on_fail=True,
        # Helm keeps every revision for ever unless told, each a Secret of up to a megabyte.
        max_history=5,
        skip_await=False,
        timeout=timeout,
        skip_crds=skip_crds or None,
        opts=pulumi.ResourceOptions.merge(opts, after),
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
