"""The objects by which the world reaches a workload, and by which a workload in the mesh reaches out."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core.v1 import Service
from pulumi_kubernetes.networking.v1 import Ingress, NetworkPolicy

from components import contracts
from components.workload import authorization, candidate, load_balancer, mesh, network, route
from components.workload.place import Place
from components.workload.route import gateway, nginx
from settings.workload import LoadBalancer, Route


def publish(
    at: Place,
    way: Route,
    way_in: contracts.Ingress,
    issuer: contracts.Issuer,
    tried: pulumi.Resource | None = None,
) -> None:
    """A certificate, and the route in the way in's own words: the one place that knows there are two. tried: a candidate's
    pods, which must be ready before requests come."""
    # Not awaited: HTTP-01 needs the host's DNS record, which can only point at the load balancer once that exists.
    at.custom("cert-manager.io/v1", "Certificate", route.certificate(at.spec, way, issuer.name), issuer.ready)
    if way_in.gateway:
        _by_gateway(at, way, way_in, way_in.gateway, tried)
    else:
        _by_ingress(at, way, way_in, tried)


def _by_ingress(at: Place, way: Route, way_in: contracts.Ingress, tried: pulumi.Resource | None) -> None:
    headers = at.config_map(f"{at.prefix}-headers", route.headers(way))
    custom = {f"{nginx.PREFIX}/custom-headers": pulumi.Output.concat(at.spec.namespace, "/", headers)}
    Ingress(
        at.prefix,
        metadata={**at.metadata(), "annotations": {**nginx.annotations(way), **custom}},
        spec=nginx.ingress(at.spec, way, way_in.class_name),
        opts=at.after(way_in.ready),
    )
    one = candidate.candidate_of(at.spec)
    if one:
        Ingress(
            f"{at.prefix}-candidate",
            metadata={**at.metadata(one.name), "annotations": nginx.canary(at.spec)},
            spec=nginx.ingress(at.spec, way, way_in.class_name, one.name),
            opts=at.after(way_in.ready, tried),
        )


def _by_gateway(
    at: Place,
    way: Route,
    way_in: contracts.Ingress,
    entry: contracts.Gateway,
    tried: pulumi.Resource | None,
) -> None:
    before = [way_in.ready, *(fetch_keys(at, at.platform.mesh, way.jwt.jwks) if way.jwt else [])]
    for one in gateway.objects(at.spec, way, way_in.class_name, entry):
        made = CustomResource(
            f"{at.prefix}-{one.suffix}",
            api_version=one.kind[0],
            kind=one.kind[1],
            metadata=at.metadata(one.name, namespace=one.namespace),
            spec=one.spec,
            opts=at.after(*before, tried if one.suffix == "route" else None),
        )
        before.append(made)


def admit(at: Place, meshed: contracts.Mesh) -> None:
    """Who may call the workload in the mesh."""
    spec, way_in = at.spec, at.platform.ingress
    group = "security.istio.io/v1"
    body = authorization.policy(spec, way_in.gateway if way_in else None)
    at.custom(group, "AuthorizationPolicy", body, meshed.ready)
    if spec.load_balancer:
        plain = authorization.admitted_plain(spec, spec.load_balancer)
        at.custom(group, "PeerAuthentication", plain, meshed.ready)


def balance(at: Place, balanced: LoadBalancer, tried: pulumi.Resource | None) -> None:
    """A load balancer of the workload's own. tried: as in publish()."""
    name = load_balancer.name(at.spec)
    # `app` is not the workload's: what scrapes it finds Services by that.
    named = at.metadata(name, {**at.labels, "app": name})
    told = load_balancer.annotations(balanced, at.platform.cluster.traits)
    serves = candidate.serving(at.spec)
    Service(
        f"{at.prefix}-lb",
        metadata={**named, "annotations": told},
        spec=load_balancer.service(at.spec, balanced, meshed=at.mesh is not None, serves=serves),
        opts=at.after(tried if serves != at.spec.name else None),
    )


def fetch_keys(at: Place, mesh_of: contracts.Mesh | None, jwks: str) -> list[pulumi.Resource]:
    """Leave for istiod to fetch what tokens are signed with, from the address jwks. A mesh that somebody else has installed is
    not closed from here."""
    if mesh_of is None or not mesh_of.closed:
        return []
    plane = mesh_of.control_plane
    made = NetworkPolicy(
        f"{at.prefix}.keys",  # with a dot, which no job's name has
        metadata=at.metadata(f"{at.spec.namespace}-{at.spec.name}.keys", namespace=plane.namespace),
        spec=network.keys(plane, jwks),
        opts=at.after(mesh_of.ready),
    )
    return [made]


def share(at: Place, meshed: contracts.Mesh, tried: pulumi.Resource) -> None:
    """Requests of callers in the mesh, between the workload and its candidate."""
    CustomResource(
        f"{at.prefix}-shares",
        api_version="networking.istio.io/v1",
        kind="VirtualService",
        metadata=at.metadata(),
        spec=candidate.virtual_service(at.spec),
        opts=at.after(meshed.ready, tried),
    )


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
