"""What the parts of one workload's description must say alike: each function yields the lines about one kind of disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from settings.slo import unmeasured
from settings.workload import names

if TYPE_CHECKING:
    from settings.workload.edges import Caller
    from settings.workload.spec import WorkloadSpec

_CONFIG_MAP = 2**20
"""Bytes (kubernetes.io/docs/concepts/configuration/configmap)."""


def problems(spec: WorkloadSpec) -> Iterator[str]:
    """Every disagreement, a line each."""
    yield from _ports(spec)
    yield from _replicas(spec)
    yield from names.problems(spec)
    yield from _variables(spec)
    yield from _edges(spec)
    yield from _containers(spec)
    yield from _jobs(spec)
    yield from _backup(spec)
    yield from _volumes(spec)
    requests = spec.metrics.requests if spec.metrics else None
    yield from unmeasured(
        spec.slo, spec.alerts, requests, scraped=bool(spec.metrics), routed=bool(spec.route)
    )


def _ports(spec: WorkloadSpec) -> Iterator[str]:
    named = [
        ("probes.port", spec.probes.port),
        ("metrics.port", spec.metrics.port if spec.metrics else None),
        ("route.port", spec.route.port if spec.route else None),
        *(("load_balancer.ports", port) for port in (spec.load_balancer.ports if spec.load_balancer else ())),
        *((f"reached_by {caller.name}", port) for caller in spec.reached_by for port in caller.ports),
    ]
    for where, port in named:
        if port is not None and port not in spec.ports:
            yield f"{where} names the port {port!r}, expected one of {', '.join(spec.ports)}"
    taken = dict(spec.ports)
    for container, beside in spec.containers.items():
        for port, number in beside.ports.items():
            if number in taken.values() or port in taken:
                yield (
                    f"containers.{container}.ports.{port} is {number}, expected a name and a number of its own: "
                    "containers of a pod share one address"
                )
            taken.setdefault(port, number)


def _replicas(spec: WorkloadSpec) -> Iterator[str]:
    if spec.disruption.min_available is not None and spec.disruption.min_available >= spec.scale.min:
        yield (
            f"disruption.min_available is {spec.disruption.min_available} with scale.min {spec.scale.min}: no node could "
            "ever be drained; raise scale.min or lower min_available"
        )
    if spec.disruption.max_unavailable == 0:
        yield "disruption.max_unavailable is 0: no node could ever be drained; expected 1 or more"
    if spec.scale.requests_per_second and not spec.metrics:
        yield "scale.requests_per_second needs metrics, where the requests are counted"
    if spec.scale.custom and not spec.metrics:
        yield f"scale.custom needs metrics, where {', '.join(spec.scale.custom)} would be read"
    if spec.candidate and spec.kind == "stateful":
        yield "candidate is for stateless workloads: two versions cannot share one replica's volume"
    # The promoted one's image becomes the workload's while it goes on serving.
    if spec.candidate and spec.candidate.state == "trial" and spec.candidate.image == spec.image:
        yield f"candidate.image: expected another than the workload's own, got {spec.image}: there is nothing to try"


def _variables(spec: WorkloadSpec) -> Iterator[str]:
    told = spec.telemetry
    given = [
        ("env", set(spec.env)),
        ("secrets", set(spec.secrets)),
        ("telemetry", {told.enabled, told.endpoint} if told else set()),
        *((f"buckets.{key}", {bucket.env} if bucket.env else set()) for key, bucket in spec.buckets.items()),
    ]
    for (first, some), (second, others) in combinations(given, 2):
        for name in sorted(some & others):
            yield f"{name} stands in {first} and in {second}, expected one of them"
    for container, beside in spec.containers.items():
        for name in sorted(set(beside.env) & set(beside.secrets)):
            yield f"containers.{container}: {name} stands in env and in secrets, expected one of them"


def _edges(spec: WorkloadSpec) -> Iterator[str]:
    itself = f"{spec.namespace}/{spec.name}"
    by_jobs = {edge for job in (*spec.jobs.values(), *spec.schedules.values()) for edge in job.reaches}
    for name, edge in spec.reaches.items():
        asked = spec.kind == "stateful" or name in by_jobs or (spec.backup and name == "postgres")
        if edge.workload == itself and not asked:
            yield (
                f"reaches.{name} is the workload itself, expected another: only a stateful workload's replicas, a job or the "
                "backup have a reason to"
            )
    for one, other in combinations(spec.reached_by, 2):
        if (one.namespace, one.name) == (other.namespace, other.name) and (
            _all_of(one, other) or _all_of(other, one)
        ):
            yield (
                f"reached_by names {one.namespace}/{one.name} twice, and one of the two opens all that the other does, expected "
                "it once, or with other ports, methods or paths"
            )


def _all_of(one: Caller, other: Caller) -> bool:
    """Whether a caller may ask for all that another may; nothing said is everything."""
    pairs = ((one.ports, other.ports), (one.methods, other.methods), (one.paths, other.paths))
    return all(not wide or (narrow and set(narrow) <= set(wide)) for wide, narrow in pairs)


def _containers(spec: WorkloadSpec) -> Iterator[str]:
    for name, container in spec.containers.items():
        if name == spec.name:
            yield f"containers.{name} has the workload's own name, expected another"
        for secret in container.secrets:
            if secret not in spec.secrets:
                yield f"containers.{name}.secrets names {secret!r}, which is not among the secrets"
        for path in container.shares:
            if path not in {*spec.writable, *(claim.path for claim in spec.claims.values()), *spec.files}:
                yield (
                    f"containers.{name}.shares names {path!r}, which is not among the writable paths, the claims' and the files'"
                )


def _jobs(spec: WorkloadSpec) -> Iterator[str]:
    for path, jobs in (("jobs", spec.jobs), ("schedules", spec.schedules)):
        for name, job in jobs.items():
            if name in names.RESERVED or (path == "schedules" and name in spec.jobs):
                yield f"{path}.{name}: expected a name of its own, and none of {', '.join(sorted(names.RESERVED))}"
            for secret in job.secrets:
                if secret not in spec.secrets:
                    yield f"{path}.{name}.secrets names {secret!r}, which is not among the secrets"
            for edge in job.reaches:
                if edge not in spec.reaches:
                    yield f"{path}.{name}.reaches names {edge!r}, expected one of reaches: {', '.join(spec.reaches) or 'none'}"


def _backup(spec: WorkloadSpec) -> Iterator[str]:
    if not spec.backup:
        return
    if spec.backup.url not in spec.secrets:
        yield f"backup.url names {spec.backup.url!r}, which is not among the secrets"
    if spec.backup.bucket not in spec.buckets:
        yield f"backup.bucket names {spec.backup.bucket!r}, which is not among the buckets"
    if "postgres" not in spec.reaches:
        yield "backup needs the way to its database: expected reaches.postgres with the database's port"


def _volumes(spec: WorkloadSpec) -> Iterator[str]:
    if spec.claims and spec.kind != "stateful":
        yield 'claims are for kind "stateful": the replicas of another would share, or lose, one volume'
    if spec.kind == "stateful" and not spec.claims:
        yield 'kind "stateful" needs claims, expected at least one volume'
    paths = [*spec.writable, *(claim.path for claim in spec.claims.values()), *spec.files]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        yield f"{path} stands twice in writable, claims and files, expected it once"
    size = sum(len(content.encode()) for content in spec.files.values())
    if size > _CONFIG_MAP:
        yield f"files hold {size} bytes, expected at most {_CONFIG_MAP}: a ConfigMap takes no more"
