"""Who may talk to the platform's pods, and whom they may talk to: a namespace is closed, and each add-on declares its edges.

Probes need no edge: a node always reaches the pods that it runs (Kubernetes' network model, and what EKS', GKE's and AKS'
implementations do).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgsDict,
    NetworkPolicyIngressRuleArgsDict,
    NetworkPolicyPeerArgsDict,
    NetworkPolicySpecArgsDict,
)

from components.contracts import ClusterTraits
from components.policies import HOST_ONLY, PRIVATE, cloud_api, dns, pods_in, ports


class Known(Enum):
    """A peer whose whereabouts the cluster or the platform knows."""

    API_SERVER = "the Kubernetes API"
    """As a source, its calls to webhooks and aggregated APIs; as a destination the API itself, on its own port."""
    PROMETHEUS = "Prometheus"
    """Nowhere, where there is no monitoring."""
    NODES = "the nodes' own addresses"
    CLOUD = "the cloud's API and storage, on port 443, and where a pod gets its identity's credentials"
    OUTSIDE = "any address but the cloud's metadata service"
    INTERNET = "everything but private networks"
    WORLD = "whoever reaches the load balancer"
    EVERY_POD = "any pod of any namespace"


@dataclass(frozen=True)
class Pods:
    """Pods by their labels, in a namespace; in their own where it names none. No labels: all of them."""

    labels: Mapping[str, str] = field(default_factory=dict)
    namespace: str = ""


@dataclass(frozen=True)
class Blocks:
    """Addresses outside the cluster."""

    cidrs: tuple[str, ...]


Peer = Known | Pods | Blocks


@dataclass(frozen=True)
class Edge:
    """A peer, and the ports that connections are made to: our pods' when it is accepted, the peer's when it is reached.

    Ports are those of containers, not of Services; none at all means every port.
    """

    peer: Peer
    ports: tuple[int, ...] = ()
    protocols: tuple[str, ...] = ("TCP",)


def edge(peer: Peer, *numbers: int, protocols: tuple[str, ...] = ("TCP",)) -> Edge:
    """An Edge. Known.API_SERVER and Known.CLOUD bring their own ports as destinations."""
    return Edge(peer, numbers, protocols)


@dataclass(frozen=True)
class Traffic:
    """What some pods of one namespace accept and reach. name: of the policy. pods: their labels. DNS they may always ask."""

    name: str
    pods: Mapping[str, str]
    accepts: tuple[Edge, ...] = ()
    reaches: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class Around:
    """Where the known peers are, on one cluster. prometheus: None where there is no monitoring."""

    traits: ClusterTraits
    prometheus: Pods | None = None


def policy(traffic: Traffic, around: Around) -> NetworkPolicySpecArgsDict:
    """The NetworkPolicy of some pods."""
    return {
        "pod_selector": {"match_labels": dict(traffic.pods)},
        "policy_types": ["Ingress", "Egress"],
        "ingress": [rule for one in traffic.accepts for rule in _accepted(one, around)],
        "egress": [dns(), *(rule for one in traffic.reaches for rule in _reached(one, around))],
    }


def _blocks(cidrs: Iterable[str]) -> list[NetworkPolicyPeerArgsDict]:
    return [{"ip_block": {"cidr": cidr}} for cidr in cidrs]


def _pods(peer: Pods) -> list[NetworkPolicyPeerArgsDict]:
    if peer.namespace:
        return [pods_in(peer.namespace, peer.labels)]
    return [{"pod_selector": {"match_labels": dict(peer.labels)}}]


def _accepted(one: Edge, around: Around) -> list[NetworkPolicyIngressRuleArgsDict]:
    open_ports = ports(one.ports, *one.protocols)
    plane = around.traits.control_plane
    sources: list[NetworkPolicyPeerArgsDict]
    match one.peer:
        case Known.API_SERVER:
            sources = _blocks(plane.caller_blocks)
            sources += [pods_in(namespace, labels) for namespace, labels in plane.caller_pods]
        case Known.PROMETHEUS:
            if around.prometheus is None:
                return []
            sources = _pods(around.prometheus)
        case Known.NODES:
            sources = _blocks(plane.nodes)
        case Known.EVERY_POD:
            sources = [{"namespace_selector": {}}]
        case Known.WORLD:
            sources = []
        case Pods():
            sources = _pods(one.peer)
        case Blocks():
            sources = _blocks(one.peer.cidrs)
        case _:
            raise ValueError(f"expected a peer that connects to pods, got {one.peer.value}")
    rule: NetworkPolicyIngressRuleArgsDict = {"ports": open_ports} if open_ports else {}
    return [{"from_": sources, **rule} if sources else rule]


def _reached(one: Edge, around: Around) -> list[NetworkPolicyEgressRuleArgsDict]:
    plane = around.traits.control_plane
    numbers = one.ports
    destinations: list[NetworkPolicyPeerArgsDict]
    match one.peer:
        case Known.API_SERVER:
            destinations, numbers = _blocks(plane.api), plane.api_ports
        case Known.CLOUD:
            return cloud_api(around.traits.identity_endpoint)
        case Known.NODES:
            destinations = _blocks(plane.nodes)
        case Known.OUTSIDE:
            destinations = [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [*HOST_ONLY]}}]
        case Known.INTERNET:
            destinations = [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [*PRIVATE, *HOST_ONLY]}}]
        case Known.EVERY_POD:
            destinations = [{"namespace_selector": {}}]
        case Known.PROMETHEUS:
            if around.prometheus is None:
                return []
            destinations = _pods(around.prometheus)
        case Pods():
            destinations = _pods(one.peer)
        case Blocks():
            destinations = _blocks(one.peer.cidrs)
        case _:
            raise ValueError(f"expected a peer that pods connect to, got {one.peer.value}")
    out = ports(numbers, *one.protocols)
    rule: NetworkPolicyEgressRuleArgsDict = {"ports": out} if out else {}
    return [{"to": destinations, **rule} if destinations else rule]
