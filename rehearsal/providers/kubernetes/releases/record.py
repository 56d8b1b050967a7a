"""Helm's own record of a release: a Secret for each revision, of which the newest says how the release is.

Form: helm.sh/helm/v3 pkg/storage/driver/secrets.go. The values are left out, and so is the content of Secrets: what is secret to
the program must not lie about in plain text, and nothing here reads it.
"""

import base64
import gzip
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.managers import HELM
from rehearsal.providers.kubernetes.ref import Ref

TYPE = "helm.sh/release.v1"
NAMES_ONLY = frozenset({"CustomResourceDefinition", "Secret"})
"""Kinds of which only the names are recorded: the former for their size, the latter for what is in them."""


@dataclass(frozen=True)
class Record:
    """One revision of a release. status: Helm's word (deployed, failed, superseded, pending-install ...); objects: what it
    consists of, whole but for those of NAMES_ONLY; chart: its name, version and appVersion."""

    name: str
    namespace: str
    revision: int
    status: str
    objects: Sequence[Object] = ()
    chart: Mapping[str, str] | None = None
    description: str = ""

    @property
    def ref(self) -> Ref:
        """Its Secret."""
        return Ref("v1", "Secret", f"sh.helm.release.v1.{self.name}.v{self.revision}", self.namespace)


def history(client: Client, name: str, namespace: str) -> list[Record]:
    """All revisions, the newest first."""
    found = client.list("v1", "Secret", namespace, labels=f"owner=helm,name={name}")
    return sorted(map(_read, found), key=lambda record: -record.revision)


def write(client: Client, record: Record) -> None:
    """Keep a record, in place of one of the same revision."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    chart = record.chart or {}
    release = {
        "name": record.name,
        "namespace": record.namespace,
        "version": record.revision,
        "info": {
            "first_deployed": now,
            "last_deployed": now,
            "deleted": "",
            "status": record.status,
            "description": record.description,
        },
        "chart": {"metadata": {"apiVersion": "v2", **chart}, "templates": [], "values": {}},
        "config": {},
        "manifest": yaml.dump_all([_recorded(one) for one in record.objects], Dumper=yaml.CSafeDumper),
    }
    data = base64.b64encode(gzip.compress(json.dumps(release).encode(), 6))
    labels = {"name": record.name, "owner": "helm", "status": record.status, "version": str(record.revision)}
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": record.ref.name, "namespace": record.namespace, "labels": labels},
        "type": TYPE,
        "data": {"release": base64.b64encode(data).decode()},
    }
    client.apply(secret, HELM, force=True)


def forget(client: Client, records: Iterable[Record]) -> None:
    """Remove records."""
    for record in records:
        if client.find(record.ref) is not None:
            client.delete(record.ref, "Background")


def _recorded(one: Object) -> Object:
    if one["kind"] not in NAMES_ONLY:
        return one
    kept = ("name", "namespace", "annotations")
    metadata = {key: value for key, value in one["metadata"].items() if key in kept}
    return {"apiVersion": one["apiVersion"], "kind": one["kind"], "metadata": metadata}


def _read(secret: Object) -> Record:
    text = base64.b64decode(base64.b64decode(secret["data"]["release"]))
    release: dict[str, Any] = json.loads(gzip.decompress(text))
    objects = [one for one in yaml.load_all(release["manifest"], yaml.CSafeLoader) if one]
    info = release["info"]
    return Record(
        release["name"], release["namespace"], release["version"], info["status"], objects,
        {key: value for key, value in release["chart"]["metadata"].items() if key != "apiVersion"}, info.get("description", ""),
    )  # fmt: skip
