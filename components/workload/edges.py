"""The objects by which the world reaches a workload, and by which a workload in the mesh reaches out."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking.v1 import Ingress

from components import contracts
from components.workload import mesh, route
from components.workload.place import Place
from components.workload.route import gateway, nginx
from settings.workload import Route


def publish(at: Place, way: Route, way_in: contracts.Ingress, issuer: contracts.Issuer) -> None:
    """A certificate, and the route in the way in's own words: the one place that knows there are two."""
    # Not awaited: HTTP-01 needs the host's DNS record, which can only point at the load balancer once that exists.
    at.custom("cert-manager.io/v1", "Certificate", route.certificate(at.spec, way, issuer.name), issuer.ready)
    if way_in.gateway:
        _by_gateway(at, way, way_in, way_in.gateway)
    else:
        _by_ingress(at, way, way_in)


def _by_ingress(at: Place, way: Route, way_in: contracts.Ingress) -> None:
    headers = at.config_map(f"{at.prefix}-headers", route.headers(way))
    custom = {f"{nginx.PREFIX}/custom-headers": pulumi.Output.concat(at.spec.namespace, "/", headers)}
    Ingress(
        at.prefix,
        metadata={**at.metadata(), "annotations": {**nginx.annotations(way), **custom}},
        spec=nginx.ingress(at.spec, way, way_in.class_name),
        opts=at.after(way_in.ready),
    )


def _by_gateway(at: Place, way: Route, way_in: contracts.Ingress, entry: contracts.Gateway) -> None:
    before = [way_in.ready]
    for one in gateway.objects(at.spec, way, way_in.class_name, entry):
        made = CustomResource(
            f"{at.prefix}-{one.suffix}",
            api_version=one.kind[0],
            kind=one.kind[1],
            metadata=at.metadata(one.name, namespace=one.namespace),
            spec=one.spec,
            opts=at.after(*before),
        )
        before.append(made)


def reach(at: Place, meshed: contracts.Mesh, identity_endpoint: str | None) -> None:
    """What the mesh lets the workload out to. identity_endpoint: as ClusterTraits has it."""
    for name, body in mesh.entries(at.spec, meshed, identity_endpoint).items():
        CustomResource(
            f"{at.prefix}-reaches{name.removeprefix(at.spec.name)}",
            api_version="networking.istio.io/v1",
            kind="ServiceEntry",
            metadata=at.metadata(name),
            spec=body,
            opts=at.after(meshed.ready),
        )
