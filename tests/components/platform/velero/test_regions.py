"""Velero where regions copy each other's backups."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.contracts import BackupStore, Cluster
from components.grants import BucketHandle, Grant, Identity, ReadBucket, UseBucket, WriteFolder
from components.platform import create_platforms
from components.platform.network import Known, edge
from components.platform.velero import regions as over
from components.platform.velero import traffic, values
from components.platform.velero.regions import ALONE, Regions
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import BACKUP_STORE, BUCKET, IDENTITY, TRAITS, settings
from tests.components.platform.homes import namespaces
from tests.recorded import deploy

GONE = (
    "monitoring",
    "logs",
    "ingress",
    "cert_manager",
    "secrets",
    "metrics_server",
    "prometheus_adapter",
    "dns",
)
OFF = dict.fromkeys(GONE, False)
COPY = BucketHandle(name=cast(Any, "use1-copy"), reference=cast(Any, "use1-copy"))
USE1 = BucketHandle(name=cast(Any, "use1"), reference=cast(Any, "use1"), copy=COPY)


def cluster(name: str = "usw2", copies_to: str | None = None) -> Cluster:
    return Cluster(name, cast(Any, None), TRAITS, cast(Any, None), cast(Any, None), {}, copies_to=copies_to)


def around(others: Mapping[str, BucketHandle], copies_to: str | None = None, **backup: Any) -> Regions:
    return over.regions(cluster(copies_to=copies_to), others, settings(backup=backup).backup)


BOTH = around({"use1": USE1}, "use1")


def chosen(regions: Regions, store: BackupStore = BACKUP_STORE) -> dict[str, Any]:
    return values(settings(), store, BUCKET, IDENTITY, regions)


def test_a_cluster_that_is_alone_is_as_before() -> None:
    assert around({}) == ALONE
    assert chosen(ALONE)["deployNodeAgent"] is False
    assert "extraEnvVars" not in chosen(ALONE)["configuration"]
    assert "snapshotMoveData" not in chosen(ALONE)["schedules"]["daily"]["template"]


def test_the_others_backups_are_read_from_their_copy_under_their_clusters_name() -> None:
    own, other = chosen(BOTH)["configuration"]["backupStorageLocation"]

    assert (own["name"], own["bucket"], own["default"]) == ("default", "bucket", True)
    assert "accessMode" not in own
    assert (other["name"], other["bucket"], other["accessMode"]) == ("use1", "use1-copy", "ReadOnly")
    assert "default" not in other
    assert other["config"] == {"region": "us-east-1"}, "of the region where the copy is"
    assert other["annotations"] == {"groundwork/copy-of": "use1"}


def test_a_bucket_without_a_copy_is_no_place_to_restore_from() -> None:
    bare = BucketHandle(name=cast(Any, "a"), reference=cast(Any, "a"))

    (own,) = chosen(around({"use1": bare}))["configuration"]["backupStorageLocation"]

    assert own["name"] == "default"


def test_the_copy_is_read_and_only_notes_on_restores_are_written_to_it() -> None:
    assert list(over.grants(BUCKET, BOTH)) == [
        UseBucket(BUCKET, links=True), ReadBucket(COPY, links=True), WriteFolder(COPY, "restores/"),
    ]  # fmt: skip
    assert list(over.grants(BUCKET, ALONE)) == [UseBucket(BUCKET, links=True)]


def test_backups_of_two_clusters_never_have_one_name() -> None:
    assert list(chosen(BOTH)["schedules"]) == ["daily-usw2"]
    assert around({}, "use1").schedule == "daily-usw2"
    assert around({"use1": USE1}).schedule == "daily-usw2"


def test_the_data_of_volumes_goes_where_the_copy_is_made_of() -> None:
    moved = chosen(BOTH)["schedules"]["daily-usw2"]["template"]
    kept = chosen(around({"use1": USE1}))["schedules"]["daily-usw2"]["template"]

    assert (moved["snapshotVolumes"], moved["snapshotMoveData"]) == (True, True)
    assert "snapshotMoveData" not in kept, "nobody copies what it has"


def test_where_volumes_are_not_backed_up_no_data_is_moved() -> None:
    without = around({"use1": USE1}, "use1", snapshots=False)

    assert (without.moves, without.movers) == (False, False)
    assert over.values(IDENTITY, without) == {}
    assert over.objects(IDENTITY, without) == []


@pytest.mark.parametrize("regions", [BOTH, around({"use1": USE1})], ids=["both ways", "restores alone"])
def test_the_agent_is_no_root_and_has_no_folder_of_its_node(regions: Regions) -> None:
    agent = chosen(regions)["nodeAgent"]

    assert chosen(regions)["deployNodeAgent"] is True
    assert agent["disableHostPath"] is True
    assert agent["podSecurityContext"]["runAsUser"] > 0
    assert agent["containerSecurityContext"]["runAsNonRoot"] is True
    assert agent["containerSecurityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert agent["containerSecurityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert agent["containerSecurityContext"]["readOnlyRootFilesystem"] is True
    assert agent["priorityClassName"] == "platform"
    assert {"requests", "limits"} == agent["resources"].keys()


def test_what_moves_data_has_the_identity_and_a_policy_and_bounds() -> None:
    config = chosen(BOTH)["configuration"]["repositoryMaintenanceJob"]["repositoryConfigData"]["global"]
    (told,) = [one for one in chosen(BOTH)["extraObjects"] if one["kind"] == "ConfigMap"]
    movers = json.loads(told["data"]["agent.json"])

    for pods in (config, movers):
        assert pods["podLabels"] == {"app.kubernetes.io/component": "data-mover", "example.com/use": "true"}
        assert pods["podResources"].keys() == {"cpuRequest", "cpuLimit", "memoryRequest", "memoryLimit"}
    of = {one.name: one for one in traffic(BOTH)}
    assert of["data-mover"].pods.items() <= movers["podLabels"].items()
    assert of["data-mover"].reaches == (edge(Known.API_SERVER), edge(Known.CLOUD))
    assert of["node-agent"].reaches == (edge(Known.API_SERVER),)
    assert {one.name for one in traffic()} == {"server", "kinds"}


def test_the_agent_starts_anew_when_it_is_told_otherwise() -> None:
    def name(identity: Identity) -> str:
        (told,) = over.objects(identity, BOTH)
        assert over.values(identity, BOTH)["nodeAgent"]["extraArgs"] == [
            f"--node-agent-configmap={told['metadata']['name']}"
        ]
        return str(told["metadata"]["name"])

    assert name(IDENTITY) == name(IDENTITY)
    assert name(IDENTITY) != name(Identity())


def test_what_has_a_read_only_root_writes_where_it_may() -> None:
    assert chosen(BOTH)["configuration"]["extraEnvVars"] == [{"name": "HOME", "value": "/scratch"}]
    assert chosen(BOTH)["nodeAgent"]["extraEnvVars"] == [{"name": "TMPDIR", "value": "/scratch"}]
    assert chosen(BOTH)["configuration"]["features"] == "EnableCSI", "what was there stays"


def _bucket(
    name: str, expire_days: int | None, opts: pulumi.ResourceOptions | None = None, *, apart: str = ""
) -> BucketHandle:
    def handle(of: str) -> BucketHandle:
        return BucketHandle(name=pulumi.Output.from_input(of), reference=pulumi.Output.from_input(of))

    pulumi.ComponentResource("example:bucket", name, {}, opts)
    made = handle(name)
    return BucketHandle(name=made.name, reference=made.reference, copy=handle(f"{name}-copy"))


def _identity(
    name: str,
    namespace: str,
    account: str,
    grants: Sequence[Grant],
    opts: pulumi.ResourceOptions | None = None,
) -> Identity:
    pulumi.ComponentResource("example:identity", name, {}, opts).register_outputs(
        {"grants": [type(one).__name__ for one in grants]}
    )
    return IDENTITY


def recorded(**copies: str | None) -> Recording:
    """The platforms of clusters that are copied to others."""

    def program() -> None:
        traits = replace(TRAITS, backup_store=BACKUP_STORE)
        clusters = {
            name: Cluster(
                name,
                kubernetes.Provider(name, kubeconfig="{}"),
                traits,
                cast(Any, _identity),
                _bucket,
                {},
                copies_to=to,
            )
            for name, to in copies.items()
        }
        create_platforms(settings(**OFF), clusters)

    return deploy(program, {"pulumi:disable-default-providers": ["*"]})


def test_each_cluster_restores_from_the_copies_of_those_that_are_copied_to_it() -> None:
    recording = recorded(use1="usw2", usw2=None)

    def places(name: str) -> list[tuple[str, str]]:
        given = recording.one(RELEASE, f"{name}-velero").inputs["values"]["configuration"][
            "backupStorageLocation"
        ]
        return [(one["name"], one["bucket"]) for one in given]

    assert places("usw2") == [("default", "usw2-backups"), ("use1", "use1-backups-copy")]
    assert places("use1") == [("default", "use1-backups")]
    assert recording.one("example:identity", "usw2-velero").outputs["grants"] == [
        "UseBucket", "ReadBucket", "WriteFolder",
    ]  # fmt: skip


def test_the_namespace_is_no_wider_than_what_moves_data_needs_and_says_why() -> None:
    recording = recorded(use1="usw2", usw2=None, alone=None)
    level = "pod-security.kubernetes.io/enforce"

    for name, expected in (("use1", "baseline"), ("usw2", "baseline"), ("alone", "restricted")):
        home = namespaces(recording, name)["velero"]
        assert home["labels"][level] == expected
        assert ("groundwork/why-not-restricted" in home.get("annotations", {})) is (expected == "baseline")
