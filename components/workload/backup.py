"""A scheduled pg_dump into the cluster's object storage: dump in one container, upload in the next."""

from collections.abc import Mapping
from pathlib import Path

import pulumi
from pulumi_kubernetes.batch.v1 import CronJob, CronJobSpecArgsDict
from pulumi_kubernetes.core.v1 import ContainerArgsDict, PodSpecArgsDict
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicySpecArgsDict

from components.contracts import Mesh
from components.grants import BucketHandle
from components.policies import cloud_api, dns
from components.workload.accounts import account
from components.workload.containers import container_security
from components.workload.network import egress, in_mesh
from components.workload.place import Place
from components.workload.pods import pod_security
from settings.workload import PostgresBackup, WorkloadSpec

SCRIPT_NAME = "backup-postgres.sh"
SCRIPT = Path(__file__).with_name(SCRIPT_NAME).read_text()
# renovate: datasource=docker depName=rclone/rclone
RCLONE = "rclone/rclone:1.75.1"
# The uid of `postgres` in the official Debian image; rclone does not care which it runs as.
USER = 999
SMALL = {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}


def backup_name(spec: WorkloadSpec) -> str:
    return f"{spec.name}-backup"


def _dump(spec: WorkloadSpec, backup: PostgresBackup) -> ContainerArgsDict:
    return {
        "name": "dump",
        "image": backup.image,
        "command": [f"/scripts/{SCRIPT_NAME}"],
        "env": [
            {
                "name": "DATABASE_URL",
                "value_from": {"secret_key_ref": {"name": spec.name, "key": backup.url}},
            },
            {"name": "BACKUP_DIR", "value": "/backup"},
        ],
        "resources": {"requests": dict(SMALL["requests"]), "limits": dict(SMALL["limits"])},
        "security_context": container_security(),
        "volume_mounts": [
            {"name": "scripts", "mount_path": "/scripts", "read_only": True},
            {"name": "backup", "mount_path": "/backup"},
        ],
    }


def _upload(
    spec: WorkloadSpec, bucket: pulumi.Input[str], rclone: Mapping[str, pulumi.Input[str]]
) -> ContainerArgsDict:
    return {
        "name": "upload",
        "image": RCLONE,
        "args": ["copy", "--checksum", "--config", "", "/backup", f"store:$(BUCKET)/{spec.name}"],
        "env": [
            {"name": name, "value": value}
            for name, value in {"BUCKET": bucket, **dict(sorted(rclone.items()))}.items()
        ],
        "resources": {"requests": dict(SMALL["requests"]), "limits": dict(SMALL["limits"])},
        "security_context": container_security(),
        "volume_mounts": [{"name": "backup", "mount_path": "/backup", "read_only": True}],
    }


def cron_job(
    spec: WorkloadSpec,
    backup: PostgresBackup,
    labels: Mapping[str, str],
    scripts: pulumi.Input[str],
    bucket: pulumi.Input[str],
    rclone: Mapping[str, pulumi.Input[str]],
) -> CronJobSpecArgsDict:
    """One run at a time; a run that is missed is made up for within an hour; a dump that hangs ends after six."""
    pod: PodSpecArgsDict = {
        "service_account_name": backup_name(spec),
        "automount_service_account_token": False,
        "enable_service_links": False,
        "restart_policy": "OnFailure",
        "security_context": pod_security(USER),
        "init_containers": [_dump(spec, backup)],
        "containers": [_upload(spec, bucket, rclone)],
        "volumes": [
            {"name": "scripts", "config_map": {"name": scripts, "default_mode": 0o755}},
            {"name": "backup", "empty_dir": {"size_limit": backup.scratch}},
        ],
    }
    return {
        "schedule": backup.schedule,
        "time_zone": "Etc/UTC",
        "concurrency_policy": "Forbid",
        "starting_deadline_seconds": 3600,
        "successful_jobs_history_limit": 3,
        "failed_jobs_history_limit": 3,
        "job_template": {
            "spec": {
                "backoff_limit": 3,
                "active_deadline_seconds": 6 * 3600,
                "template": {"metadata": {"labels": dict(labels)}, "spec": pod},
            }
        },
    }


def policy(
    spec: WorkloadSpec, backup: PostgresBackup, identity_endpoint: str | None, mesh: Mesh | None = None
) -> NetworkPolicySpecArgsDict:
    """To the database, to object storage (as the job's identity, from identity_endpoint) and to DNS; from nowhere."""
    database = [edge for name, edge in spec.reaches.items() if name == "postgres"]
    return {
        "pod_selector": {"match_labels": {"app": backup_name(spec)}},
        "policy_types": ["Ingress", "Egress"],
        "egress": [dns(), *in_mesh(mesh), *egress(database, mesh), *cloud_api(identity_endpoint)],
    }


def back_up(at: Place, plan: PostgresBackup, bucket: BucketHandle) -> None:
    """The CronJob, the account that may write to the bucket, and the policy that lets it out."""
    spec, name, traits = at.spec, backup_name(at.spec), at.platform.cluster.traits
    labels = {**at.labels, "app": name, "app.kubernetes.io/component": "backup"}
    _, identity = account(at, [bucket], "-backup")
    scripts = at.config_map(f"{at.prefix}-backup", {SCRIPT_NAME: SCRIPT})
    CronJob(
        f"{at.prefix}-backup",
        metadata=at.metadata(name, labels=labels),
        spec=cron_job(
            spec,
            plan,
            {**labels, **identity.pod_labels, **at.joined},
            scripts,
            bucket.name,
            {**traits.rclone, **bucket.rclone},
        ),
        opts=at.after(),
    )
    NetworkPolicy(
        f"{at.prefix}-backup",
        metadata=at.metadata(name, labels=labels),
        spec=policy(spec, plan, traits.identity_endpoint, at.mesh),
        opts=at.after(),
    )
