"""Recorded GKE clusters that the tests of this folder share, and the questions that they ask of one."""

from functools import cache
from typing import Any

from components.cluster import create_cluster
from components.contracts import Cluster
from settings.clusters.gke import GkeCluster
from tests.recorded import Recording, deploy

NO_DEFAULT_PROVIDERS = {"pulumi:disable-default-providers": ["*"]}
CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"
MEMBER = "gcp:projects/iAMMember:IAMMember"
PROVIDER = "pulumi:providers:kubernetes"
NAME = "groundwork-staging-main"
PROJECT = "example-staging"

_LEAST: dict[str, Any] = {
    "cloud": "gke",
    "project": PROJECT,
    "region": "europe-west4",
    "network": {"nodes": "10.60.0.0/22", "pods": "10.64.0.0/16", "services": "10.60.16.0/20"},
    "admins": ["group:platform@example.com", "serviceAccount:deploy@example-staging.iam.gserviceaccount.com"],
    "node_pools": {"general": {}},
}


def settings(**changes: Any) -> GkeCluster:
    """A cluster that says no more than it must, and the changes."""
    return GkeCluster.model_validate({**_LEAST, **changes})


def create(**changes: Any) -> Cluster:
    """Make it, inside a recording."""
    return create_cluster("main", settings(**changes))


def deployed(*, preview: bool = False, **changes: Any) -> Recording:
    """What a cluster of these settings registers; with preview, when nothing exists and no answer is known."""
    return deploy(lambda: create(**changes), NO_DEFAULT_PROVIDERS, stack="staging", preview=preview)


@cache
def made() -> Recording:
    """A cluster with the defaults of every setting."""
    return deployed()


@cache
def open_staging() -> Recording:
    """A cluster that may be destroyed, reached by public address from one block, and not by name."""
    return deployed(protect=False, api={"public_from": ["203.0.113.0/24"], "dns": False})


def plane(recording: Recording) -> Any:
    """The inputs of the control plane."""
    return recording.one(CLUSTER).inputs
