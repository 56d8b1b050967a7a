"""Which control plane is which cluster of the program: each new cluster identity gets the next one that is free."""

import threading
import time
from collections.abc import Sequence

from rehearsal.control_plane.access import Access
from rehearsal.control_plane.readiness import ControlPlaneError, late, wait
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import DEFAULT_NAMESPACE, Ref
from rehearsal.simulation.kinds import Refused

START = 360.0
"""Seconds a control plane may take until it is ready: 3 when it is warm, much more where the machine is busy."""
PATIENCE = 60.0
"""Seconds for which a request waits for an API server that does not answer: a restart of one takes about 10."""


class Planes:
    """The clusters of one rehearsal, by identity. Two providers of one cluster get the same plane."""

    def __init__(self, planes: Sequence[Access]) -> None:
        self._free = list(planes)
        self._used: dict[str, tuple[Access, Client]] = {}
        self._ready: dict[str, Client] = {}
        self._lock = threading.Lock()

    def client(self, identity: str) -> Client:
        """The client of the cluster, whose control plane is ready. Refused when there are more clusters than planes, or
        when it does not get ready in time."""
        with self._lock:
            if identity not in self._used:
                if not self._free:
                    raise Refused(
                        "NoControlPlane",
                        f"a provider for the cluster {identity!r}, but the rehearsal has started only {len(self._used)} "
                        f"control planes, for {', '.join(sorted(self._used))}; give providers of one cluster the same "
                        "clusterIdentifier, or run the rehearsal with --memory",
                    )
                access = self._free.pop(0)
                self._used[identity] = access, Client(access, patience=PATIENCE)
            access, client = self._used[identity]
        if identity not in self._ready:
            _wait(access, client)
            self._ready[identity] = client
        return client

    def clients(self) -> list[Client]:
        """The clients of all clusters that a provider has been configured for, and that were ready once."""
        return list(self._ready.values())


def _wait(access: Access, client: Client) -> None:
    until = time.monotonic() + START
    try:
        wait(access, START)
    except ControlPlaneError as error:
        raise Refused("NotReady", str(error)) from None
    # The server makes its own namespaces just after it has begun to answer.
    while client.find(Ref("v1", "Namespace", DEFAULT_NAMESPACE)) is None:
        if time.monotonic() > until:
            raise Refused("NotReady", late(access, START))
        time.sleep(0.05)
