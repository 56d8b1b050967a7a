"""Applications on clusters: `deploy` places each application on the clusters its settings name."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pulumi

from components.contracts import Platform
from components.workload.application import Application
from components.workload.egress import MeshEgress
from components.workload.mesh import hosts
from settings.application import ApplicationSettings
from settings.global_dns import GlobalDns
from settings.global_dns.names import regional


def deploy(
    applications: Mapping[str, ApplicationSettings],
    platforms: Mapping[str, Platform],
    written: Mapping[str, Mapping[str, pulumi.Resource]] = MappingProxyType({}),
    zone: GlobalDns | None = None,
) -> dict[str, str]:
    """Place every application on its clusters. written: cluster -> the secrets that the stack itself writes there, by name.
    zone: of the names that lead to several clusters. Returns application -> its address, for those that have a route."""
    leaving: dict[str, set[str]] = {}
    for name, application in applications.items():
        for placed in application.clusters:
            here = application.at(placed)
            platform = replace(platforms[placed], written=written.get(placed, {}))
            specs = here.workloads()
            own = platform.cluster.traits.dns
            if zone and own and here.traffic:
                specs = tuple(regional(spec, zone, own.domain) for spec in specs)
            mesh = platform.mesh if here.mesh else None
            opts = pulumi.ResourceOptions(provider=platform.cluster.provider)
            Application(f"{placed}-{name}", name, specs, platform, opts, mesh, here.accounts())
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
