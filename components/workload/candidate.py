"""A version that is tried beside the one that serves: what it is, and how requests are shared between the two. Pure.

It is a workload of its own name with pods, a Service, an autoscaler, a budget and NetworkPolicies of its own. It runs as the
other's service account and uses the other's buckets: to the cloud, to the mesh and to whoever it calls the two are one.
"""

from typing import Any

from settings.workload import Candidate, Disruption, Scale, WorkloadSpec
from settings.workload.rollout import candidate_name

_HALF = 50
"""Percent of the requests from which on it is ready to be promoted."""
HEADER, HEADER_VALUE = "x-release", "candidate"
"""The header of a request by which a tester is answered by the candidate, whatever its share."""


def candidate_of(spec: WorkloadSpec) -> WorkloadSpec | None:
    """The candidate as a workload; None without one, and for one that was given up.

    Its route and its load balancer stay, for both must reach its pods. What exists once for both is left out: jobs, schedules,
    backup, rights, objective and alerts. So a migration does not run for the candidate: the two versions share a database,
    which must fit both, and it is migrated when the workload itself takes the image.
    """
    tried = spec.candidate
    if tried is None or tried.state == "aborted":
        return None
    own: dict[str, Any] = {
        "name": candidate_name(spec.name),
        "image": tried.image,
        "scale": _scale(spec.scale, tried),
        "disruption": spec.disruption if _full(tried) else Disruption(max_unavailable=1),
        # A role is bound to the service account, which is the same.
        "token": spec.token or bool(spec.access),
    }
    if backup := spec.backup:
        # Not the backup's, for which the workload's own pods are not let out either; its name stays where a variable says it.
        own["buckets"] = {
            key: bucket for key, bucket in spec.buckets.items() if bucket.env or key != backup.bucket
        }
    shared = {"candidate", "access", "jobs", "schedules", "backup", "slo", "alerts"}
    said = {name: getattr(spec, name) for name in spec.model_fields_set - shared - own.keys()}
    return WorkloadSpec(**said, **own)


def _full(tried: Candidate) -> bool:
    """Whether it has as many pods as the workload: because it serves all requests, or may have to at once."""
    return tried.state == "promoted" or tried.strategy == "blue-green" or tried.share >= _HALF


def _scale(scale: Scale, tried: Candidate) -> Scale:
    """A canary begins with its share of the pods, one at least; its most stay the workload's, for its share may grow."""
    if _full(tried):
        return scale
    least = max(1, -(-scale.min * tried.share // 100))
    return scale.model_copy(update={"min": least, "max": least if scale.fixed else scale.max})


def serving(spec: WorkloadSpec) -> str:
    """Whose pods are behind the workload's own Service: a promoted candidate's, so that callers of every kind follow."""
    promoted = spec.candidate and spec.candidate.state == "promoted"
    return candidate_name(spec.name) if promoted else spec.name


def shares(spec: WorkloadSpec) -> dict[str, int]:
    """Percent of the requests by Service, both named also where one gets none; the workload alone without a candidate."""
    tried = candidate_of(spec)
    if spec.candidate is None or tried is None:
        return {spec.name: 100}
    return {spec.name: 100 - spec.candidate.share, tried.name: spec.candidate.share}


def chosen(spec: WorkloadSpec) -> str | None:
    """The Service that a request with the header goes to; None where nobody is asked to choose."""
    tried = candidate_of(spec)
    return tried.name if tried and spec.candidate and spec.candidate.state == "trial" else None


def virtual_service(spec: WorkloadSpec) -> dict[str, Any]:
    """The body of a VirtualService: the same shares for callers in the mesh. A port is either HTTP or not, and the rule for the
    other kind does nothing there."""
    picked = chosen(spec)

    def to(port: int, weights: dict[str, int]) -> list[dict[str, Any]]:
        return [
            {"destination": {"host": _host(spec, name), "port": {"number": port}}, "weight": weight}
            for name, weight in weights.items()
        ]

    http: list[dict[str, Any]] = []
    tcp: list[dict[str, Any]] = []
    for port in spec.ports.values():
        if picked:
            asked = {"port": port, "headers": {HEADER: {"exact": HEADER_VALUE}}}
            http.append({"match": [asked], "route": to(port, {picked: 100})})
        http.append({"match": [{"port": port}], "route": to(port, shares(spec))})
        tcp.append({"match": [{"port": port}], "route": to(port, shares(spec))})
    return {
        "hosts": [_host(spec, spec.name)],
        "gateways": ["mesh"],
        "http": http,
        "tcp": tcp,
        "exportTo": ["*"],
    }


def _host(spec: WorkloadSpec, name: str) -> str:
    return f"{name}.{spec.namespace}.svc.cluster.local"
