"""Two recorded clusters of one cloud in two regions, with a bucket each, and what is known of the first one's copy."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from components.cluster import create_cluster
from components.cluster.copies import copied
from components.contracts import Cluster
from rehearsal.simulation import aws, azure, gcp
from rehearsal.simulation.kinds import Kind, changed
from settings.clusters import ClusterSettings
from tests.components.cluster.contract import aks, eks, gke
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.recorded import Recording, deploy

FIRST: Mapping[str, dict[str, Any]] = {"eks": eks.SETTINGS, "gke": gke.SETTINGS, "aks": aks.SETTINGS}
ELSEWHERE: Mapping[str, dict[str, Any]] = {
    "eks": {"region": "us-west-2", "network": {"cidr": "10.21.0.0/16"}},
    "gke": {
        "region": "us-east1",
        "network": {"nodes": "10.40.0.0/20", "pods": "10.100.0.0/14", "services": "10.40.16.0/20"},
    },
    "aks": {"region": "westus2", "network": {"cidr": "10.51.0.0/20"}},
}
KINDS: Mapping[str, Mapping[str, Kind]] = {"eks": aws.KINDS, "gke": gcp.KINDS, "aks": azure.KINDS}


def clusters(
    cloud: str, *, copies: bool = True, back: bool = False, protect: bool = True
) -> dict[str, Cluster]:
    """The clusters main and other. copies: main's buckets to other; back: other's to main."""
    wanted = {
        "main": {**FIRST[cloud], "copies_to": "other" if copies else None, "protect": protect},
        "other": {**FIRST[cloud], **ELSEWHERE[cloud], "copies_to": "main" if back else None, "protect": True},
    }
    read = TypeAdapter(ClusterSettings).validate_python
    return copied({name: create_cluster(name, read(settings)) for name, settings in wanted.items()})


@cache
def buckets(cloud: str, *, copies: bool = True, back: bool = False, protect: bool = True) -> Recording:
    """The clusters with a bucket each, and what is known of main's."""

    def build() -> None:
        made = clusters(cloud, copies=copies, back=back, protect=protect)
        handle = made["main"].bucket("main-files", 30)
        made["other"].bucket("other-files", None)
        copy = handle.copy
        there = {"name": copy.name, "reference": copy.reference, "rclone": dict(copy.rclone)} if copy else {}
        Seen({"name": handle.name, "copy": there})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def seen(recording: Recording) -> Any:
    """What `buckets` and the like held up."""
    return recording.one(Seen.TYPE).outputs


def region(recording: Recording, type_: str, name: str) -> str:
    """Where the provider of a resource is."""
    provider = recording.by_urn()[recording.one(type_, name).provider].inputs
    return str(provider.get("region") or provider.get("location"))


def replaced(cloud: str, before: Recording, after: Recording) -> set[str]:
    """What going from one to the other replaces or takes away, of the cloud's resources."""
    olds, news = before.by_urn(), after.by_urn()
    return {
        old.name
        for urn, old in olds.items()
        if old.type in KINDS[cloud]
        and (urn not in news or changed(old.inputs, news[urn].inputs, KINDS[cloud][old.type].replaces))
    }
