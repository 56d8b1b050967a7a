"""A workload in the service mesh: what its proxy lets it reach, what it is told of the workload's ports, and how its metrics
are read past mutual TLS. Pure.

The mesh lets out only what it knows (REGISTRY_ONLY), so every edge of a spec is a ServiceEntry of its namespace:

- hosts on port 443: by the name in TLS, through the egress gateway where there is one;
- hosts on port 80: by the name in HTTP;
- blocks, private networks, and other ports: by address and port, passed on untouched. A NetworkPolicy says the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_kubernetes.core.v1 import ServicePortArgsDict

from components.contracts import Egress, Mesh
from components.policies import PRIVATE
from settings.workload import Edge, WorkloadSpec

HTTPS, HTTP = 443, 80
MERGED, ENVOY = 15020, 15090
"""Ports of a proxy that are outside mutual TLS: the application's metrics with the agent's, and Envoy's own."""
MERGED_PATH = "/stats/prometheus"
TOLD = ("http", "http2", "https", "grpc", "grpc-web", "tls", "tcp", "mongo", "mysql", "redis", "udp")
"""How the name of a Service's port may begin to tell Istio its protocol (istio.io: Protocol Selection)."""
POD_LABELS = {"sidecar.istio.io/inject": "true"}
"""Of a pod in the mesh: its namespace says so too, but a change there starts no pod anew, and this does."""


def entries(spec: WorkloadSpec, mesh: Mesh, identity_endpoint: str | None) -> dict[str, dict[str, Any]]:
    """The bodies of the workload's ServiceEntries, by name.

    identity_endpoint: as ClusterTraits has it, for a workload with buckets.
    """
    found: dict[str, dict[str, Any]] = {}
    anywhere = {HTTPS} if spec.buckets else set()
    for key, edge in sorted(spec.reaches.items()):
        name = f"{spec.name}-{key}"
        match edge.to:
            case "internet":
                anywhere |= set(by_number(edge))
                if by_name(edge):
                    found[name] = _named(edge, mesh.egress)
            case "private":
                found[name] = _numbered(f"{key}.{spec.name}.{spec.namespace}", edge.ports, PRIVATE)
            case "cidrs":
                found[name] = _numbered(f"{key}.{spec.name}.{spec.namespace}", edge.ports, edge.cidrs)
            case "namespace" | "workload":
                pass  # services of the cluster are known to the mesh
    # With a dot, which no edge's name has.
    if anywhere:
        name = f"{spec.name}.{spec.namespace}.anywhere"
        found[f"{spec.name}.anywhere"] = _numbered(name, sorted(anywhere), ())
    if spec.buckets and identity_endpoint:
        name = f"{spec.name}.{spec.namespace}.identity"
        found[f"{spec.name}.identity"] = _numbered(name, (HTTP,), (f"{identity_endpoint}/32",))
    return found


def by_name(edge: Edge) -> list[int]:
    """The ports of an edge on which the mesh tells hosts apart."""
    return [port for port in edge.ports if edge.hosts and port in {HTTPS, HTTP}]


def by_number(edge: Edge) -> list[int]:
    """The ports of an edge on which an address is all there is to see."""
    return [port for port in edge.ports if port not in by_name(edge)]


def _named(edge: Edge, egress: Egress | None) -> dict[str, Any]:
    seen_by = ["."] if egress is None else [".", egress.pods.namespace]
    return {
        "hosts": list(edge.hosts),
        "ports": [
            {"number": port, "name": f"tls-{port}", "protocol": "TLS"}
            if port == HTTPS
            else {"number": port, "name": f"http-{port}", "protocol": "HTTP"}
            for port in by_name(edge)
        ],
        "location": "MESH_EXTERNAL",
        "resolution": "DNS",
        "exportTo": seen_by,
    }


def _numbered(name: str, numbers: Iterable[int], blocks: Iterable[str]) -> dict[str, Any]:
    """By address and port. The host is a name that nobody asks for: a ServiceEntry must have one."""
    addresses = list(blocks)
    return {
        "hosts": [f"{name}.reached.internal"],
        **({"addresses": addresses} if addresses else {}),
        "ports": [{"number": number, "name": f"tcp-{number}", "protocol": "TCP"} for number in numbers],
        "location": "MESH_EXTERNAL",
        "resolution": "NONE",
        "exportTo": ["."],
    }


def hosts(specs: Iterable[WorkloadSpec]) -> set[str]:
    """The names that workloads reach by TLS, and so through the egress gateway."""
    return {
        host
        for spec in specs
        for edge in spec.reaches.values()
        if HTTPS in by_name(edge)
        for host in edge.hosts
    }


def through(host: str, egress: Egress) -> dict[str, Any]:
    """The body of a host's VirtualService: from the mesh to the egress gateway, and from there to the host itself."""

    def leg(gateway: str, to: str, port: int) -> dict[str, Any]:
        return {
            "match": [{"gateways": [gateway], "port": HTTPS, "sniHosts": [host]}],
            "route": [{"destination": {"host": to, "port": {"number": port}}}],
        }

    return {
        "hosts": [host],
        "gateways": ["mesh", egress.gateway],
        "tls": [leg("mesh", egress.service, egress.pods.port), leg(egress.gateway, host, HTTPS)],
        "exportTo": ["*"],
    }


def service_port(spec: WorkloadSpec, name: str, *, meshed: bool) -> ServicePortArgsDict:
    """A port of a Service before the workload's pods. meshed: they are in the mesh, which is told what it cannot guess safely."""
    port: ServicePortArgsDict = {
        "name": name,
        "port": spec.ports[name],
        "target_port": name,
        "protocol": "TCP",
    }
    told = protocol(spec, name) if meshed else None
    return {**port, "app_protocol": told} if told else port


def protocol(spec: WorkloadSpec, port: str) -> str | None:
    """The appProtocol of a Service's port: "http" where the spec asks for it by requests, None where the port's name tells.

    Left to guess by the first bytes, Istio takes what it does not recognise for TCP, on which a rule about methods or paths
    allows nothing.
    """
    if any(port == word or port.startswith(f"{word}-") for word in TOLD):
        return None
    by_request = [
        name
        for caller in spec.reached_by
        if caller.methods or caller.paths
        for name in caller.ports or spec.ports
    ]
    by_request += [spec.route.port] if spec.route else []
    by_request += [spec.metrics.port] if spec.metrics else []
    by_request += [spec.probes.port] if spec.probes.port and spec.probes.liveness else []
    return "http" if port in by_request else None


def merged(endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """An endpoint of a ServiceMonitor as it is inside the mesh: on the proxy's port, for the application's own takes mutual TLS
    only. What is Envoy's stays out: that is in the mesh's own monitor."""
    return {
        **endpoint,
        "path": MERGED_PATH,
        "relabelings": [
            {
                "sourceLabels": ["__address__"],
                "regex": r"(.+?)(?::\d+)?",
                "targetLabel": "__address__",
                "replacement": f"$1:{MERGED}",
            }
        ],
        "metricRelabelings": [{"sourceLabels": ["__name__"], "regex": "(envoy|istio)_.*", "action": "drop"}],
    }
