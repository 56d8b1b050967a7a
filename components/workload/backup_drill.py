"""The proof of a backup, by the clock: the newest dump is restored into a database that lives no longer than the proof.

It reaches object storage, where it may read and nothing else, and not the database that the dump is of.
"""

from collections.abc import Mapping
from pathlib import Path

import pulumi
from pulumi_kubernetes.batch.v1 import CronJob, CronJobSpecArgsDict
from pulumi_kubernetes.core.v1 import ContainerArgsDict, PodSpecArgsDict
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicySpecArgsDict

from components.contracts import Mesh
from components.grants import BucketHandle, ReadBucket
from components.policies import cloud_api, dns
from components.workload.accounts import account
from components.workload.backup import RCLONE, SMALL, USER
from components.workload.containers import container_security
from components.workload.network import in_mesh
from components.workload.place import Place
from components.workload.pods import pod_security
from settings.workload import PostgresBackup, RestoreDrill, WorkloadSpec

FETCH, RESTORE = "fetch-dump.sh", "restore-postgres.sh"
SCRIPTS = {name: Path(__file__).with_name(name).read_text() for name in (FETCH, RESTORE)}
_FOLDER = "/drill"


def drill_name(spec: WorkloadSpec) -> str:
    return f"{spec.name}-drill"


def _container(name: str, image: str, script: str, env: Mapping[str, pulumi.Input[str]]) -> ContainerArgsDict:
    return {
        "name": name,
        "image": image,
        "command": [f"/scripts/{script}"],
        "env": [
            {"name": variable, "value": value} for variable, value in {"DRILL_DIR": _FOLDER, **env}.items()
        ],
        "resources": {"requests": dict(SMALL["requests"]), "limits": dict(SMALL["limits"])},
        "security_context": container_security(),
        "volume_mounts": [
            {"name": "scripts", "mount_path": "/scripts", "read_only": True},
            {"name": "drill", "mount_path": _FOLDER},
        ],
    }


def cron_job(
    spec: WorkloadSpec,
    backup: PostgresBackup,
    plan: RestoreDrill,
    labels: Mapping[str, str],
    scripts: pulumi.Input[str],
    bucket: pulumi.Input[str],
    rclone: Mapping[str, pulumi.Input[str]],
) -> CronJobSpecArgsDict:
    """As the backup's: one at a time, made up for within an hour, ended after six."""
    where: dict[str, pulumi.Input[str]] = {
        "BUCKET": bucket,
        "DUMPS": f"store:$(BUCKET)/{spec.name}",
        "MAX_AGE_HOURS": str(plan.max_age_hours),
    }
    # The kubelet takes $(NAME) in a value for a variable.
    query = {"QUERY": plan.query.replace("$(", "$$(")}
    pod: PodSpecArgsDict = {
        "service_account_name": drill_name(spec),
        "automount_service_account_token": False,
        "enable_service_links": False,
        # Each try in a pod of its own, with an empty volume.
        "restart_policy": "Never",
        "security_context": pod_security(USER),
        "init_containers": [_container("fetch", RCLONE, FETCH, {**where, **dict(sorted(rclone.items()))})],
        "containers": [_container("restore", backup.image, RESTORE, query)],
        "volumes": [
            {"name": "scripts", "config_map": {"name": scripts, "default_mode": 0o755}},
            {"name": "drill", "empty_dir": {"size_limit": backup.scratch}},
        ],
    }
    return {
        "schedule": plan.schedule,
        "time_zone": "Etc/UTC",
        "concurrency_policy": "Forbid",
        "starting_deadline_seconds": 3600,
        "successful_jobs_history_limit": 3,
        "failed_jobs_history_limit": 3,
        "job_template": {
            "spec": {
                "backoff_limit": 1,
                "active_deadline_seconds": 6 * 3600,
                "template": {"metadata": {"labels": dict(labels)}, "spec": pod},
            }
        },
    }


def policy(
    spec: WorkloadSpec, identity_endpoint: str | None, mesh: Mesh | None = None
) -> NetworkPolicySpecArgsDict:
    """To object storage (as the drill's identity, from identity_endpoint) and to DNS; from nowhere."""
    return {
        "pod_selector": {"match_labels": {"app": drill_name(spec)}},
        "policy_types": ["Ingress", "Egress"],
        "egress": [dns(), *in_mesh(mesh), *cloud_api(identity_endpoint)],
    }


def drill(at: Place, backup: PostgresBackup, plan: RestoreDrill, bucket: BucketHandle) -> None:
    """The CronJob, the account that may read the bucket, and the policy that lets it out."""
    spec, name, traits = at.spec, drill_name(at.spec), at.platform.cluster.traits
    labels = {**at.labels, "app": name, "app.kubernetes.io/component": "drill"}
    _, identity = account(at, [bucket], "-drill", ReadBucket)
    scripts = at.config_map(f"{at.prefix}-drill", SCRIPTS)
    closed = NetworkPolicy(
        f"{at.prefix}-drill",
        metadata=at.metadata(name, labels=labels),
        spec=policy(spec, traits.identity_endpoint, at.mesh),
        opts=at.after(),
    )
    CronJob(
        f"{at.prefix}-drill",
        metadata=at.metadata(name, labels=labels),
        spec=cron_job(
            spec,
            backup,
            plan,
            {**labels, **identity.pod_labels, **at.joined},
            scripts,
            bucket.name,
            {**traits.rclone, **bucket.rclone},
        ),
        opts=at.after(closed),
    )
