"""The platform's namespaces, read off a recording."""

from collections.abc import Mapping
from typing import Any

from rehearsal.reach.read import NAMESPACE
from rehearsal.recorded import RELEASE, Recording


def namespaces(recording: Recording, cluster: str | None = None) -> dict[str, Mapping[str, Any]]:
    """The platform's namespaces by name, with their metadata; on one cluster or on whichever."""
    return {
        one.inputs["metadata"]["name"]: one.inputs["metadata"]
        for one in recording.of(NAMESPACE)
        if one.inputs["metadata"]["labels"].get("app.kubernetes.io/part-of") == "platform"
        and cluster in {None, one.cluster}
    }


def homes(recording: Recording, cluster: str | None = None) -> dict[str, str]:
    """Release -> namespace, of the platform's."""
    spaces = namespaces(recording, cluster)
    return {
        one.inputs["name"]: one.inputs["namespace"]
        for one in recording.of(RELEASE)
        if one.inputs["namespace"] in spaces and cluster in {None, one.cluster}
    }
