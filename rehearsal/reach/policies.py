"""Kubernetes' NetworkPolicies as data, with the defaults that the API server fills in.

After the reference of networking.k8s.io/v1 and kubernetes.io/docs/concepts/services-networking/network-policies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Literal

Block = IPv4Network | IPv6Network
Direction = Literal["Ingress", "Egress"]
Selector = Mapping[str, Any]
"""A LabelSelector: matchLabels, matchExpressions, and both together; an empty one selects everything."""


@dataclass(frozen=True)
class PortRule:
    """port: a number, a name, or None for every port of the protocol. last: of a range that begins with port."""

    protocol: str
    port: int | str | None = None
    last: int | None = None


@dataclass(frozen=True)
class Addresses:
    """A block of addresses but for its holes."""

    block: Block
    holes: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """Pods by their labels, in the namespaces that a selector chooses; None: the policy's own, or all pods."""

    namespaces: Selector | None = None
    pods: Selector | None = None


Peer = Addresses | Chosen


@dataclass(frozen=True)
class Rule:
    """peers, ports: what is let through; none at all means all of them."""

    peers: tuple[Peer, ...] = ()
    ports: tuple[PortRule, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One NetworkPolicy. rules: of each direction that it closes for the pods it selects."""

    namespace: str
    name: str
    selector: Selector
    rules: Mapping[Direction, tuple[Rule, ...]]

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}"


def selects(selector: Selector, labels: Mapping[str, str]) -> bool:
    """Whether a LabelSelector chooses what carries these labels: all of its requirements are met."""
    wanted: Mapping[str, str] = selector.get("matchLabels") or {}
    return wanted.items() <= labels.items() and all(
        _holds(one, labels) for one in selector.get("matchExpressions") or ()
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """NotIn holds too where there is no such label, as the API's reference has it."""
    key, values = expression["key"], expression.get("values") or ()
    match expression["operator"]:
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case operator:
            raise ValueError(f"expected In, NotIn, Exists or DoesNotExist as an operator, got {operator!r}")


def read(manifest: Mapping[str, Any]) -> Policy:
    """A policy from its manifest. Without policyTypes it closes ingress, and egress where it has rules for that."""
    spec: Mapping[str, Any] = manifest.get("spec") or {}
    given: dict[Direction, tuple[Rule, ...]] = {
        "Ingress": _rules(spec.get("ingress"), "from"),
        "Egress": _rules(spec.get("egress"), "to"),
    }
    closed = spec.get("policyTypes") or (["Ingress", "Egress"] if given["Egress"] else ["Ingress"])
    return Policy(
        manifest["metadata"].get("namespace") or "default",
        manifest["metadata"]["name"],
        spec.get("podSelector") or {},
        {direction: rules for direction, rules in given.items() if direction in closed},
    )


def _rules(given: Iterable[Mapping[str, Any]] | None, peers: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            tuple(_peer(peer) for peer in one.get(peers) or ()),
            tuple(_port(port) for port in one.get("ports") or ()),
        )
        for one in given or ()
    )


def _peer(given: Mapping[str, Any]) -> Peer:
    block = given.get("ipBlock")
    if block is None:
        return Chosen(given.get("namespaceSelector"), given.get("podSelector"))
    return Addresses(ip_network(block["cidr"]), tuple(ip_network(hole) for hole in block.get("except") or ()))


def _port(given: Mapping[str, Any]) -> PortRule:
    """Numbers arrive as floats from the engine's wire."""
    port, last = given.get("port"), given.get("endPort")
    number = int(port) if isinstance(port, float) else port
    return PortRule(given.get("protocol") or "TCP", number, None if last is None else int(last))
