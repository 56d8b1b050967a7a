"""What an API server finds wrong with Services, Ingresses and NetworkPolicies.

Rules: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ and .../policy-resources/network-policy-v1/.
"""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties, known, value_at, words
from rehearsal.simulation.kubernetes.metadata import SUBDOMAIN
from rehearsal.simulation.kubernetes.pods import listed, unknown_fields
from rehearsal.simulation.kubernetes.probes import port_failure

Block = ipaddress.IPv4Network | ipaddress.IPv6Network
SERVICE_TYPES = {None, "ClusterIP", "NodePort", "LoadBalancer", "ExternalName", UNKNOWN}
POLICY_FIELDS = frozenset({"podSelector", "ingress", "egress", "policyTypes"})
SERVICE_FIELDS = words(
    """
    allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName externalTrafficPolicy healthCheckNodePort
    internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges ports
    publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig trafficDistribution type
    """
)


def service(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a Service."""
    spec = inputs.get("spec")
    if not isinstance(spec, Mapping):
        return
    yield from unknown_fields("spec", spec, SERVICE_FIELDS)
    type_ = spec.get("type")
    if type_ not in SERVICE_TYPES:
        yield Failure("spec.type", f"Unsupported value: {type_!r}")
    ports = listed(spec.get("ports"))
    if type_ == "ExternalName":
        if not spec.get("externalName"):
            yield Failure("spec.externalName", "Required value: an ExternalName service names a host")
    elif not spec.get("ports") and spec.get("clusterIP") != "None":
        yield Failure("spec.ports", "Required value: a service has at least one port")
    names: set[Any] = set()
    numbers: set[Any] = set()
    for port in ports:
        name, number = port.get("name"), (str(port.get("port")), port.get("protocol", "TCP"))
        if len(ports) > 1 and not name:
            yield Failure("spec.ports.name", "Required value: with several ports each has a name")
        if name in names:
            yield Failure("spec.ports.name", f"Duplicate value: {name!r}")
        if number in numbers:
            yield Failure("spec.ports", f"Duplicate value: {number[0]}/{number[1]}")
        names |= {name} - {None, UNKNOWN}
        numbers |= {number} if known(port) else set()
        if port.get("port") is None:
            yield Failure("spec.ports.port", "Required value: port")
        yield from port_failure("spec.ports.port", port.get("port"))
        yield from port_failure("spec.ports.targetPort", port.get("targetPort"), names=True)
        node = port.get("nodePort")
        if isinstance(node, int) and not 30000 <= node <= 32767:
            yield Failure("spec.ports.nodePort", f"Invalid value: {node} is not within 30000 to 32767")
    yield from cidr_list("spec.loadBalancerSourceRanges", spec.get("loadBalancerSourceRanges"))


def cidr_list(path: str, given: Any) -> Iterator[Failure]:
    """A failure for every known member that is no CIDR block."""
    for text in given if isinstance(given, (list, tuple)) else ():
        if text is not UNKNOWN and block(text) is None:
            yield Failure(path, f"Invalid value: {text!r} is not a CIDR block such as 192.0.2.0/24")


def block(text: Any) -> Block | None:
    """The network a text names, host bits allowed as Kubernetes allows them; None when it is none."""
    try:
        return ipaddress.ip_network(text, strict=False) if isinstance(text, str) and "/" in text else None
    except ValueError:
        return None


def network_policy(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with a NetworkPolicy."""
    spec = inputs.get("spec")
    if not isinstance(spec, Mapping):
        return
    yield from unknown_fields("spec", spec, POLICY_FIELDS)
    types = spec.get("policyTypes")
    for type_ in types if isinstance(types, (list, tuple)) else ():
        if type_ not in {"Ingress", "Egress", UNKNOWN}:
            yield Failure("spec.policyTypes", f"Unsupported value: {type_!r}")
    for side, peers in (("ingress", "from"), ("egress", "to")):
        for number, rule in enumerate(listed(spec.get(side))):
            path = f"spec.{side}[{number}]"
            yield from unknown_fields(path, rule, frozenset({"ports", peers}))
            for port in listed(rule.get("ports")):
                yield from policy_port(f"{path}.ports", port)
            for peer in listed(rule.get(peers)):
                yield from policy_peer(f"{path}.{peers}", peer)


def policy_port(path: str, port: Mapping[str, Any]) -> Iterator[Failure]:
    """What is wrong with a port of a rule."""
    yield from port_failure(f"{path}.port", port.get("port"), names=True)
    if port.get("protocol", "TCP") not in {"TCP", "UDP", "SCTP", UNKNOWN}:
        yield Failure(f"{path}.protocol", f"Unsupported value: {port['protocol']!r}")
    first, last = port.get("port"), port.get("endPort")
    if last is not None and UNKNOWN not in (first, last) and (not isinstance(first, int) or last < first):
        yield Failure(f"{path}.endPort", f"Invalid value: {last} must be at or above port ({first!r})")


def policy_peer(path: str, peer: Mapping[str, Any]) -> Iterator[Failure]:
    """What is wrong with a peer of a rule."""
    if not set(peer) & {"podSelector", "namespaceSelector", "ipBlock"}:
        yield Failure(path, "Required value: a peer has a podSelector, a namespaceSelector or an ipBlock")
    found = peer.get("ipBlock")
    if not isinstance(found, Mapping):
        return
    if set(peer) - {"ipBlock"}:
        yield Failure(path, "Forbidden: may not specify both ipBlock and another peer")
    yield from cidr_list(f"{path}.ipBlock.cidr", [found.get("cidr")])
    yield from cidr_list(f"{path}.ipBlock.except", found.get("except"))
    whole = block(found.get("cidr"))
    for text in found.get("except") or () if found.get("except") is not UNKNOWN else ():
        part = block(text)
        if whole and part and not strictly_within(part, whole):
            yield Failure(
                f"{path}.ipBlock.except", f"Invalid value: {text} is not strictly within {found['cidr']}"
            )


def strictly_within(part: Block, whole: Block) -> bool:
    """Whether a block is a smaller part of another."""
    first, last = whole.network_address, whole.broadcast_address
    inside = part.version == whole.version and int(first) <= int(part.network_address) <= int(last)
    return inside and part.prefixlen > whole.prefixlen


def ingress(inputs: Properties) -> Iterator[Failure]:
    """What is wrong with an Ingress."""
    rules = listed(value_at(inputs, "spec.rules"))
    if not value_at(inputs, "spec.rules") and value_at(inputs, "spec.defaultBackend") is None:
        yield Failure("spec", "Invalid value: either defaultBackend or rules must be specified")
    for number, rule in enumerate(rules):
        path = f"spec.rules[{number}]"
        yield from host(f"{path}.host", rule.get("host"))
        for route in listed(value_at(rule, "http.paths")):
            yield from ingress_path(f"{path}.http.paths", route)
    for tls in listed(value_at(inputs, "spec.tls")):
        for name in tls.get("hosts") or () if tls.get("hosts") is not UNKNOWN else ():
            yield from host("spec.tls.hosts", name)


def host(path: str, name: Any) -> Iterator[Failure]:
    """A failure unless a host is a DNS name, one leading wildcard allowed."""
    if isinstance(name, str) and not SUBDOMAIN.fullmatch(name.removeprefix("*.")):
        yield Failure(path, f"Invalid value: {name!r} is not a DNS name (RFC 1123)")


def ingress_path(path: str, route: Mapping[str, Any]) -> Iterator[Failure]:
    """What is wrong with one path of an Ingress."""
    kind = route.get("pathType")
    if kind not in {"Exact", "Prefix", "ImplementationSpecific", UNKNOWN}:
        yield Failure(
            f"{path}.pathType", f"Required value: Exact, Prefix or ImplementationSpecific ({kind!r} given)"
        )
    where = route.get("path")
    if (
        kind in {"Exact", "Prefix"}
        and where is not UNKNOWN
        and not (isinstance(where, str) and where.startswith("/"))
    ):
        yield Failure(f"{path}.path", f"Invalid value: {where!r} must be an absolute path")
    target = value_at(route, "backend.service")
    if target is None and value_at(route, "backend.resource") is None:
        yield Failure(f"{path}.backend", "Required value: backend.service or backend.resource")
    if isinstance(target, Mapping):
        port = target.get("port")
        if not target.get("name"):
            yield Failure(f"{path}.backend.service.name", "Required value: name")
        if port is not UNKNOWN and (
            not isinstance(port, Mapping) or len(set(port) & {"name", "number"}) != 1
        ):
            yield Failure(f"{path}.backend.service.port", "Required value: exactly one of name and number")
        elif isinstance(port, Mapping):
            yield from port_failure(f"{path}.backend.service.port", port.get("number"))


CHECKS: Mapping[str, Callable[[Properties], Iterator[Failure]]] = {
    "Service": service,
    "NetworkPolicy": network_policy,
    "Ingress": ingress,
}
