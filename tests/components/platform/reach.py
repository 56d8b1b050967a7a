"""Who gets through to whom, read off recorded NetworkPolicies as a cluster enforces them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any

from rehearsal.recorded import Recorded, Recording

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
NAMESPACE = "kubernetes:core/v1:Namespace"
NAME = "kubernetes.io/metadata.name"


@dataclass(frozen=True)
class End:
    """One end of a connection: a pod of a namespace, or an address outside of the cluster."""

    namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


def namespaces(recording: Recording) -> dict[str, Mapping[str, Any]]:
    """The platform's namespaces by name, with their metadata."""
    return {
        one.inputs["metadata"]["name"]: one.inputs["metadata"]
        for one in recording.of(NAMESPACE)
        if one.inputs["metadata"]["labels"].get("app.kubernetes.io/part-of") == "platform"
    }


def policies(recording: Recording, namespace: str, cluster: str | None = None) -> list[Recorded]:
    """The policies in a namespace, on one cluster or on whichever."""
    return [
        one
        for one in recording.of(POLICY)
        if one.inputs["metadata"]["namespace"] == namespace and cluster in {None, one.cluster}
    ]


def _selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    assert set(selector) <= {"matchLabels"}, "read matchExpressions here before they are used"
    wanted: Mapping[str, str] = selector.get("matchLabels", {})
    return wanted.items() <= labels.items()


def _is(peer: Mapping[str, Any], end: End, own: str) -> bool:
    """Whether a peer of a policy in the namespace `own` is that end."""
    if block := peer.get("ipBlock"):
        if not end.address:
            return False
        inside = ip_address(end.address) in ip_network(block["cidr"])
        return inside and not any(
            ip_address(end.address) in ip_network(hole) for hole in block.get("except", ())
        )
    if end.address:
        return False
    space = peer.get("namespaceSelector")
    here = end.namespace == own if space is None else _selects(space, {NAME: end.namespace})
    return here and _selects(peer.get("podSelector", {}), end.labels)


def _open(rule: Mapping[str, Any], port: int, protocol: str) -> bool:
    return not rule.get("ports") or {"protocol": protocol, "port": port} in rule["ports"]


def _rules(
    recording: Recording, pod: End, direction: str, cluster: str | None
) -> Iterator[tuple[Mapping[str, Any], ...]]:
    for one in policies(recording, pod.namespace, cluster):
        spec = one.inputs["spec"]
        if direction.capitalize() in spec["policyTypes"] and _selects(spec["podSelector"], pod.labels):
            yield tuple(spec.get(direction, ()))


def through(
    recording: Recording,
    pod: End,
    other: End,
    port: int,
    *,
    direction: str = "ingress",
    protocol: str = "TCP",
    cluster: str | None = None,
) -> bool:
    """Whether policies let a pod accept a connection from the other end (ingress) or open one to it (egress)."""
    chosen = list(_rules(recording, pod, direction, cluster))
    if not chosen:
        return True
    where = "from" if direction == "ingress" else "to"
    return any(
        _open(rule, port, protocol)
        and (not rule.get(where) or any(_is(peer, other, pod.namespace) for peer in rule[where]))
        for rules in chosen
        for rule in rules
    )
