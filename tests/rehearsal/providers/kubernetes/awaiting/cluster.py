"""Objects for a real control plane, and waiting for them as a provider does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from rehearsal.providers.kubernetes import awaiting
from rehearsal.providers.kubernetes.awaiting import NotReady
from rehearsal.providers.kubernetes.client import Client

Object = dict[str, Any]
ME = "tests"
HERE = {"example.com/for": "awaiting"}
"""The label of the nodes of these tests: others may share the plane."""
SPACE = "awaiting"


def made(api_version: str, kind: str, name: str, **parts: Any) -> Object:
    metadata = {"name": name, "namespace": SPACE, **parts.pop("metadata", {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}


def cluster_wide(obj: Object) -> Object:
    metadata = {key: value for key, value in obj["metadata"].items() if key != "namespace"}
    return {**obj, "metadata": metadata}


def pods(name: str, **pod: Any) -> Object:
    spec = {"containers": [{"name": "app", "image": "app:1"}], "nodeSelector": HERE, **pod}
    return {"metadata": {"labels": {"app": name}}, "spec": spec}


def workload(
    kind: str, name: str, replicas: int | None = 1, *, more: Object | None = None, **pod: Any
) -> Object:
    spec = {"selector": {"matchLabels": {"app": name}}, "template": pods(name, **pod), **(more or {})}
    return made("apps/v1", kind, name, spec=spec if replicas is None else {**spec, "replicas": replicas})


def waiting_map(name: str, wanted: str = "done", **data: str) -> Object:
    annotations = {"pulumi.com/waitFor": f"jsonpath={{.data.state}}={wanted}"}
    return made("v1", "ConfigMap", name, metadata={"annotations": annotations}, data=data)


def wait(client: Client, obj: Object, seconds: float = 120.0) -> Object:
    return awaiting.wait(client, obj, client.apply(obj, ME, force=True), seconds)


def refused(client: Client, obj: Object, seconds: float = 3.0) -> tuple[str, ...]:
    """Why it did not get ready."""
    with pytest.raises(NotReady) as failed:
        wait(client, obj, seconds)
    return failed.value.reasons


def told(client: Client, name: str, reason: str) -> None:
    """Wait until there is an event of that reason about an object whose name begins so."""
    end = time.monotonic() + 120
    while not any(
        one["reason"] == reason and one["involvedObject"]["name"].startswith(name)
        for one in client.list("v1", "Event", SPACE)
    ):
        assert time.monotonic() < end, f"no event {reason} about {name}"
        time.sleep(0.1)


@contextmanager
def soon(act: Callable[[], Any], seconds: float = 0.5) -> Iterator[None]:
    """Meanwhile, somebody else acts."""
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()
