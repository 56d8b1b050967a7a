"""Repositories of images."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import APIS, Cloud

REPOSITORY = "gcp:artifactregistry/repository:Repository"
SOUND: dict[str, Any] = {"repositoryId": "images", "location": "europe", "format": "DOCKER"}
POLICY = {"id": "untagged", "action": "DELETE", "condition": {"tagState": "UNTAGGED", "olderThan": "86400s"}}


@pytest.fixture
def registry() -> Cloud:
    return Cloud(apis=(*APIS, "artifactregistry"))


def test_a_repository_is_in_a_region_or_over_a_continent(registry: Cloud) -> None:
    made = registry.create(REPOSITORY, **SOUND, cleanupPolicies=[POLICY])

    assert made["name"] == "images"
    assert registry.create(REPOSITORY, **{**SOUND, "location": "europe-west4"})["id"] != made["id"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"repositoryId": "Images"}, "Must be a match of regex"),
        ({"location": "eu"}, "Expected one of asia, europe, us"),
        ({"format": "TAR"}, "Expected one of APT, DOCKER"),
        ({"mode": "FAST"}, "Expected one of STANDARD_REPOSITORY"),
        ({"cleanupPolicies": [{**POLICY, "action": "BURN"}]}, "Expected one of DELETE, KEEP"),
        ({"cleanupPolicies": [{**POLICY, "condition": {"olderThan": "14d"}}]}, "Must be a duration"),
        ({"cleanupPolicies": [POLICY, POLICY]}, "Each policy has an id of its own"),
    ],
)
def test_a_repository_that_google_refuses(registry: Cloud, change: dict[str, Any], text: str) -> None:
    assert text in registry.refusal(REPOSITORY, **{**SOUND, **change})
