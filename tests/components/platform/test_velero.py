"""Velero with its bucket and its identity."""

from dataclasses import replace

import pulumi
import pytest

from components.contracts import Cluster
from components.platform.network import Known, edge
from components.platform.velero import Velero, schedule, snapshot_class, traffic, values
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.buckets import ground
from tests.components.platform.given import BACKUP_STORE, BUCKET, IDENTITY, on_a_cluster, settings


@pytest.fixture(scope="module")
def recording() -> Recording:
    return on_a_cluster(made)


def made(cluster: Cluster) -> None:
    opts = pulumi.ResourceOptions(provider=cluster.provider)
    Velero("main-velero", ground(cluster), BACKUP_STORE, opts).install({})


def test_a_backup_is_made_by_the_clock_and_kept_for_as_long_as_the_stack_says() -> None:
    chosen = schedule(settings(backup={"schedule": "30 1 * * *", "retention_days": 7}).backup)

    assert chosen["schedule"] == "30 1 * * *"
    assert chosen["template"]["ttl"] == "168h0m0s"
    assert chosen["useOwnerReferencesInBackup"] is False


def test_everything_is_backed_up_but_what_is_made_anew() -> None:
    template = schedule(settings(backup={"excluded_namespaces": ["scratch"]}).backup)["template"]

    assert template["includedNamespaces"] == ["*"]
    assert template["excludedNamespaces"] == ["scratch"]
    assert {"events", "events.events.k8s.io"} <= set(template["excludedResources"])
    assert "secrets" not in template["excludedResources"]


def test_backups_go_into_the_bucket_as_the_pods_own_identity_without_a_key() -> None:
    chosen = values(settings(), BACKUP_STORE, BUCKET, IDENTITY)

    (location,) = chosen["configuration"]["backupStorageLocation"]
    assert (location["provider"], location["bucket"], location["default"]) == ("aws", "bucket", True)
    assert location["config"] == {"region": "us-east-1"}
    assert chosen["credentials"] == {"useSecret": False}
    assert chosen["serviceAccount"]["server"]["name"] == "velero-server"
    assert chosen["serviceAccount"]["server"]["annotations"] == {"example.com/role": "reader"}
    assert chosen["podLabels"] == {"example.com/use": "true"}


def test_snapshots_are_the_csi_drivers_own() -> None:
    chosen = values(settings(), BACKUP_STORE, BUCKET, IDENTITY)

    assert chosen["configuration"]["features"] == "EnableCSI"
    assert chosen["snapshotsEnabled"] is False, "they would be the plugin's"
    assert chosen["extraObjects"] == [snapshot_class(BACKUP_STORE)]
    without = values(settings(backup={"snapshots": False}), BACKUP_STORE, BUCKET, IDENTITY)
    assert without["extraObjects"] == []
    assert without["configuration"]["features"] == ""
    assert without["schedules"]["daily"]["template"]["snapshotVolumes"] is False


def test_a_snapshot_outlives_its_namespace() -> None:
    made = snapshot_class(replace(BACKUP_STORE, snapshots={"incremental": "true"}))

    assert made["driver"] == "disks.example.com"
    assert made["deletionPolicy"] == "Retain"
    assert made["metadata"]["labels"] == {"velero.io/csi-volumesnapshot-class": "true"}
    assert made["parameters"] == {"incremental": "true"}
    assert "parameters" not in snapshot_class(BACKUP_STORE)


def test_nothing_runs_as_root_and_nothing_on_the_nodes() -> None:
    chosen = values(settings(), BACKUP_STORE, BUCKET, IDENTITY)
    (plugin,) = chosen["initContainers"]

    assert chosen["deployNodeAgent"] is False
    assert chosen["podSecurityContext"]["runAsNonRoot"] is True
    for container in (chosen["containerSecurityContext"], plugin["securityContext"]):
        assert container["allowPrivilegeEscalation"] is False
        assert container["capabilities"] == {"drop": ["ALL"]}
    assert plugin["image"] == "example.com/plugin:v1.2.3"


def test_its_kinds_are_upgraded_with_it_by_a_job_that_may_ask_the_kubernetes_api() -> None:
    chosen = values(settings(), BACKUP_STORE, BUCKET, IDENTITY)
    of = {one.name: one for one in traffic()}

    assert chosen["upgradeCRDs"] is True
    assert of["kinds"].pods == {"batch.kubernetes.io/job-name": "velero-upgrade-crds"}
    assert of["kinds"].reaches == (edge(Known.API_SERVER),)
    assert of["server"].reaches == (edge(Known.API_SERVER), edge(Known.CLOUD))
    assert of["server"].accepts == (edge(Known.PROMETHEUS, 8085),)


def test_the_bucket_deletes_no_backup_for_velero_does(recording: Recording) -> None:
    assert recording.one("example:bucket", "main-backups").outputs.get("expire_days") is None


def test_it_may_use_its_bucket_and_sign_links_to_it(recording: Recording) -> None:
    identity = recording.one("example:identity", "main-velero").outputs

    assert (identity["namespace"], identity["account"]) == ("velero", "velero-server")
    (grant,) = identity["grants"]
    assert "links=True" in grant


def test_the_release_goes_into_its_own_closed_namespace(recording: Recording) -> None:
    release = recording.one(RELEASE, "main-velero").inputs

    assert release["namespace"] == "velero"
    policies = recording.of("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    assert {one.inputs["metadata"]["name"] for one in policies} == {"default-deny", "server", "kinds"}
