"""The solver: on which ports one end of a connection reaches the other, as Kubernetes' NetworkPolicies have it. Pure.

Policies add up, a pod that no policy selects for a direction is open in it, and a connection needs both of its pods. Answers
to connections that were let through pass by themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from ipaddress import IPv4Address, IPv6Address, ip_address
from operator import and_, or_

from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.network import Network
from rehearsal.reach.policies import Addresses, Block, Direction, Peer, Policy, PortRule, Rule, selects
from rehearsal.reach.ports import EVERY, LAST, NONE, OPEN, Ports, Reach

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Solver:
    """The answers for one cluster."""

    network: Network
    _known: dict[tuple[int, Direction], tuple[Pod, list[Policy]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The closing policies of pods that were asked for. It holds the pods too, so that no other one gets the id of one."""

    def reach(self, source: End, target: End) -> Reach:
        """On which ports the source can open connections to the target: what both of them let through, and the mesh."""
        out = self.side(source, "Egress", target) if isinstance(source, Pod) else OPEN
        into = self.side(target, "Ingress", source) if isinstance(target, Pod) else OPEN
        return out & into & self.network.mesh.reach(source, target)

    def side(self, pod: Pod, direction: Direction, other: End) -> Reach:
        """What one pod's own policies let through, in one direction."""
        chosen = self.closing(pod, direction)
        return self.admitted(chosen, direction, pod, other) if chosen else OPEN

    def closing(self, pod: Pod, direction: Direction) -> list[Policy]:
        """The policies that close a pod in one direction."""
        asked = (id(pod), direction)
        if asked not in self._known:
            found = [
                policy
                for policy in self.network.policies
                if policy.namespace == pod.namespace
                and direction in policy.rules
                and selects(policy.selector, pod.labels)
            ]
            self._known[asked] = (pod, found)
        return self._known[asked][1]

    def admitted(self, chosen: Sequence[Policy], direction: Direction, pod: Pod, other: End) -> Reach:
        """What some of a pod's policies let through together."""
        target = other if direction == "Egress" else pod
        places = self._places(other) or (None,)
        each = [
            _all(
                _opened(rule, target)
                for policy in chosen
                for rule in policy.rules[direction]
                if not rule.peers or any(self._is(peer, policy, other, place) for peer in rule.peers)
            )
            for place in places
        ]
        return Reach(
            reduce(and_, (sure for sure, _ in each), EVERY),
            reduce(or_, (perhaps for _, perhaps in each), NONE),
        )

    def _is(self, peer: Peer, policy: Policy, other: End, place: Address | None) -> bool:
        if isinstance(peer, Addresses):
            return place is not None and _inside(place, (peer.block,), peer.holes)
        if isinstance(other, Outside):
            return False
        if peer.namespaces is None:
            here = other.namespace == policy.namespace
        else:
            here = selects(peer.namespaces, self.network.namespaces.get(other.namespace, {}))
        return here and (peer.pods is None or selects(peer.pods, other.labels))

    def _places(self, end: End) -> tuple[Address, ...]:
        """One address for each stretch of an end's addresses that no rule tells apart."""
        if isinstance(end, Outside):
            return self.stretches(end.blocks, end.holes)
        return self._pod_places

    @cached_property
    def _pod_places(self) -> tuple[Address, ...]:
        return self.stretches(self.network.pod_blocks, ())

    @cached_property
    def _borders(self) -> tuple[Address, ...]:
        """The first address of each block that any rule names, and the first one behind it."""
        blocks = {
            block
            for policy in self.network.policies
            for rules in policy.rules.values()
            for rule in rules
            for peer in rule.peers
            if isinstance(peer, Addresses)
            for block in (peer.block, *peer.holes)
        }
        return tuple(edge for block in blocks for edge in _edges(block))

    def stretches(self, blocks: Iterable[Block], holes: Iterable[Block]) -> tuple[Address, ...]:
        """The first address of each stretch of these blocks, without the holes, that no rule of any policy divides."""
        blocks, holes = tuple(blocks), tuple(holes)
        own = (edge for block in (*blocks, *holes) for edge in _edges(block))
        found = {edge for edge in (*own, *self._borders) if _inside(edge, blocks, holes)}
        return tuple(sorted(found, key=lambda one: (one.version, int(one))))


def _edges(block: Block) -> Iterator[Address]:
    yield block.network_address
    behind = int(block.broadcast_address) + 1
    if behind < 1 << block.max_prefixlen:
        yield ip_address(behind) if block.version == 4 else IPv6Address(behind)


def _inside(place: Address, blocks: Iterable[Block], holes: Iterable[Block]) -> bool:
    return any(place in block for block in blocks) and not any(place in hole for hole in holes)


def _all(found: Iterable[Reach]) -> tuple[Ports, Ports]:
    sure = perhaps = NONE
    for one in found:
        sure, perhaps = sure | one.sure, perhaps | one.perhaps
    return sure, perhaps


def _opened(rule: Rule, target: End) -> Reach:
    if not rule.ports:
        return OPEN
    each = [_numbers(port, target) for port in rule.ports]
    return Reach(reduce(or_, (one.sure for one in each)), reduce(or_, (one.perhaps for one in each)))


def _numbers(rule: PortRule, target: End) -> Reach:
    """A name is looked up in the target's containers; where those are not known it may be any port, and outside it is none."""
    if isinstance(rule.port, str):
        if isinstance(target, Outside):
            return Reach(NONE, NONE)
        if target.ports is None:
            return Reach(NONE, Ports.of((rule.protocol, 1, LAST)))
        number, protocol = target.ports.get(rule.port, (0, ""))
        found = Ports.numbers(number, protocol=protocol) if protocol == rule.protocol else NONE
        return Reach(found, found)
    low = 1 if rule.port is None else rule.port
    high = LAST if rule.port is None else rule.last or rule.port
    found = Ports.of((rule.protocol, low, high))
    return Reach(found, found)
