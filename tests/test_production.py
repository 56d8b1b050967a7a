"""What the stack files of production promise: two regions, one name over both, and nothing that is in one of them alone."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from rehearsal.stackfile import ROOT, read
from settings import support
from settings.global_dns.names import names
from settings.load import Settings, parse, warnings
from stacks import CATALOGUE
from tests.stackfiles import named, recorded

PRODUCTION = ROOT / "Pulumi.production.yaml"
STACKS = (PRODUCTION, *(ROOT / "examples" / f"Pulumi.{cloud}-production.yaml" for cloud in ("gke", "aks")))
each = pytest.mark.parametrize("path", STACKS, ids=named)


@cache
def said(path: Path) -> Settings:
    return parse(read(path).settings, CATALOGUE)


@each
def test_every_application_is_in_two_regions(path: Path) -> None:
    settings = said(path)

    assert len({cluster.place for cluster in settings.clusters.values()}) == 2
    assert set(settings.applications) == set(CATALOGUE)
    assert {one.clusters for one in settings.applications.values()} == {tuple(settings.clusters)}


@each
def test_every_routed_host_is_one_name_that_both_regions_answer_for(path: Path) -> None:
    settings = said(path)
    routed = {
        host
        for application in settings.applications.values()
        for spec in application.workloads()
        for host in (spec.route.hosts if spec.route else ())
    }

    assert settings.global_dns
    led = names(settings.global_dns, settings.applications, settings.clusters)
    assert {one.host for one in led} == routed
    assert {tuple(answer.cluster for answer in one.answers) for one in led} == {tuple(settings.clusters)}


@each
def test_the_world_is_led_by_each_of_the_policies(path: Path) -> None:
    led = [one.traffic.policy for one in said(path).applications.values() if one.traffic]

    assert set(led) == {"failover", "latency", "weighted"}


@each
def test_what_is_in_one_region_is_in_the_other_too(path: Path) -> None:
    settings = said(path)
    here, there = settings.clusters
    data = settings.data

    assert {name: one.copies_to for name, one in settings.clusters.items()} == {here: there, there: here}
    assert data.databases
    assert {(one.cluster, one.replica) for one in data.databases.values()} == {(here, there)}
    assert data.images
    assert (data.images.cluster, data.images.copies) == (here, (there,))
    assert {(one.cluster, one.copies) for one in data.secrets.values()} <= {(here, (there,))}


@each
def test_every_application_whose_data_is_the_stacks_says_how_soon_it_is_back(path: Path) -> None:
    settings = said(path)
    written = {one.secret for one in settings.data.databases.values()}
    kept = {
        name
        for name, application in settings.applications.items()
        for spec in application.workloads()
        if spec.backup or spec.claims or written & set(spec.secrets.values())
    }

    assert {"spoke", "ironclad"} <= kept
    assert kept == {name for name, one in settings.applications.items() if one.recovery}


@each
def test_nothing_is_warned_of_but_what_the_calendar_brings(path: Path) -> None:
    """So either region can carry what both do, too."""
    settings = said(path)

    assert Counter(warnings(settings)) == Counter(support.ending(settings.platform, settings.clusters))


def test_what_is_pulled_is_pulled_from_the_clusters_own_region() -> None:
    """An image in a region that is lost starts no pod in another."""
    settings = said(PRODUCTION)
    pulled = {
        (cluster, settings.clusters[cluster].place in image)
        for application in settings.applications.values()
        for cluster in application.clusters
        for spec in application.at(cluster).workloads()
        for image in (spec.image,)
        if ".dkr.ecr." in image
    }

    assert pulled == {("use1", True), ("usw2", True)}


def test_production_is_protected_and_its_api_is_not_on_the_internet() -> None:
    for cluster in recorded(PRODUCTION).of("aws:eks/cluster:Cluster"):
        assert cluster.protect
        assert cluster.inputs["vpcConfig"]["endpointPublicAccess"] is False
