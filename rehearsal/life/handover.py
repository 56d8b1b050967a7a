"""Tells the life of each control plane which cluster it is, from the process in which the clouds are simulated."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rehearsal.control_plane.access import Access
from rehearsal.life.cluster import write
from rehearsal.life.pools import TYPES, identify
from rehearsal.simulation.world import World


def folder(access: Access) -> Path:
    """Where the life of a control plane looks: beside the plane's certificates."""
    return Path(access.authority).parent / "life"


class Handover:
    """What is told of the clusters of one rehearsal. worlds: the simulated clouds', by package; planes: all there are."""

    def __init__(self, worlds: Mapping[str, World], planes: Sequence[Access]) -> None:
        self._worlds = worlds
        self._folders = {access.server: folder(access) for access in planes}
        self._clusters: dict[str, tuple[Mapping[str, Any], Any]] = {}
        self._lock = threading.Lock()

    def configured(self, server: str, configuration: Mapping[str, Any], active: Any) -> None:
        """The plane at that address is the cluster of this provider's configuration; active: its kubeconfig's cluster entry."""
        with self._lock:
            self._clusters[server] = (configuration, active)
            self._tell(server)

    def changed(self, type_: str) -> None:
        """An object of a cloud has changed: if it may be a cluster's, its pools are told anew."""
        if type_ in TYPES:
            with self._lock:
                for server in self._clusters:
                    self._tell(server)

    def _tell(self, server: str) -> None:
        where = self._folders[server]
        where.mkdir(parents=True, exist_ok=True)
        write(where, identify(self._worlds, *self._clusters[server]))
