"""Who may talk to a workload and whom it may talk to: what its spec declares, and nothing else. Pure."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from pulumi_kubernetes.meta.v1 import LabelSelectorRequirementArgsDict
from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgsDict,
    NetworkPolicyIngressRuleArgsDict,
    NetworkPolicyPeerArgsDict,
    NetworkPolicySpecArgsDict,
)

from components.contracts import ControlPlane, Ingress, Issuer, Mesh, Platform, PodsAt, TelemetryEndpoint
from components.policies import HOST_ONLY, PRIVATE, cloud_api, dns, pods_in, ports
from components.workload.mesh import ENVOY, HTTPS, MERGED, by_name
from settings.workload import Edge, WorkloadSpec
from settings.workload.rollout import candidate_name


def pods_of(namespace: str, name: str) -> NetworkPolicyPeerArgsDict:
    """The pods of a workload, whichever of its versions they are. A Job's are a workload's of its own name."""
    versions: LabelSelectorRequirementArgsDict = {
        "key": "app",
        "operator": "In",
        "values": [name, candidate_name(name)],
    }
    return {
        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": namespace}},
        "pod_selector": {"match_expressions": [versions]},
    }


def destinations(edge: Edge) -> list[NetworkPolicyPeerArgsDict]:
    """Where an edge leads."""
    match edge.to:
        case "workload":
            namespace, _, name = (edge.workload or "").partition("/")
            return [pods_of(namespace, name)]
        case "namespace":
            return [{"pod_selector": {}}]
        case "private":
            return [{"ip_block": {"cidr": block}} for block in PRIVATE]
        case "internet":
            return [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [*PRIVATE, *HOST_ONLY]}}]
        case "cidrs":
            return [{"ip_block": {"cidr": block}} for block in edge.cidrs]


def collector(endpoint: TelemetryEndpoint) -> NetworkPolicyEgressRuleArgsDict:
    return {
        "to": [{"namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": endpoint.namespace}}}],
        "ports": ports([endpoint.port]),
    }


def egress(edges: Iterable[Edge], mesh: Mesh | None = None) -> list[NetworkPolicyEgressRuleArgsDict]:
    """What edges reach. In a mesh with an egress gateway, names on 443 are reached through it and not directly."""
    leaves = mesh.egress if mesh else None
    rules: list[NetworkPolicyEgressRuleArgsDict] = []
    for edge in edges:
        through = leaves is not None and HTTPS in by_name(edge)
        direct = [port for port in edge.ports if not (through and port == HTTPS)]
        if direct:
            rules.append({"to": destinations(edge), "ports": ports(direct)})
        if leaves and through:
            rules.append(_to(leaves.pods))
    return [rule for number, rule in enumerate(rules) if rule not in rules[:number]]


def in_mesh(mesh: Mesh | None) -> list[NetworkPolicyEgressRuleArgsDict]:
    """A proxy to where its configuration and its certificate come from; without it the pod never starts."""
    return [_to(mesh.control_plane)] if mesh else []


def _to(pods: PodsAt) -> NetworkPolicyEgressRuleArgsDict:
    return {"to": [pods_in(pods.namespace, pods.labels)], "ports": ports([pods.port])}


def ingress(
    spec: WorkloadSpec, platform: Platform, mesh: Mesh | None = None
) -> list[NetworkPolicyIngressRuleArgsDict]:
    """From the way in to the routed port, from declared callers, from the load balancer's clients, and from Prometheus to the
    metrics port, or in the mesh to the proxy's; kubelet probes need no rule. A proxy takes its pod's traffic on the
    application's own ports, so those are what is named here."""
    rules: list[NetworkPolicyIngressRuleArgsDict] = []
    if spec.route and platform.ingress:
        source = pods_in(platform.ingress.namespace, platform.ingress.pod_labels)
        rules.append({"from_": [source], "ports": ports([spec.ports[spec.route.port]])})
    for caller in spec.reached_by:
        named = [spec.ports[port] for port in caller.ports or spec.ports]
        rules.append({"from_": [pods_of(caller.namespace, caller.name)], "ports": ports(named)})
    if spec.load_balancer:
        # It keeps the client's address (load_balancer.py).
        clients: list[NetworkPolicyPeerArgsDict] = [
            {"ip_block": {"cidr": block}} for block in spec.load_balancer.allow_from
        ]
        balanced = [spec.ports[port] for port in spec.load_balancer.ports]
        rules.append({"from_": clients, "ports": ports(balanced)})
    scraped = [spec.ports[spec.metrics.port]] if spec.metrics else []
    if mesh:
        scraped = [MERGED, ENVOY] if spec.metrics else [ENVOY]
    if scraped and platform.monitoring:
        source = pods_in(platform.monitoring.namespace, platform.monitoring.pod_labels)
        rules.append({"from_": [source], "ports": ports(scraped)})
    return rules


def api_server(plane: ControlPlane) -> NetworkPolicyEgressRuleArgsDict:
    """To the Kubernetes API; by the port alone where no rule can name it. The mesh knows it as a service."""
    rule: NetworkPolicyEgressRuleArgsDict = {"ports": ports(plane.api_ports)}
    if plane.api:
        rule["to"] = [{"ip_block": {"cidr": block}} for block in plane.api]
    return rule


def keys(plane: PodsAt, jwks: str) -> NetworkPolicySpecArgsDict:
    """istiod to the internet, on the port of the address jwks: it fetches the keys that tokens are signed with, and gives them to
    the gateway (istio.io: RequestAuthentication, jwksUri). No policy knows names, so the port is all that it says."""
    port = urlsplit(jwks).port or HTTPS
    return {
        "pod_selector": {"match_labels": dict(plane.labels)},
        "policy_types": ["Egress"],
        "egress": [{"to": destinations(Edge(ports=(port,), to="internet")), "ports": ports([port])}],
    }


def challenges(way_in: Ingress, issuer: Issuer, mesh: Mesh | None = None) -> NetworkPolicySpecArgsDict:
    """cert-manager answers Let's Encrypt's HTTP-01 challenge with a pod in the certificate's own namespace, behind the
    ingress controller: closed like everything else, it would never get a certificate. mesh: the one that the namespace is in,
    whose proxy that pod gets too, and waits for."""
    source = pods_in(way_in.namespace, way_in.pod_labels)
    return {
        "pod_selector": {"match_labels": dict(issuer.solver_labels)},
        "policy_types": ["Ingress", "Egress"],
        "ingress": [{"from_": [source], "ports": ports([issuer.solver_port])}],
        "egress": [dns(), *in_mesh(mesh)] if mesh else [],
    }


def policy(spec: WorkloadSpec, platform: Platform, mesh: Mesh | None = None) -> NetworkPolicySpecArgsDict:
    """The NetworkPolicy of a workload's own pods. mesh: the one that they are in."""
    out = [dns(), *in_mesh(mesh), *egress(spec.reaches.values(), mesh)]
    if spec.token or spec.access:
        out.append(api_server(platform.cluster.traits.control_plane))
    # The backup's is its job's alone.
    if set(spec.buckets) - {spec.backup.bucket if spec.backup else None}:
        out += cloud_api(platform.cluster.traits.identity_endpoint)
    if platform.telemetry and (
        spec.telemetry or mesh
    ):  # a proxy sends traces whether or not its application does
        out.append(collector(platform.telemetry))
    return {
        "pod_selector": {"match_labels": {"app": spec.name}},
        "policy_types": ["Ingress", "Egress"],
        "ingress": ingress(spec, platform, mesh),
        "egress": out,
    }
