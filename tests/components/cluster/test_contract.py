"""Every cloud keeps the contract, or says why it cannot: docs/clusters.md, as tests."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pydantic import TypeAdapter

from components.cluster import create_cluster
from components.grants import ReadSecrets
from rehearsal.recorded import Recording
from rehearsal.stackfile import ROOT
from settings.clusters import ClusterSettings
from tests.components.cluster.contract.table import CLOUDS, PROPERTIES, SETTINGS, page
from tests.components.cluster.contract.words import Has, Lacks, Made
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS
from tests.components.cluster.pairs import buckets
from tests.recorded import deploy

CASES = [
    pytest.param(cloud, key, id=f"{cloud}: {sentence}")
    for key, sentence in PROPERTIES.items()
    for cloud in CLOUDS
]
HELD = [
    pytest.param(cloud, key, id=f"{cloud}: {PROPERTIES[key]}")
    for cloud, answers in CLOUDS.items()
    for key, answer in answers.items()
    if isinstance(answer, Has)
]


def recorded(cloud: str, **changes: Any) -> Recording:
    """A cluster with an application's identity and bucket."""
    settings = TypeAdapter(ClusterSettings).validate_python({**SETTINGS[cloud], **changes})

    def build() -> None:
        cluster = create_cluster("main", settings)
        cluster.identity("main-app", "team", "app", [ReadSecrets("contract-")])
        cluster.bucket("main-files", None)

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="contract")


@cache
def made(cloud: str) -> Made:
    """The clusters of a cloud that the contract is asked of. Made once in a process."""
    return Made(recorded(cloud), recorded(cloud, api={"public_from": ["203.0.113.0/24"]}), buckets(cloud))


def hollow(recording: Recording) -> Recording:
    """The same resources with nothing set on any of them."""
    return replace(
        recording,
        resources=tuple(
            replace(
                one,
                inputs={},
                outputs={},
                id="",
                protect=False,
                dependencies=(),
                property_dependencies={},
                ignore_changes=(),
            )
            for one in recording.resources
        ),
    )


def test_there_are_25_properties_or_more_and_every_cloud_answers_for_each() -> None:
    assert len(PROPERTIES) >= 25
    assert {cloud: set(answers) ^ set(PROPERTIES) for cloud, answers in CLOUDS.items()} == {
        cloud: set() for cloud in CLOUDS
    }


@pytest.mark.parametrize(("cloud", "key"), CASES)
def test_a_cloud_has(cloud: str, key: str) -> None:
    match CLOUDS[cloud][key]:
        case Has(holds=holds):
            assert holds(made(cloud))
        case Lacks(reason=reason):
            assert len(reason.split()) > 8, "a reason is a sentence"


@pytest.mark.parametrize(("cloud", "key"), HELD)
def test_a_check_can_fail(cloud: str, key: str) -> None:
    """Of a cluster on which nothing is set, no check may say that the property is there."""
    answer = CLOUDS[cloud][key]
    assert isinstance(answer, Has)
    both = made(cloud)
    try:
        held = answer.holds(Made(hollow(both.default), hollow(both.opened), hollow(both.copied)))
    except (LookupError, TypeError, ValueError, AttributeError):
        return  # it looked for what is not there
    assert not held or key in COUNTED


# What is there by being there at all: one network, one way out.
COUNTED = {"own-network", "egress"}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_cloud_lacks_more_than_a_few(cloud: str) -> None:
    assert sum(isinstance(answer, Lacks) for answer in CLOUDS[cloud].values()) <= 6


def test_every_control_that_a_cell_cites_is_of_a_benchmark_or_a_named_practice() -> None:
    for answers in CLOUDS.values():
        for answer in answers.values():
            if isinstance(answer, Has):
                assert answer.answers.startswith(
                    ("CIS ", "MCSB ", "Security Hub ", "practice of this program", "EKS best", "GKE best", "AKS baseline",
                     "AWS Well", "Azure Well", "Google Cloud")
                )  # fmt: skip


def test_the_page_is_the_one_that_the_table_says() -> None:
    assert (ROOT / "docs" / "clusters.md").read_text() == page(), (
        "run python -m tests.components.cluster.contract.table > docs/clusters.md"
    )
