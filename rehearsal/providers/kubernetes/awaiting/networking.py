"""When services and ingresses are ready (pulumi-kubernetes 4.3x, provider/pkg/await/service.go and ingress.go)."""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.providers.kubernetes.awaiting.verdict import Around, Interest, Object, Verdict, missing
from rehearsal.simulation.kinds import value_at

OWNER = "kubernetes.io/service-name"
"""The label by which an EndpointSlice names its service."""
SETTLED = 0.25
"""For how many seconds endpoints must stay as they are. The real one gives stragglers 10 s on a cluster far away; on
loopback a slice follows its pods within milliseconds, and each Service waits for this."""
BACKENDS = 10.0
"""For how many seconds an ingress's services are waited for; after that one that is missing is a warning, as in the real
one."""


def service(live: Object, around: Around) -> Verdict:
    """None of its endpoints is unready, and a load balancer has an address. Endpoints are not waited for where they are
    none of a Service's making: ExternalName, headless (its StatefulSet may need it first), and without selector.
    """
    why = []
    balanced = value_at(live, "spec.type") == "LoadBalancer"
    if balanced and not value_at(live, "status.loadBalancer.ingress"):
        why.append("it has no address of a load balancer")
    if not selects(live):
        return missing(*why) if why else Verdict(True)
    slices = around.of("EndpointSlice")
    endpoints = [each for one in slices for each in one.get("endpoints") or () if not _ending(each)]
    unready = [each for each in endpoints if value_at(each, "conditions.ready") is False]
    if not slices:
        why.append("it has no EndpointSlice yet")
    elif unready:
        why.append(f"{len(unready)} of its {len(endpoints)} endpoints are not ready")
    elif around.quiet < SETTLED and not why:
        why.append("its endpoints are still changing")
    if why:
        return missing(*why)
    selector = ",".join(f"{key}={value}" for key, value in (value_at(live, "spec.selector") or {}).items())
    lonely = f"its selector {selector} matches no pod in {value_at(live, 'metadata.namespace')}"
    return Verdict(True, warnings=() if endpoints else (lonely,))


def selects(live: Object) -> bool:
    """Whether a Service's endpoints are the pods that it selects, and worth waiting for."""
    return (
        bool(value_at(live, "spec.selector"))
        and value_at(live, "spec.clusterIP") != "None"
        and value_at(live, "spec.type") != "ExternalName"
    )


def slices(live: Object) -> list[Interest]:
    """A Service's endpoints."""
    return [_slices(live, live["metadata"]["name"])] if selects(live) else []


def ingress(live: Object, around: Around) -> Verdict:
    """It has an address; and each service of its paths exists and has an EndpointSlice, or is an ExternalName."""
    external, known = (
        set(),
        {(value_at(each, "metadata.labels") or {}).get(OWNER) for each in around.of("EndpointSlice")},
    )
    for each in around.of("Service"):
        if value_at(each, "spec.type") == "ExternalName":
            external.add(each["metadata"]["name"])
    absent = [
        f"its path {path} leads to Service {name}, which is not there"
        for path, name in _backends(live)
        if name not in known | external
    ]
    addressed = bool(value_at(live, "status.loadBalancer.ingress"))
    if addressed and (not absent or around.waited >= BACKENDS):
        return Verdict(True, warnings=tuple(absent))
    return missing("" if addressed else "it has no address", *absent)


def backends(live: Object) -> list[Interest]:
    """The services that an Ingress's paths lead to, and their endpoints."""
    names = dict.fromkeys(name for _, name in _backends(live))
    services = [Interest("v1", "Service", live["metadata"].get("namespace") or "", name) for name in names]
    return services + [_slices(live, name) for name in names]


def _backends(live: Object) -> Iterator[tuple[str, str]]:
    for rule in value_at(live, "spec.rules") or ():
        for path in value_at(rule, "http.paths") or ():
            name = value_at(path, "backend.service.name")
            if name:
                yield f"{rule.get('host') or ''}{path.get('path') or '/'}", name


def _slices(live: Object, name: str) -> Interest:
    return Interest(
        "discovery.k8s.io/v1", "EndpointSlice", live["metadata"].get("namespace") or "", name, OWNER
    )


def _ending(endpoint: Mapping[str, Any]) -> bool:
    return value_at(dict(endpoint), "conditions.terminating") is True
