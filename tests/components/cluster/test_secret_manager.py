"""Secrets of Secret Manager that somebody fills in."""

from functools import cache
from typing import Any

from components.data.secrets import create_secrets
from settings.data.secrets import SharedSecret
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.components.cluster.pairs import clusters, seen
from tests.recorded import Recording, deploy

SECRET, VERSION = "gcp:secretmanager/secret:Secret", "gcp:secretmanager/secretVersion:SecretVersion"
WANTED = {
    "team-token": SharedSecret(cluster="main", copies=("other",)),
    "team-local": SharedSecret(cluster="main"),
}


@cache
def made(*, protect: bool = True) -> Recording:
    def build() -> None:
        both = clusters("gke", copies=False, protect=protect)
        Seen({"secrets": create_secrets(WANTED, both, "staging-")})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def places(name: str) -> list[Any]:
    found = made().one(SECRET, f"main-secrets-staging-{name}").inputs
    return [one["location"] for one in found["replication"]["userManaged"]["replicas"]]


def test_a_secret_is_in_the_regions_that_read_it_and_in_no_other() -> None:
    assert places("team-token") == ["us-central1", "us-east1"]
    assert places("team-local") == ["us-central1"]


def test_a_secret_is_made_under_the_stacks_prefix_and_without_a_value() -> None:
    assert {one.inputs["secretId"] for one in made().of(SECRET)} == {
        "staging-team-token",
        "staging-team-local",
    }
    assert made().of(VERSION) == []
    assert set(seen(made())["secrets"]) == set(WANTED)


def test_a_secret_is_protected_as_its_cluster_is() -> None:
    for protect in (True, False):
        for one in made(protect=protect).of(SECRET):
            assert one.protect is protect
            assert one.inputs["deletionProtection"] is protect
