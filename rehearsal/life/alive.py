"""Everything that lives in one cluster, started together."""

import threading
from pathlib import Path

from rehearsal.life import cluster
from rehearsal.life.autoscaler import Autoscaler
from rehearsal.life.balancers import Balancers
from rehearsal.life.metrics.registration import Metrics
from rehearsal.life.operators.answering import Operators
from rehearsal.life.operators.stored import Stored
from rehearsal.life.operators.table import OPERATORS
from rehearsal.life.operators.velero import Velero
from rehearsal.life.storage import Volumes
from rehearsal.providers.kubernetes.client import Client


class Known:
    """What is known of the cluster, read anew when its file has changed."""

    def __init__(self, folder: Path) -> None:
        self._file, self._folder = folder / cluster.FILE, folder
        self._seen: tuple[int, cluster.Cluster | None] = (0, None)

    def __call__(self) -> cluster.Cluster | None:
        try:
            changed = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed != self._seen[0]:
            self._seen = (changed, cluster.read(self._folder))
        return self._seen[1]


def live(client: Client, folder: Path, stopped: threading.Event, stored: Path | None = None) -> None:
    """Start it all, in threads that end with the process; returns at once, whether the API server answers yet or not.

    stored: the folder of what is in object storage, which several clusters may share; by default the cluster's own.
    """
    known = Known(folder)
    Autoscaler(client, known, stopped).start()
    Volumes(client, known, stopped).start()
    Balancers(client, known, stopped).start()
    backups = Velero(client, Stored(stored or folder / "stored"))
    Operators(client, stopped, {**OPERATORS, **backups.operators}).start()
    Metrics(client, known, folder, stopped).start()
