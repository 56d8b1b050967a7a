"""What the objects of one workload are called, how long Kubernetes lets their names be, and which of them call others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from settings.workload.rollout import candidate_name

if TYPE_CHECKING:
    from settings.workload.spec import WorkloadSpec

_LABEL = 63
"""Of whatever becomes a label of pods, which the names of workloads and of Jobs do."""
_WITH_RUN = 52
"""Kubernetes puts up to eleven characters behind a CronJob's name for each run, and behind a StatefulSet's for each revision;
what results is a label of the pods."""
RESERVED = frozenset({"backup", "drill", "candidate"})
"""What stands behind a workload's name already, and so no job may be called."""


def objects(spec: WorkloadSpec) -> Mapping[str, str]:
    """The names of what runs for a workload, and of what leads to it -> by which of its fields."""
    found = {spec.name: "name"}
    if spec.candidate:
        found[candidate_name(spec.name)] = "candidate"
    if spec.backup:
        found[f"{spec.name}-backup"] = "backup"
    if spec.backup and spec.backup.drill:
        found[f"{spec.name}-drill"] = "backup.drill"
    if spec.load_balancer:
        found[f"{spec.name}-lb"] = "load_balancer"
    found |= {f"{spec.name}-{job}": f"jobs.{job}" for job in spec.jobs}
    found |= {f"{spec.name}-{job}": f"schedules.{job}" for job in spec.schedules}
    return found


def callers(spec: WorkloadSpec) -> Mapping[str, tuple[str, ...]]:
    """Whom others know a workload by -> the edges that it uses under that name. A candidate goes by the workload's own name, a
    job and the backup by theirs. No stateless workload's pods call themselves, but its jobs may."""
    itself = f"{spec.namespace}/{spec.name}" if spec.kind == "stateless" else None
    own = tuple(key for key, edge in spec.reaches.items() if edge.workload is None or edge.workload != itself)
    found = {spec.name: own}
    if spec.backup:
        found[f"{spec.name}-backup"] = ("postgres",)
    return found | {
        f"{spec.name}-{name}": job.reaches for name, job in {**spec.jobs, **spec.schedules}.items()
    }


def problems(spec: WorkloadSpec) -> Iterator[str]:
    """Names that Kubernetes would refuse, a line each."""
    for name, field in objects(spec).items():
        by_run = field.startswith(("backup", "schedules")) or (field == "name" and spec.kind == "stateful")
        longest = _WITH_RUN if by_run else _LABEL
        if len(name) > longest:
            yield (
                f"{field} becomes {name!r}, expected at most {longest} characters, got {len(name)}: shorten the workload's name, "
                "or what stands behind it"
            )
