"""Who may call a workload in the mesh: what its spec declares, known by certificates and not by addresses. Pure.

Once a policy allows something, everything else is refused (istio.io/latest/docs/concepts/security, "Implicit enablement"). A
proxy does not stand before its own metrics ports, which Prometheus asks, nor before the kubelet's probes, which it answers
itself; neither needs a rule.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from components.contracts import Gateway
from settings.workload import Caller, LoadBalancer, WorkloadSpec


def principal(namespace: str, account: str) -> str:
    """Who a certificate of the mesh says its owner is. `cluster.local` is an alias of whatever the mesh's own trust domain is."""
    return f"cluster.local/ns/{namespace}/sa/{account}"


def policy(spec: WorkloadSpec, way_in: Gateway | None) -> dict[str, Any]:
    """The body of a workload's AuthorizationPolicy. Without a rule it allows nobody."""
    rules = list(_rules(spec, way_in))
    return {
        "selector": {"matchLabels": {"app": spec.name}},
        "action": "ALLOW",
        **({"rules": rules} if rules else {}),
    }


def _rules(spec: WorkloadSpec, way_in: Gateway | None) -> Iterator[dict[str, Any]]:
    if spec.route and way_in:
        source = {"principals": [principal(way_in.namespace, way_in.account)]}
        yield _rule(source, {"ports": _numbers(spec, (spec.route.port,))})
    for caller in spec.reached_by:
        source = {"principals": [principal(caller.namespace, caller.name)]}
        yield _rule(source, _asked(spec, caller))
    if spec.load_balancer:
        # Who comes from outside the mesh has no certificate; the load balancer keeps the client's address.
        source = {"ipBlocks": list(spec.load_balancer.allow_from)}
        yield _rule(source, {"ports": _numbers(spec, spec.load_balancer.ports)})


def _rule(source: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    return {"from": [{"source": source}], "to": [{"operation": operation}]}


def _asked(spec: WorkloadSpec, caller: Caller) -> dict[str, Any]:
    return {
        "ports": _numbers(spec, caller.ports or spec.ports),
        **({"methods": list(caller.methods)} if caller.methods else {}),
        **({"paths": list(caller.paths)} if caller.paths else {}),
    }


def _numbers(spec: WorkloadSpec, names: Iterable[str]) -> list[str]:
    return [str(spec.ports[name]) for name in names]


def admitted_plain(spec: WorkloadSpec, balanced: LoadBalancer) -> dict[str, Any]:
    """The body of the PeerAuthentication by which the ports behind a load balancer take connections from outside the mesh too,
    where mutual TLS is asked for on all others. It speaks of the pods' ports, not of the Service's."""
    modes = {number: {"mode": "PERMISSIVE"} for number in _numbers(spec, balanced.ports)}
    return {"selector": {"matchLabels": {"app": spec.name}}, "portLevelMtls": modes}
