"""Applications on clusters: `deploy` places each application on the clusters its settings name."""

from collections.abc import Mapping

import pulumi

from components.contracts import Platform
from components.workload.application import Application
from components.workload.egress import MeshEgress
from components.workload.mesh import hosts
from settings.application import ApplicationSettings


def deploy(
    applications: Mapping[str, ApplicationSettings], platforms: Mapping[str, Platform]
) -> dict[str, str]:
    """Place every application on its clusters (all of them where it names none). Returns application -> its address, for those
    that have a route."""
    leaving: dict[str, set[str]] = {}
    for name, application in applications.items():
        specs = application.workloads()
        for placed in application.clusters or platforms:
            platform = platforms[placed]
            mesh = platform.mesh if application.mesh else None
            opts = pulumi.ResourceOptions(provider=platform.cluster.provider)
            Application(f"{placed}-{name}", name, specs, platform, opts, mesh, application.accounts())
            if mesh and mesh.egress:
                leaving.setdefault(placed, set()).update(hosts(specs))
    for placed, names in leaving.items():
        mesh = platforms[placed].mesh
        if names and mesh and mesh.egress:
            opts = pulumi.ResourceOptions(provider=platforms[placed].cluster.provider)
            MeshEgress(f"{placed}-egress", names, mesh.egress, mesh.ready, opts)
    return {
        name: f"https://{application.host}"
        for name, application in applications.items()
        if any(spec.route for spec in application.workloads())
    }
