"""What is in a region is called after the cluster there: an `up` leaves a lost region alone by its cluster's name, and asks for
nothing in it (docs/runbooks/region-loss.md)."""

from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from components.contracts import Cluster
from components.data.databases import create_databases
from components.data.images import create_images
from components.data.secrets import create_secrets
from rehearsal.providers.outage import PLACES
from rehearsal.recorded import Recorded, Recording
from rehearsal.regions import cluster_of
from settings.data.databases import Database
from settings.data.images import Images
from settings.data.secrets import SharedSecret
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS
from tests.components.cluster.pairs import ELSEWHERE, FIRST, clusters
from tests.recorded import deploy

BOTH = ("main", "other")


def everything(made: Mapping[str, Cluster]) -> None:
    """Whatever goes over regions, from each of both to the other."""
    databases = {}
    for here, there in (BOTH, BOTH[::-1]):
        made[here].bucket(f"{here}-files", 30)
        secrets = {"secret": f"{here}-url", "replica_secret": f"{here}-replica-url"}
        databases[here] = Database.model_validate({"cluster": here, "replica": there, **secrets})
        if made[here].secrets:
            create_secrets({f"{here}-token": SharedSecret(cluster=here, copies=(there,))}, made, "staging-")
    create_databases(databases, made, "staging-")
    create_images(Images(cluster="main", repositories=("team/app",), copies=("other",)), made)


@cache
def recorded(cloud: str) -> Recording:
    return deploy(lambda: everything(clusters(cloud, back=True)), NO_DEFAULT_PROVIDERS, stack="staging")


def region(cloud: str, recording: Recording, one: Recorded) -> str:
    """The cluster in whose region a resource is: where it says, or else where its provider is. Empty where neither says so."""
    places = {FIRST[cloud]["region"]: "main", ELSEWHERE[cloud]["region"]: "other"}
    for key in PLACES:
        if (place := str(one.inputs.get(key)).lower()) in places:
            return places[place]
    return cluster_of(recording.by_urn()[one.provider].name, BOTH)


def misnamed(cloud: str, recording: Recording) -> Iterator[str]:
    for one in recording.resources:
        if one.custom and not one.type.startswith("pulumi:"):
            where, named = region(cloud, recording, one), cluster_of(one.urn, BOTH)
            if where != named:
                yield f"{one.type} {one.name} is in the region of {where or 'nobody'}"


@pytest.mark.parametrize("cloud", FIRST)
def test_every_resource_has_the_name_of_the_cluster_in_whose_region_it_is(cloud: str) -> None:
    assert list(misnamed(cloud, recorded(cloud))) == []


@pytest.mark.parametrize("cloud", FIRST)
def test_the_regions_of_both_clusters_are_looked_at(cloud: str) -> None:
    copies = [one.name for one in recorded(cloud).resources if "-copy-of-" in one.name]

    assert {cluster_of(name, BOTH) for name in copies} == set(BOTH)
