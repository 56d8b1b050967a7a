"""NetworkPolicies a second time, written down as plainly as the API's reference has them: one connection at a time, on manifests.

Random clusters to compare the two by are made here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from random import Random
from typing import Any

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """One end of a connection. namespace: "" for an address outside. address: "" where rules about addresses see none."""

    namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class Cluster:
    """namespaces: name -> labels. policies: manifests."""

    namespaces: Mapping[str, Mapping[str, str]]
    policies: Sequence[Manifest]

    def connects(self, source: Endpoint, target: Endpoint, port: int, protocol: str) -> bool:
        """Whether both ends let the connection through."""
        out = not source.namespace or self._side(
            "Egress", "egress", "to", source, target, target, port, protocol
        )
        into = not target.namespace or self._side(
            "Ingress", "ingress", "from", target, source, target, port, protocol
        )
        return out and into

    def _side(
        self,
        kind: str,
        key: str,
        peers: str,
        pod: Endpoint,
        other: Endpoint,
        target: Endpoint,
        port: int,
        protocol: str,
    ) -> bool:
        isolated = False
        for policy in self.policies:
            spec = policy["spec"]
            if policy["metadata"]["namespace"] != pod.namespace:
                continue
            if not labels_match(spec["podSelector"], pod.labels):
                continue
            types = spec.get("policyTypes")
            if types is None:
                types = ["Ingress"]
                if spec.get("egress"):
                    types.append("Egress")
            if kind not in types:
                continue
            isolated = True
            for rule in spec.get(key) or []:
                anybody = not rule.get(peers)
                if not anybody and not any(self._peer(one, pod.namespace, other) for one in rule[peers]):
                    continue
                if not rule.get("ports"):
                    return True
                if any(port_match(one, target, port, protocol) for one in rule["ports"]):
                    return True
        return not isolated

    def _peer(self, peer: Manifest, home: str, other: Endpoint) -> bool:
        if "ipBlock" in peer:
            if not other.address:
                return False
            block = peer["ipBlock"]
            address = ip_address(other.address)
            return address in ip_network(block["cidr"]) and all(
                address not in ip_network(hole) for hole in block.get("except", [])
            )
        if not other.namespace:
            return False
        if "namespaceSelector" in peer:
            if not labels_match(peer["namespaceSelector"], self.namespaces[other.namespace]):
                return False
        elif other.namespace != home:
            return False
        return "podSelector" not in peer or labels_match(peer["podSelector"], other.labels)


def labels_match(selector: Manifest, labels: Mapping[str, str]) -> bool:
    """Whether labels meet every requirement of a selector."""
    for key, value in selector.get("matchLabels", {}).items():
        if key not in labels or labels[key] != value:
            return False
    for one in selector.get("matchExpressions", []):
        there = one["key"] in labels
        if one["operator"] == "Exists" and not there:
            return False
        if one["operator"] == "DoesNotExist" and there:
            return False
        if one["operator"] == "In" and not (there and labels[one["key"]] in one["values"]):
            return False
        if one["operator"] == "NotIn" and there and labels[one["key"]] in one["values"]:
            return False
    return True


def port_match(rule: Manifest, target: Endpoint, port: int, protocol: str) -> bool:
    """Whether a rule's port is the connection's."""
    if rule.get("protocol", "TCP") != protocol:
        return False
    wanted = rule.get("port")
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return target.ports.get(wanted) == (port, protocol)
    return bool(wanted <= port <= rule.get("endPort", wanted))


NAMESPACES = {"red": {"team": "a"}, "blue": {"team": "b", "open": "yes"}, "green": {}}
KEYS, VALUES = ("app", "tier"), ("x", "y")
PORTS = (1, 79, 80, 81, 443, 8080, 65535)
BLOCKS = ("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.0.2.0/24", "192.0.2.128/25")
ADDRESSES = ("10.1.2.3", "10.1.9.9", "10.200.0.1", "192.0.2.1", "192.0.2.200", "198.51.100.1")


def labels(random: Random) -> dict[str, str]:
    return {key: random.choice(VALUES) for key in KEYS if random.random() < 0.6}


def selector(random: Random, keys: Sequence[str] = KEYS, values: Sequence[str] = VALUES) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.4:
        made["matchLabels"] = {random.choice(keys): random.choice(values)}
    if random.random() < 0.4:
        operator = random.choice(("In", "NotIn", "Exists", "DoesNotExist"))
        one: dict[str, Any] = {"key": random.choice(keys), "operator": operator}
        made["matchExpressions"] = [{**one, "values": [random.choice(values)]} if "In" in operator else one]
    return made


def peer(random: Random) -> dict[str, Any]:
    if random.random() < 0.4:
        cidr = random.choice(BLOCKS)
        holes = [one for one in BLOCKS if one != cidr and ip_network(one).subnet_of(ip_network(cidr))]  # type: ignore[arg-type]
        chosen = random.sample(holes, min(len(holes), random.choice((0, 0, 1, 2))))
        return {"ipBlock": {"cidr": cidr, **({"except": chosen} if chosen else {})}}
    made: dict[str, Any] = {}
    if random.random() < 0.6:
        made["namespaceSelector"] = selector(random, ("team", "open"), ("a", "b", "yes"))
    if not made or random.random() < 0.6:
        made["podSelector"] = selector(random)
    return made


def port(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.6:
        made["protocol"] = random.choice(("TCP", "UDP"))
    kind = random.random()
    if kind < 0.5:
        made["port"] = random.choice(PORTS)
        if random.random() < 0.4:
            made["endPort"] = min(65535, made["port"] + random.choice((0, 1, 400)))
    elif kind < 0.8:
        made["port"] = random.choice(("web", "dns", "nobody"))
    return made


def rule(random: Random, peers: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.8:
        made[peers] = [peer(random) for _ in range(random.choice((0, 1, 2)))]
    if random.random() < 0.8:
        made["ports"] = [port(random) for _ in range(random.choice((0, 1, 2)))]
    return made


def policy(random: Random, name: str) -> dict[str, Any]:
    spec: dict[str, Any] = {"podSelector": selector(random)}
    if random.random() < 0.6:
        spec["policyTypes"] = random.choice((["Ingress"], ["Egress"], ["Ingress", "Egress"]))
    for key, peers in (("ingress", "from"), ("egress", "to")):
        if random.random() < 0.7:
            spec[key] = [rule(random, peers) for _ in range(random.choice((0, 1, 2)))]
    return {"metadata": {"name": name, "namespace": random.choice(list(NAMESPACES))}, "spec": spec}


def cluster(random: Random) -> Cluster:
    return Cluster(NAMESPACES, [policy(random, f"policy-{number}") for number in range(random.randint(0, 6))])


def pods(random: Random, address: str) -> list[Endpoint]:
    named: tuple[dict[str, tuple[int, str]], ...] = (
        {"web": (80, "TCP"), "dns": (81, "UDP")},
        {"web": (8080, "TCP")},
        {},
    )
    return [
        Endpoint(random.choice(list(NAMESPACES)), labels(random), random.choice(named), address)
        for _ in range(5)
    ]
