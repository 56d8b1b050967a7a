"""docs/runbooks/restore/region.yaml: what ran in a region that is lost runs in the other one."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from components.contracts import Cluster
from components.grants import BucketHandle
from components.platform.velero import regions, schedule, values
from components.platform.velero.regions import Regions
from rehearsal.control_plane.planes import Plane, Planes
from rehearsal.janitor import Janitor
from rehearsal.life import handover
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.session import STAGES
from rehearsal.simulation.kubernetes.stand_ins import stand_ins
from rehearsal.stackfile import ROOT
from rehearsal.toolchain import crds
from tests.components.platform.given import BACKUP_STORE, IDENTITY, TRAITS, settings
from tests.rehearsal.life.living import GENERAL, Living, soon
from tests.rehearsal.planes import found
from tests.whole import whole

RUNBOOK = ROOT / "docs" / "runbooks" / "recovery.md"
MANIFEST = ROOT / "docs" / "runbooks" / "restore" / "region.yaml"
OF_KUBERNETES = {"v1", "apps/v1", "policy/v1", "networking.k8s.io/v1", "autoscaling/v2"}

Object = dict[str, Any]


def restore() -> Object:
    return dict(yaml.safe_load(MANIFEST.read_text()))


def bucket(name: str, copy: BucketHandle | None = None) -> BucketHandle:
    return BucketHandle(name=cast(Any, name), reference=cast(Any, name), copy=copy)


USE1 = bucket("use1-backups", bucket("use1-backups-copy"))


def around(name: str, others: dict[str, BucketHandle]) -> Regions:
    made = Cluster(name, cast(Any, None), TRAITS, cast(Any, None), cast(Any, None), {}, copies_to="the-other")
    return regions.regions(made, others, settings().backup)


def locations(own: BucketHandle, of: Regions) -> list[Object]:
    """Where Velero's release says that backups are."""
    made = stand_ins("velero", "velero", "velero", values(settings(), BACKUP_STORE, own, IDENTITY, of))
    return [one for one in made if one["kind"] == "BackupStorageLocation"]


def application() -> list[Object]:
    """ORION as it is on a cluster, without what needs an operator."""
    made = whole("staging").manifests("main")
    return [
        one
        for one in made
        if one["apiVersion"] in OF_KUBERNETES
        and "orion" in {one["metadata"].get("namespace"), one["metadata"]["name"]}
    ]


def test_the_manifest_names_a_backup_as_the_lost_clusters_schedule_does() -> None:
    assert restore()["spec"]["backupName"].startswith(f"velero-{around('use1', {}).schedule}-2026")


def test_the_runbook_waits_for_what_the_manifest_makes() -> None:
    text, made = RUNBOOK.read_text(), restore()
    (home,) = made["spec"]["includedNamespaces"]

    assert f"restore/{made['metadata']['name']}" in text
    assert made["spec"]["backupName"] in text
    assert f"kubectl -n {home} rollout status deployment/auth-service" in text
    assert {f"{one['kind']}/{one['metadata']['name']}" for one in application()} >= {
        "Namespace/orion", "Deployment/auth-service",
    }  # fmt: skip


class Region:
    """One cluster of those that live side by side."""

    def __init__(self, plane: Plane) -> None:
        self.client = Client(plane.access)
        folder = handover.folder(plane.access)
        folder.mkdir(exist_ok=True)
        Living(self.client, folder, plane.access).tell(GENERAL)

    def put(self, *objects: Object) -> None:
        """A kind is served a little after its definition."""
        for obj in objects:
            assert soon(partial(self._put, obj)), obj["metadata"]["name"]

    def _put(self, obj: Object) -> bool:
        try:
            self.client.apply(obj, "tests")
        except ApiError as error:
            if error.code != 404:
                raise
            return False
        return True

    def phase(self, kind: str, name: str) -> str:
        found = self.client.find(Ref("velero.io/v1", kind, name, "velero")) or {}
        return str((found.get("status") or {}).get("phase", ""))

    def ready(self) -> bool:
        found = self.client.find(Ref("apps/v1", "Deployment", "auth-service", "orion")) or {}
        return bool((found.get("status") or {}).get("readyReplicas"))


@pytest.fixture
def planes(tmp_path: Path) -> Iterator[Planes]:
    """Two clusters, each with a life of its own, and one object storage."""
    folder = tmp_path / "private"
    with Janitor(folder) as janitor, Planes(janitor, folder / "kubernetes", found()) as made:
        made.start(2, STAGES)
        made.wait()
        yield made


@pytest.mark.engine
def test_an_application_is_restored_into_another_region_and_runs_there(planes: Planes) -> None:
    use1, usw2 = (Region(plane) for plane in planes.planes)
    home = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "velero"}}
    for region in (use1, usw2):
        region.put(home, *crds.definitions("velero", print))
    here = around("use1", {})
    use1.put(*locations(USE1, here), *sorted(application(), key=lambda one: one["kind"] != "Namespace"))
    assert soon(use1.ready)

    name = restore()["spec"]["backupName"]
    use1.put(
        {
            "apiVersion": "velero.io/v1",
            "kind": "Backup",
            "metadata": {"name": name, "namespace": "velero"},
            "spec": schedule(settings().backup, moves=here.moves)["template"],
        }
    )
    assert soon(lambda: use1.phase("Backup", name) == "Completed")
    planes.kill(planes.planes[0], "kube-apiserver")

    usw2.put(*locations(bucket("usw2-backups"), around("usw2", {"use1": USE1})))
    assert soon(lambda: usw2.phase("Backup", name) == "Completed"), "it has not arrived"
    usw2.client.create(restore(), "tests")

    wanted = restore()["metadata"]["name"]
    assert soon(lambda: usw2.phase("Restore", wanted) == "Completed"), usw2.phase("Restore", wanted)
    assert soon(usw2.ready)


def test_the_two_clusters_would_hide_each_others_backups_under_one_name() -> None:
    assert around("use1", {}).schedule != around("usw2", {"use1": replace(USE1)}).schedule
