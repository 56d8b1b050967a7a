"""Where the backups of a rehearsal are: a folder for all its clusters, with one for each bucket in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COPY_OF = "groundwork/copy-of"
"""The annotation by which a location says which bucket its own is a copy of. The copy is as new as the original here."""


class Stored:
    """The backups that are in buckets. folder: made when the first one is put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self, location: Mapping[str, Any]) -> list[str]:
        """The backups in the bucket of a BackupStorageLocation."""
        return sorted(file.stem for file in self._of(location).glob("*.json"))

    def get(self, location: Mapping[str, Any], name: str) -> dict[str, Any] | None:
        """The whole of a backup; None where there is none of that name."""
        file = self._of(location) / f"{name}.json"
        return dict(json.loads(file.read_text())) if file.exists() else None

    def put(self, location: Mapping[str, Any], name: str, record: Mapping[str, Any]) -> None:
        """Whole or not at all: others read it at any time."""
        home = self._of(location)
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"{name}.new"
        fresh.write_text(json.dumps(record))
        fresh.replace(home / f"{name}.json")

    def _of(self, location: Mapping[str, Any]) -> Path:
        annotations = location["metadata"].get("annotations") or {}
        bucket = annotations.get(COPY_OF) or location["spec"]["objectStorage"]["bucket"]
        return self._folder / str(bucket).replace("/", "_")
