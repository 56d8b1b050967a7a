"""What Velero answers, and what it takes and makes."""

from pathlib import Path
from typing import Any, cast

import pytest

from rehearsal.life.operators.stored import COPY_OF, Stored
from rehearsal.life.operators.velero import GROUP, Velero
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.discovery import Resource
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.operators.found import obj

Object = dict[str, Any]
ALL = frozenset({"list", "create"})
RESOURCES = [
    Resource("apps/v1", "Deployment", "deployments", True, ALL),
    Resource("v1", "Secret", "secrets", True, ALL),
    Resource("v1", "Pod", "pods", True, ALL),
    Resource("v1", "Event", "events", True, ALL),
    Resource("metrics.k8s.io/v1beta1", "PodMetrics", "pods", True, frozenset({"list"})),
    Resource("v1", "Node", "nodes", False, ALL),
]


class Fake:
    """A cluster: what is in it, by kind and name."""

    def __init__(self, *objects: Object) -> None:
        self.there = {Ref.of(one): one for one in objects}
        self.refuses: set[str] = set()
        self.discovery = self

    def resources(self) -> list[Resource]:
        return RESOURCES

    def list(self, api_version: str, kind: str, namespace: str = "", *, labels: str = "") -> list[Object]:
        wanted = dict(one.split("=") for one in labels.split(",") if one)
        return [
            one
            for ref, one in self.there.items()
            if (ref.api_version, ref.kind) == (api_version, kind)
            and namespace in {"", ref.namespace}
            and wanted.items() <= (one["metadata"].get("labels") or {}).items()
        ]

    def create(self, obj: Object, manager: str) -> Object:
        ref = Ref.of(obj)
        if ref in self.there:
            raise ApiError(409, "AlreadyExists", "it is there")
        if ref.name in self.refuses:
            raise ApiError(403, "Forbidden", "not here")
        self.there[ref] = obj
        return obj

    def find(self, api_version: str, kind: str, name: str, namespace: str) -> Object | None:
        return self.there.get(Ref(api_version, kind, name, namespace))

    def names(self, kind: str) -> set[str]:
        return {ref.name for ref in self.there if ref.kind == kind}


def a(api_version: str, kind: str, name: str, namespace: str = "", **spec: Any) -> Object:
    return {**obj(kind, name, namespace, **spec), "apiVersion": api_version}


def location(name: str, bucket: str, mode: str = "ReadWrite", copy_of: str = "") -> Object:
    made = a(
        GROUP, "BackupStorageLocation", name, "velero", objectStorage={"bucket": bucket}, accessMode=mode
    )
    made["metadata"]["annotations"] = {COPY_OF: copy_of} if copy_of else {}
    return made


def backup(name: str, **spec: Any) -> Object:
    made = a(GROUP, "Backup", name, "velero", **spec)
    made["metadata"]["labels"] = {"velero.io/schedule-name": "velero-daily-one"}
    return made


OWNED = a("v1", "Pod", "web-1", "shop")
OWNED["metadata"]["ownerReferences"] = [{"controller": True, "kind": "ReplicaSet", "name": "web"}]
SHOP = (
    a("v1", "Namespace", "shop"),
    a("v1", "Namespace", "other"),
    a("apps/v1", "Deployment", "web", "shop", replicas=2),
    a("v1", "Secret", "web", "shop"),
    a("v1", "Secret", "theirs", "other"),
    a("v1", "Event", "said", "shop"),
    OWNED,
)
THERE = location("one", "one-copy", "ReadOnly", copy_of="one")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Object storage with a backup of the shop's cluster in it."""
    fake = Fake(*SHOP, location("default", "one"))
    assert velero(fake, tmp_path).backup(backup("nightly", includedNamespaces=["shop"]), fake.find).status == {
        **cast(Any, status(tmp_path)), "phase": "Completed", "progress": {"totalItems": 3, "itemsBackedUp": 3},
    }  # fmt: skip
    return tmp_path


def velero(fake: Fake, folder: Path) -> Velero:
    return Velero(cast(Client, fake), Stored(folder))


def there(folder: Path) -> Object:
    """What the other cluster sees of the backup."""
    found = Stored(folder).get(THERE, "nightly")
    assert found
    return found


def status(folder: Path) -> Object:
    return dict(there(folder)["status"])


def restored(fake: Fake, folder: Path, **spec: Any) -> Object:
    """What a restore says on a cluster that reads the other one's copy."""
    fake.there.setdefault(Ref.of(THERE), THERE)
    operator = velero(fake, folder)
    operator.location(THERE, fake.find)
    return dict(operator.restore(a(GROUP, "Restore", "back", "velero", **spec), fake.find).status or {})


def test_a_backup_takes_what_is_in_its_namespaces_but_events_and_what_has_an_owner(folder: Path) -> None:
    items = there(folder)["items"]

    assert {(item["resource"], item["object"]["metadata"]["name"]) for item in items} == {
        ("namespaces", "shop"), ("deployments.apps", "web"), ("secrets", "web"),
    }  # fmt: skip


def test_a_backup_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    fake = Fake(*SHOP, location("default", "one"))
    spec = {"excludedNamespaces": ["other"], "excludedResources": ["deployments"]}

    velero(fake, tmp_path).backup(backup("nightly", **spec), fake.find)

    assert {item["resource"] for item in there(tmp_path)["items"]} == {
        "namespaces",
        "secrets",
    }


def test_nothing_is_backed_up_to_a_place_that_is_for_reading_nor_to_none(tmp_path: Path) -> None:
    fake = Fake(THERE)

    read = velero(fake, tmp_path).backup(backup("new", storageLocation="one"), fake.find).status or {}
    none = velero(fake, tmp_path).backup(backup("new"), fake.find).status or {}

    assert read["phase"] == "FailedValidation"
    assert read["validationErrors"] == [
        "backup can't be created because backup storage location one is currently in read-only mode"
    ]
    assert none["validationErrors"] == ["backup storage location default was not found"]


def test_another_clusters_backups_appear_under_the_name_that_the_place_has_here(folder: Path) -> None:
    fake = Fake()

    answer = velero(fake, folder).location(THERE, fake.find)

    (found,) = fake.list(GROUP, "Backup")
    assert found["spec"]["storageLocation"] == "one"
    assert found["status"]["phase"] == "Completed"
    assert found["metadata"]["labels"]["velero.io/storage-location"] == "one"
    assert (answer.status, answer.final) == ({"phase": "Available"}, False)


def test_a_backup_of_the_same_name_hides_the_other_clusters(folder: Path) -> None:
    mine = backup("nightly", storageLocation="default")
    fake = Fake(mine)

    velero(fake, folder).location(THERE, fake.find)

    assert fake.list(GROUP, "Backup") == [mine]


def test_a_backup_that_came_from_a_place_is_not_taken_again(folder: Path) -> None:
    fake = Fake(*SHOP, THERE)

    answer = velero(fake, folder).backup(backup("nightly", storageLocation="one"), fake.find)

    assert answer.status == status(folder)


def test_a_restore_makes_what_is_not_there_and_leaves_what_is(folder: Path) -> None:
    mine = a("v1", "Secret", "web", "shop", mine=True)
    fake = Fake(mine)

    found = restored(fake, folder, backupName="nightly")

    assert (found["phase"], found["errors"], found["warnings"]) == ("Completed", 0, 1)
    assert fake.names("Namespace") == {"shop"}
    assert fake.find("apps/v1", "Deployment", "web", "shop")
    assert fake.find("v1", "Secret", "web", "shop") == mine


def test_a_restore_marks_what_it_makes_and_keeps_to_its_namespaces_and_resources(folder: Path) -> None:
    fake = Fake()

    found = restored(fake, folder, backupName="nightly", excludedResources=["secrets"])
    none = restored(fake, folder, backupName="nightly", includedNamespaces=["other"])

    assert fake.names("Secret") == set()
    made = fake.find("apps/v1", "Deployment", "web", "shop")
    assert made
    assert made["metadata"]["labels"] == {
        "velero.io/backup-name": "nightly",
        "velero.io/restore-name": "back",
    }
    assert found["progress"] == {"totalItems": 2, "itemsRestored": 2}
    assert none["progress"]["totalItems"] == 0


def test_what_is_refused_makes_a_restore_partly_failed(folder: Path) -> None:
    fake = Fake()
    fake.refuses = {"web"}

    found = restored(fake, folder, backupName="nightly")

    assert (found["phase"], found["errors"]) == ("PartiallyFailed", 2)


def test_a_restore_takes_a_schedules_newest_backup(folder: Path) -> None:
    fake = Fake()

    assert restored(fake, folder, scheduleName="velero-daily-one")["phase"] == "Completed"
    assert restored(fake, folder, scheduleName="none")["validationErrors"] == [
        "No completed backups found for schedule"
    ]


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({}, "Either a backup or schedule must be specified as a source for the restore, but not both"),
        (
            {"backupName": "nightly", "scheduleName": "daily"},
            "Either a backup or schedule must be specified as a source for the restore, but not both",
        ),
        ({"backupName": "lost"}, 'Error retrieving backup: backup.velero.io "lost" not found'),
    ],
)
def test_a_restore_of_nothing_is_refused(folder: Path, spec: Object, why: str) -> None:
    found = restored(Fake(), folder, **spec)

    assert (found["phase"], found["validationErrors"]) == ("FailedValidation", [why])


def test_what_has_ended_is_not_done_again(folder: Path) -> None:
    fake = Fake(THERE)
    done = {**a(GROUP, "Restore", "back", "velero", backupName="nightly"), "status": {"phase": "Completed"}}

    answer = velero(fake, folder).restore(done, fake.find)

    assert (answer.status, fake.names("Deployment")) == ({"phase": "Completed"}, set())
    ended = {**backup("nightly"), "status": {"phase": "Failed"}}
    assert velero(fake, folder).backup(ended, fake.find).status == {"phase": "Failed"}
