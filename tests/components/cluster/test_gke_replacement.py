"""What a change of a GKE cluster's settings does: in place, another pool beside the old one, or another cluster."""

from typing import Any

import pytest

from rehearsal.simulation.gcp import KINDS
from rehearsal.simulation.kinds import changed
from tests.components.cluster.gke_deployments import deployed
from tests.recorded import Recorded, Recording

POOL = {"machine_type": "e2-standard-4", "min": 3, "max": 6}
BEFORE: dict[str, Any] = {"node_pools": {"general": POOL}}
NETWORK = {"nodes": "10.60.0.0/22", "pods": "10.64.0.0/16", "services": "10.60.16.0/20"}


def google(recording: Recording) -> dict[str, Recorded]:
    return {one.urn: one for one in recording.resources if one.type.startswith("gcp:")}


def label(one: Recorded) -> str:
    return f"{one.type.rsplit(':', 1)[-1]} {one.name}"


def effects(**change: Any) -> tuple[set[str], set[str]]:
    """What a change of settings updates in place and what it replaces."""
    olds, news = google(deployed(**BEFORE)), google(deployed(**{**BEFORE, **change}))
    updated: set[str] = set()
    replaced: set[str] = set()
    gone: set[str] = set()
    # What names a replaced object by an input that cannot change is replaced too: settled in the order of registration.
    for urn, new in news.items():
        if (old := olds.get(urn)) is None:
            continue
        paths = {path for path in KINDS[new.type].replaces if path not in new.ignore_changes}
        named = {urn_ for key, urns in new.property_dependencies.items() if key in paths for urn_ in urns}
        if changed(old.inputs, new.inputs, paths) or named & gone:
            replaced.add(label(new))
            gone.add(urn)
        elif old.inputs != new.inputs:
            updated.add(label(new))
    return updated, replaced


@pytest.mark.parametrize(
    ("change", "updated"),
    [
        ({"kubernetes": "1.36"}, "Cluster main-cluster"),
        ({"api": {"public_from": ["203.0.113.0/24"]}}, "Cluster main-cluster"),
        ({"api": {"dns": False}}, "Cluster main-cluster"),
        ({"maintenance": {"days": ["TU", "WE", "TH"], "hours": 4}}, "Cluster main-cluster"),
        ({"protect": False}, "Cluster main-cluster"),
        ({"zones": ["europe-west4-c", "europe-west4-b", "europe-west4-a"]}, "NodePool main-general"),
        ({"network": {**NETWORK, "flow_log_sampling": 0.5}}, "Subnetwork main-nodes"),
        ({"node_pools": {"general": {**POOL, "max": 12}}}, "NodePool main-general"),
        ({"node_pools": {"general": {**POOL, "min": 6}}}, "NodePool main-general"),
        ({"node_pools": {"general": {**POOL, "disk_gib": 100}}}, "NodePool main-general"),
        ({"node_pools": {"general": {**POOL, "labels": {"a": "b"}}}}, "NodePool main-general"),
        ({"node_pools": {"general": {**POOL, "machine_type": "n2-standard-4"}}}, "NodePool main-general"),
    ],
)
def test_these_are_changed_in_place(change: dict[str, Any], updated: str) -> None:
    in_place, replaced = effects(**change)

    assert updated in in_place
    assert replaced == set()


def test_spot_nodes_are_another_pool_made_before_the_old_one_is_deleted() -> None:
    _, replaced = effects(node_pools={"general": {**POOL, "spot": True}})
    pool = deployed(**BEFORE).one("gcp:container/nodePool:NodePool")

    assert replaced == {"NodePool main-general"}
    # Its name is made up anew, so the two can stand beside each other.
    assert "name" not in pool.inputs
    assert not pool.delete_before_replace


@pytest.mark.parametrize(
    "change",
    [
        {"network": {**NETWORK, "nodes": "10.61.0.0/22"}},
        {"region": "europe-west3"},
        {"project": "example-other"},
    ],
    ids=["nodes", "region", "project"],
)
def test_these_would_be_another_cluster_which_its_protection_refuses(change: dict[str, Any]) -> None:
    _, replaced = effects(**change)
    kept = {label(one) for one in deployed(**BEFORE).resources if one.protect}

    assert "Cluster main-cluster" in replaced
    assert "Cluster main-cluster" in kept
    # The first thing that would be replaced is protected too, so nothing is before the refusal.
    assert replaced & kept > {"Cluster main-cluster"}
