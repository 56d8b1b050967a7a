"""Velero: a backup is what is in the namespaces then; a restore makes of it what is not there, in whichever cluster.

https://velero.io/docs/v1.18/how-velero-works/ and /restore-reference/. Where backups are is a folder that all clusters of a
rehearsal share: what one of them has put there, a location of another one shows. Volumes are empty here, so a claim comes back
without data. Left out is what another object owns, for its owner makes it anew, and all that is in no namespace.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.life.following import MANAGER, now
from rehearsal.life.operators.answers import Answer, Find, Object, Operator
from rehearsal.life.operators.restored import PRIORITIES, anew
from rehearsal.life.operators.stored import Stored
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.discovery import Resource
from rehearsal.providers.kubernetes.errors import ApiError

GROUP = "velero.io/v1"
BACKUP_NAME, RESTORE_NAME = "velero.io/backup-name", "velero.io/restore-name"
LOCATION, SCHEDULE = "velero.io/storage-location", "velero.io/schedule-name"
ENDED = frozenset({"Completed", "PartiallyFailed", "Failed", "FailedValidation"})
# Never backed up or never restored (pkg/controller/restore_controller.go, nonRestorableResources).
NEVER = frozenset(
    {
        "events",
        "events.events.k8s.io",
        "backups.velero.io",
        "restores.velero.io",
        "backuprepositories.velero.io",
    }
)


class Velero:
    """The operator of one cluster. stored: where backups are."""

    def __init__(self, client: Client, stored: Stored) -> None:
        self._client, self._stored = client, stored

    @property
    def operators(self) -> Mapping[tuple[str, str], Operator]:
        """What it answers to, by kind."""
        return {
            (GROUP, "BackupStorageLocation"): self.location,
            (GROUP, "Backup"): self.backup,
            (GROUP, "Restore"): self.restore,
        }

    def location(self, obj: Object, find: Find) -> Answer:
        """Available; and each backup that is there becomes a Backup here, unless there is one of that name."""
        home = obj["metadata"]["namespace"]
        for name in self._stored.names(obj):
            if find(GROUP, "Backup", name, home) is None and (record := self._stored.get(obj, name)):
                self._client.create(_synced(obj, name, record), MANAGER)
        return Answer(status={"phase": "Available"}, final=False)

    def backup(self, obj: Object, find: Find) -> Answer:
        """Taken at once, unless its location says that it is there already."""
        status, metadata, spec = obj.get("status") or {}, obj["metadata"], obj.get("spec") or {}
        if status.get("phase") in ENDED:
            return Answer(status={"phase": status["phase"]})
        where = str(spec.get("storageLocation") or "default")
        found = find(GROUP, "BackupStorageLocation", where, metadata["namespace"])
        if found is None:
            return _invalid(f"backup storage location {where} was not found")
        if record := self._stored.get(found, metadata["name"]):
            return Answer(status=record["status"])
        if found["spec"].get("accessMode") == "ReadOnly":
            return _invalid(
                f"backup can't be created because backup storage location {where} is currently in read-only mode"
            )
        begun, items = now(), list(self._items(spec))
        done = {"totalItems": len(items), "itemsBackedUp": len(items)}
        status = {
            "phase": "Completed", "startTimestamp": begun, "completionTimestamp": now(), "version": 1, "progress": done,
        }  # fmt: skip
        labels = dict(metadata.get("labels") or {})
        self._stored.put(
            found, metadata["name"], {"labels": labels, "spec": spec, "status": status, "items": items}
        )
        return Answer(status=status)

    def restore(self, obj: Object, find: Find) -> Answer:
        """Made in Velero's order. What is there stays as it is."""
        status, metadata, spec = obj.get("status") or {}, obj["metadata"], obj.get("spec") or {}
        if status.get("phase") in ENDED:
            return Answer(status={"phase": status["phase"]})
        if bool(spec.get("backupName")) == bool(spec.get("scheduleName")):
            return _invalid(
                "Either a backup or schedule must be specified as a source for the restore, but not both"
            )
        name = str(spec.get("backupName") or self._newest(spec["scheduleName"], metadata["namespace"]))
        if not name:
            return _invalid("No completed backups found for schedule")
        found = find(GROUP, "Backup", name, metadata["namespace"])
        where = str((found or {}).get("spec", {}).get("storageLocation") or "default")
        location = find(GROUP, "BackupStorageLocation", where, metadata["namespace"]) if found else None
        record = self._stored.get(location, name) if location else None
        if record is None:
            return _invalid(f'Error retrieving backup: backup.velero.io "{name}" not found')
        labels = {BACKUP_NAME: name, RESTORE_NAME: metadata["name"]}
        begun, tally = now(), {"made": 0, "there": 0, "failed": 0}
        for item in sorted(_wanted(record["items"], spec), key=_turn):
            tally[self._made(anew(item["object"], labels, spec.get("namespaceMapping") or {}))] += 1
        return Answer(
            status={
                "phase": "PartiallyFailed" if tally["failed"] else "Completed", "startTimestamp": begun,
                "completionTimestamp": now(), "errors": tally["failed"], "warnings": tally["there"],
                "progress": {"totalItems": sum(tally.values()), "itemsRestored": tally["made"] + tally["there"]},
            }
        )  # fmt: skip

    def _items(self, spec: Mapping[str, Any]) -> Iterator[Object]:
        """What a backup takes: each with the name that its kind has in lists of resources."""
        homes = [
            home
            for home in self._client.list("v1", "Namespace")
            if _chosen(home["metadata"]["name"], spec, "Namespaces")
        ]
        yield from ({"resource": "namespaces", "object": home} for home in homes)
        names = {home["metadata"]["name"] for home in homes}
        for resource in self._resources():
            called = _called(resource)
            if called in NEVER or not _chosen(called, spec, "Resources"):
                continue
            for one in self._listed(resource):
                owners = one["metadata"].get("ownerReferences") or ()
                if one["metadata"]["namespace"] in names and not any(
                    owner.get("controller") for owner in owners
                ):
                    yield {"resource": called, "object": one}

    def _listed(self, resource: Resource) -> list[Object]:
        """Nothing of a kind whose definition is on its way, or whose API has nobody behind it."""
        try:
            return self._client.list(resource.api_version, resource.kind)
        except ApiError:
            return []

    def _resources(self) -> list[Resource]:
        """The kinds in namespaces that can be listed and made, each in the version that the server prefers."""
        first: dict[str, Resource] = {}
        for one in self._client.discovery.resources():
            if one.namespaced and {"list", "create"} <= one.verbs:
                first.setdefault(_called(one), one)
        return list(first.values())

    def _newest(self, schedule: str, namespace: str) -> str:
        backups = self._client.list(GROUP, "Backup", namespace, labels=f"{SCHEDULE}={schedule}")
        done = [one for one in backups if (one.get("status") or {}).get("phase") == "Completed"]
        newest = max(done, key=lambda one: str(one["status"].get("startTimestamp", "")), default=None)
        return str(newest["metadata"]["name"]) if newest else ""

    def _made(self, obj: Object) -> str:
        try:
            self._client.create(obj, MANAGER)
        except ApiError as error:
            return "there" if error.reason == "AlreadyExists" else "failed"
        return "made"


def _invalid(why: str) -> Answer:
    return Answer(status={"phase": "FailedValidation", "validationErrors": [why]})


def _synced(location: Object, name: str, record: Mapping[str, Any]) -> Object:
    """A backup of a location as an object of this cluster, for which the location may have another name."""
    where, home = location["metadata"]["name"], location["metadata"]["namespace"]
    return {
        "apiVersion": GROUP,
        "kind": "Backup",
        "metadata": {"name": name, "namespace": home, "labels": {**record["labels"], LOCATION: where}},
        "spec": {**record["spec"], "storageLocation": where},
        "status": record["status"],
    }


def _called(resource: Resource) -> str:
    """As `kubectl api-resources` has it: deployments.apps, and secrets where there is no group."""
    group = resource.api_version.rpartition("/")[0]
    return f"{resource.plural}.{group}" if group else resource.plural


def _chosen(name: str, spec: Mapping[str, Any], of: str) -> bool:
    """Whether a list of what is included and one of what is not leave it in. A resource may be named without its group."""
    names = {name, name.partition(".")[0]} if of == "Resources" else {name}
    included = set(spec.get(f"included{of}") or ("*",))
    return bool(included & {*names, "*"}) and not names & set(spec.get(f"excluded{of}") or ())


def _wanted(items: list[Object], spec: Mapping[str, Any]) -> list[Object]:
    """What a restore makes of a backup."""
    return [
        item
        for item in items
        if _chosen(_home(item["object"]), spec, "Namespaces")
        and (item["resource"] == "namespaces" or _chosen(item["resource"], spec, "Resources"))
    ]


def _home(obj: Object) -> str:
    return str(obj["metadata"].get("namespace") or obj["metadata"]["name"])


def _turn(item: Object) -> tuple[int, str]:
    called = item["resource"]
    return PRIORITIES.index(called) if called in PRIORITIES else len(PRIORITIES), called
