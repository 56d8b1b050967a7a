"""What a workload runs to an end: once for each version of it, or by the clock.

Each runs as an account of its own, with no more secrets and connections than it names.

A Job's template cannot be changed, so a change replaces it. Its name is fixed, so the old one goes before the new one comes, and
a migration never runs twice at a time. It stays when it is done, without a time to live: the engine would find it gone, make it
again, and so run it again.
"""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_kubernetes.batch.v1 import CronJob, CronJobSpecArgsDict, Job, JobSpecArgsDict
from pulumi_kubernetes.core.v1 import ContainerArgsDict, PodSpecArgsDict
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicySpecArgsDict

from components.contracts import Mesh, Platform
from components.policies import dns
from components.workload.accounts import account
from components.workload.containers import (
    container_security,
    resource_requirements,
    secret_variables,
    started,
    writable_mounts,
)
from components.workload.network import collector, egress, in_mesh
from components.workload.place import Place
from components.workload.pods import pod_security, writable_volumes
from settings import workload
from settings.workload import Schedule, WorkloadSpec

_OVERLAPPING = {"skip": "Forbid", "replace": "Replace"}
# A run that was missed, as while a control plane is upgraded, is made up for. The controller gives up where more than a hundred
# were missed within this time: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#job-creation
_MADE_UP_FOR = 3600
# What the engine waits longer than the Job may take: for its end to be seen.
_SEEN = 60
AGAIN = {"pulumi.com/replaceUnready": "true"}
"""A Job that has failed is made anew by the next `up`, not waited for again."""
UNSEEN = {"pulumi.com/waitFor": "jsonpath={.metadata.uid}"}
"""Nobody waits for its end, which may take hours. Not skipAwait, with which the provider does not wait for the old one's deletion
either (overrides.go, allowsSkipAwaitWithDelete): the new one, of the same name, would be refused while the old one's pods end."""


def job_name(spec: WorkloadSpec, job: str) -> str:
    return f"{spec.name}-{job}"


def _container(
    spec: WorkloadSpec, name: str, job: workload.Job, config: pulumi.Input[str] | None
) -> ContainerArgsDict:
    made: ContainerArgsDict = {
        "name": name,
        "image": job.image or spec.image,
        "env_from": [{"config_map_ref": {"name": config}}] if config is not None else [],
        "env": secret_variables(job.secrets, spec.name),
        "resources": resource_requirements(job.resources),
        "security_context": container_security(),
        "volume_mounts": writable_mounts(spec.writable),
    }
    return started(made, job.command, job.args)


def job_spec(
    spec: WorkloadSpec,
    name: str,
    job: workload.Job,
    labels: Mapping[str, str],
    service_account: pulumi.Input[str],
    config: pulumi.Input[str] | None,
) -> JobSpecArgsDict:
    """name: of the entry. labels: of its pods. config: the name of the ConfigMap with the plain variables, None without any."""
    pod: PodSpecArgsDict = {
        "service_account_name": service_account,
        "automount_service_account_token": False,
        "enable_service_links": False,
        # Not OnFailure, with which the last pod is deleted when the Job has failed, and its log with it.
        "restart_policy": "Never",
        "security_context": pod_security(spec.user),
        "containers": [_container(spec, name, job, config)],
        "volumes": writable_volumes(spec.writable),
    }
    if spec.nodes:
        pod["node_selector"] = dict(spec.nodes)
    return {
        "backoff_limit": job.retries,
        "active_deadline_seconds": job.timeout_seconds,
        "template": {"metadata": {"labels": dict(labels)}, "spec": pod},
    }


def cron_job(schedule: Schedule, job: JobSpecArgsDict) -> CronJobSpecArgsDict:
    """job: what each run is."""
    return {
        "schedule": schedule.schedule,
        "time_zone": "Etc/UTC",
        "concurrency_policy": _OVERLAPPING[schedule.overlapping],
        "starting_deadline_seconds": _MADE_UP_FOR,
        "successful_jobs_history_limit": 3,
        "failed_jobs_history_limit": 3,
        "job_template": {"spec": job},
    }


def policy(
    spec: WorkloadSpec, name: str, job: workload.Job, platform: Platform, mesh: Mesh | None = None
) -> NetworkPolicySpecArgsDict:
    """To DNS and the edges that it names, and to the collector where its variables say to send traces there; from nowhere."""
    out = [dns(), *in_mesh(mesh), *egress([spec.reaches[edge] for edge in job.reaches], mesh)]
    if platform.telemetry and (spec.telemetry or mesh):
        out.append(collector(platform.telemetry))
    return {
        "pod_selector": {"match_labels": {"app": job_name(spec, name)}},
        "policy_types": ["Ingress", "Egress"],
        "egress": out,
    }


def run(
    at: Place, variables: Mapping[str, pulumi.Input[str]], needed: Sequence[pulumi.Resource]
) -> list[pulumi.Resource]:
    """Every job and schedule. variables: the workload's plain ones. needed: what pods cannot start without. Returns the jobs that
    the workload's own pods wait for."""
    spec = at.spec
    if not (spec.jobs or spec.schedules):
        return []
    # With a dot, which no workload's name has.
    config = at.config_map(f"{at.prefix}.jobs", variables) if variables else None
    before: list[pulumi.Resource] = []
    for name, job in sorted(spec.jobs.items()):
        labels, body, closed = _closed(at, name, job, config)
        made = Job(
            f"{at.prefix}-{name}",
            metadata={
                **at.metadata(job_name(spec, name), labels),
                "annotations": AGAIN if job.before else UNSEEN,
            },
            spec=body,
            opts=_options(at, job, [closed, *needed]),
        )
        before += [made] if job.before else []
    for name, schedule in sorted(spec.schedules.items()):
        labels, body, closed = _closed(at, name, schedule, config)
        CronJob(
            f"{at.prefix}-{name}",
            metadata=at.metadata(job_name(spec, name), labels),
            spec=cron_job(schedule, body),
            opts=at.after(closed),
        )
    return before


def _closed(
    at: Place, name: str, job: workload.Job, config: pulumi.Output[str] | None
) -> tuple[dict[str, str], JobSpecArgsDict, NetworkPolicy]:
    """The labels of an entry's objects, its runs, and the policy that closes them, before which none may run."""
    labels = {**at.labels, "app": job_name(at.spec, name), "app.kubernetes.io/component": name}
    runs_as, identity = account(at, (), f"-{name}")
    body = job_spec(at.spec, name, job, {**labels, **identity.pod_labels, **at.joined}, runs_as, config)
    closed = NetworkPolicy(
        f"{at.prefix}-{name}",
        metadata=at.metadata(job_name(at.spec, name), labels),
        spec=policy(at.spec, name, job, at.platform, at.mesh),
        opts=at.after(),
    )
    return labels, body, closed


def _options(at: Place, job: workload.Job, after: Sequence[pulumi.Resource]) -> pulumi.ResourceOptions:
    wait = f"{job.timeout_seconds + _SEEN}s"
    patient = pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create=wait, update=wait))
    return pulumi.ResourceOptions.merge(at.after(*after), patient)
