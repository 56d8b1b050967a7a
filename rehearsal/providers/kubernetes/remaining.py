"""What is left in a cluster of what the rehearsal made there, as the API server itself says it."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rehearsal.providers.kubernetes.client import PAGE, Client
from rehearsal.providers.kubernetes.discovery import Resource
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.managers import HELM, PREFIX, managers
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.shape import annotation

METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
PASSING = frozenset({"events", "componentstatuses"})
"""Resources whose objects nobody makes on purpose."""
KEEP = "helm.sh/resource-policy"
CLAIMS = "persistentvolumeclaims"
CONTROLLERS = "kube-controller-manager"
"""Who makes the claims of a StatefulSet; those without an owner are to outlive it (persistentVolumeClaimRetentionPolicy)."""
AT_ONCE = 8


@dataclass(frozen=True)
class Left:
    """One object that is still there; `manager` made it; `kept`: it says itself that it is to stay, or it is a claim that
    outlives its StatefulSet, and the data with it."""

    ref: Ref
    manager: str
    kept: bool


def left(client: Client) -> list[Left]:
    """Every object of the cluster with a field manager of ours, of every kind that can be listed, and the claims of StatefulSets;
    about 70 requests."""
    with ThreadPoolExecutor(AT_ONCE) as executor:
        found = executor.map(
            lambda resource: list(_of(client, resource)), _each_once(client.discovery.resources())
        )
        return [each for group in found for each in group]


def _each_once(resources: Iterable[Resource]) -> list[Resource]:
    """Each kind in one of its versions; all versions show the same objects."""
    by_name: dict[tuple[str, str], Resource] = {}
    for resource in resources:
        if "list" in resource.verbs and resource.plural not in PASSING:
            by_name.setdefault((resource.api_version.rpartition("/")[0], resource.plural), resource)
    return list(by_name.values())


def _of(client: Client, resource: Resource) -> Iterator[Left]:
    more = ""
    while True:
        query = {"limit": str(PAGE), "continue": more}
        try:
            answer = client.request("GET", resource.path(), query=query, accept=METADATA)
        except ApiError as error:
            if error.code in {
                404,
                405,
            }:  # its definition went in the meantime, or it cannot be listed after all
                return
            raise
        for item in answer.get("items") or ():
            yield from _ours(resource, item)
        more = (answer.get("metadata") or {}).get("continue", "")
        if not more:
            return


def _ours(resource: Resource, item: Mapping[str, Any]) -> Iterator[Left]:
    metadata = item["metadata"]
    if metadata.get("ownerReferences"):
        return
    ref = Ref(resource.api_version, resource.kind, metadata["name"], metadata.get("namespace", ""))
    ours = sorted(name for name in managers(item) if name.startswith(PREFIX) or name == HELM)
    if ours:
        yield Left(ref, ours[0], annotation(item, KEEP) == "keep")
    elif resource.plural == CLAIMS and CONTROLLERS in managers(item):
        yield Left(ref, CONTROLLERS, kept=True)
