"""The mesh's say, on top of network policies: mutual TLS, and AuthorizationPolicies by caller, address and port.

After istio.io/latest/docs/reference/config/security (AuthorizationPolicy, PeerAuthentication) and /docs/concepts/security. What
depends on a request (methods, paths, tokens, `when`) is only known per request: there a port is open perhaps. Left out are
CUSTOM policies, policies of a gateway's own routes (targetRefs), and where the mesh lets pods out to (ServiceEntries).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from ipaddress import ip_network
from operator import and_
from typing import Any

from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.policies import Block
from rehearsal.reach.ports import EVERY, LAST, NONE, OPEN, PROTOCOLS, Ports, Reach

ROOT = "istio-system"
"""The namespace whose policies hold in the whole mesh."""
PASSED_BY = Ports.of(
    ("TCP", 15020, 15021),
    ("TCP", 15090, 15090),
    *((protocol, 1, LAST) for protocol in PROTOCOLS if protocol != "TCP"),
)
"""What a pod's proxy does not stand before: metrics, health, and all but TCP (istio.io, "Application Requirements")."""
# What a source or an operation may ask that is the same for every connection between two pods.
_OF_CALLERS = {"principals", "notPrincipals", "namespaces", "notNamespaces", "ipBlocks"}
_OF_PORTS = {"ports", "notPorts"}
_YES, _PERHAPS, _NO = (True, True), (False, True), (False, False)
"""Whether something surely holds, and whether it may."""


@dataclass(frozen=True)
class Mesh:
    """The manifests of PeerAuthentications and AuthorizationPolicies on one cluster."""

    authentications: Sequence[Mapping[str, Any]] = field(default=(), hash=False)
    authorizations: Sequence[Mapping[str, Any]] = field(default=(), hash=False)

    def reach(self, source: End, target: End) -> Reach:
        """The ports on which the target's proxy lets the source in: all where it has none."""
        if isinstance(target, Outside) or target.mesh != "sidecar":
            return OPEN
        allowed = self._authorized(source, target)
        if isinstance(source, Outside) or not source.mesh:  # no certificate to show
            plain = self._plain(target)
            allowed = Reach(allowed.sure & plain, allowed.perhaps & plain)
        return Reach(allowed.sure | PASSED_BY, allowed.perhaps | PASSED_BY)

    def _plain(self, target: Pod) -> Ports:
        """Where a pod takes connections without mutual TLS: the policy nearest to it says."""
        near = [one for one in self.authentications if _concerns(one, target)]
        nearest = max(near, key=_nearness, default=None)
        if nearest is None:
            return EVERY
        modes = [
            mode for one in sorted(near, key=_nearness) if (mode := _mode(one["spec"].get("mtls"))) != "UNSET"
        ]
        found = NONE if modes and modes[-1] == "STRICT" else EVERY
        for number, one in (nearest["spec"].get("portLevelMtls") or {}).items():
            port = Ports.numbers(int(number))
            found = found - port if _mode(one) == "STRICT" else found | port
        return found

    def _authorized(self, source: End, target: Pod) -> Reach:
        here = [one["spec"] for one in self.authorizations if _concerns(one, target)]
        allows = [one for one in here if one.get("action", "ALLOW") == "ALLOW"]
        denies = [one for one in here if one.get("action") == "DENY"]
        allowed = _union(_matched(one, source) for one in allows) if allows else OPEN
        denied = _union(_matched(one, source) for one in denies)
        return Reach(allowed.sure - denied.perhaps, allowed.perhaps - denied.sure)


def _mode(given: Mapping[str, Any] | None) -> str:
    return str((given or {}).get("mode", "UNSET"))


def _concerns(manifest: Mapping[str, Any], pod: Pod) -> bool:
    spec = manifest["spec"]
    wanted: Mapping[str, str] = (spec.get("selector") or {}).get("matchLabels") or {}
    home = manifest["metadata"].get("namespace")
    return (
        not spec.get("targetRefs") and home in {ROOT, pod.namespace} and wanted.items() <= pod.labels.items()
    )


def _nearness(manifest: Mapping[str, Any]) -> int:
    own = bool(((manifest["spec"].get("selector")) or {}).get("matchLabels"))
    return 2 * int(own) + int(manifest["metadata"].get("namespace") != ROOT)


def _union(found: Iterable[Reach]) -> Reach:
    return reduce(
        lambda one, two: Reach(one.sure | two.sure, one.perhaps | two.perhaps), found, Reach(NONE, NONE)
    )


def _matched(spec: Mapping[str, Any], source: End) -> Reach:
    """The ports that a policy's rules are about, for one caller. Without rules: none."""
    return _union(_rule(rule or {}, source) for rule in spec.get("rules") or ())


def _rule(rule: Mapping[str, Any], source: End) -> Reach:
    callers = [_caller(one.get("source") or {}, source) for one in rule.get("from") or ()] or [_YES]
    ports = [_operation(one.get("operation") or {}) for one in rule.get("to") or ()]
    asked = _union(ports) if ports else OPEN
    sure = any(one[0] for one in callers) and not rule.get("when")
    return Reach(asked.sure if sure else NONE, asked.perhaps if any(one[1] for one in callers) else NONE)


def _placed(blocks: Iterable[str], source: End) -> tuple[bool, bool]:
    """Whether an end's addresses are in some blocks: surely all of them, and perhaps some. A pod's are not known here."""
    if isinstance(source, Pod):
        return _PERHAPS
    wanted = [ip_network(block) for block in blocks]
    # Of two blocks that have something in common one is in the other.
    common = [min(one, two, key=_size) for one in source.blocks for two in wanted if one.overlaps(two)]
    some = any(not any(_within(one, hole) for hole in source.holes) for one in common)
    return all(any(_within(one, two) for two in wanted) for one in source.blocks), some


def _size(block: Block) -> int:
    return block.num_addresses


def _within(inner: Block, outer: Block) -> bool:
    return inner.prefixlen >= outer.prefixlen and inner.network_address in outer


def _caller(given: Mapping[str, Any], source: End) -> tuple[bool, bool]:
    home = account = ""
    if isinstance(source, Pod) and source.mesh:
        home, account = source.namespace, source.account
    principal = f"cluster.local/ns/{home}/sa/{account}" if home else ""
    known = [
        *([_any(given["namespaces"], home)] if "namespaces" in given else []),
        *([not _any(given["notNamespaces"], home)] if "notNamespaces" in given else []),
        *([_any(given["principals"], principal)] if "principals" in given else []),
        *([not _any(given["notPrincipals"], principal)] if "notPrincipals" in given else []),
    ]
    whole, some = _placed(given["ipBlocks"], source) if "ipBlocks" in given else _YES
    if not (all(known) and some):
        return _NO
    return _YES if whole and set(given) <= _OF_CALLERS else _PERHAPS


def _any(patterns: Iterable[str], text: str) -> bool:
    return any(_like(pattern, text) for pattern in patterns)


def _like(pattern: str, text: str) -> bool:
    """Istio's patterns: whole, PREFIX*, *SUFFIX, and * for whatever is there."""
    if pattern == "*":
        return bool(text)
    if pattern.endswith("*"):
        return text.startswith(pattern[:-1])
    return text.endswith(pattern[1:]) if pattern.startswith("*") else text == pattern


def _operation(given: Mapping[str, Any]) -> Reach:
    wanted = [Ports.numbers(*map(int, given["ports"]))] if "ports" in given else []
    if "notPorts" in given:
        wanted.append(~Ports.numbers(*map(int, given["notPorts"])))
    asked = reduce(and_, wanted, EVERY)
    return Reach(asked if set(given) <= _OF_PORTS else NONE, asked)
