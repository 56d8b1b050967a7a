"""How the platform installs anything: a namespace with its Pod Security level, a release in it, custom resources after it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.helm.v3 import Release, RepositoryOptsArgs
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

from components.platform.charts import Chart

PodSecurity = Literal["privileged", "baseline", "restricted"]


def pod_security_labels(level: PodSecurity) -> dict[str, str]:
    """Pod Security Standards at one level (CIS Kubernetes 5.2). latest: the rules of the cluster's own version."""
    prefix = "pod-security.kubernetes.io"
    modes = ("enforce", "audit", "warn")
    return {f"{prefix}/{mode}": level for mode in modes} | {
        f"{prefix}/{mode}-version": "latest" for mode in modes
    }


def namespace(
    cluster: str,
    name: str,
    level: PodSecurity,
    opts: pulumi.ResourceOptions,
    labels: Mapping[str, str] | None = None,
) -> Namespace:
    """A namespace of the platform. labels: further ones, beside the Pod Security level's.

    A resource of its own rather than Helm's create_namespace, which sets no labels and leaves it behind on destroy.
    """
    own = {"app.kubernetes.io/part-of": "platform", "app.kubernetes.io/managed-by": "pulumi"}
    metadata: ObjectMetaArgsDict = {
        "name": name,
        "labels": {**own, **pod_security_labels(level), **(labels or {})},
    }
    return Namespace(f"{cluster}-{name}", metadata=metadata, opts=opts)


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
    namespace: Namespace,
    values: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    timeout: int = 600,
) -> Release:
    """Installs a chart under its conventional name, waits until it is ready, and undoes it when it never is.

    timeout: seconds for each of Helm's waits; its own default of 300 is short for images that are pulled the first time.
    """
    reference, repository = source(chart)
    return Release(
        f"{cluster}-{chart.release_name}",
        # Left out, Pulumi adds a random suffix, and the names that identities and NetworkPolicies rely on move.
        name=chart.release_name,
        chart=reference,
        version=chart.version,
        repository_opts=repository,
        namespace=namespace.metadata.name,
        values=values,
        atomic=True,
        cleanup_on_fail=True,
        # Helm keeps every revision for ever unless told, each a Secret of up to a megabyte.
        max_history=5,
        skip_await=False,
        timeout=timeout,
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
) -> CustomResource:
    """A custom resource that comes after its operator and goes before it.

    kind: (apiVersion, kind). ready_within: wait that long, such as "5m", for its condition Ready; None does not wait.
    A wait that runs out is kept in the state as not ready and taken up again by the next `pulumi up`.
    """
    annotations = {"annotations": {"pulumi.com/waitFor": "condition=Ready"}} if ready_within else {}
    timeouts = pulumi.CustomTimeouts(create=ready_within, update=ready_within) if ready_within else None
    return CustomResource(
        name,
        api_version=kind[0],
        kind=kind[1],
        metadata={**metadata, **annotations},
        spec=spec,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after), custom_timeouts=timeouts),
    )
