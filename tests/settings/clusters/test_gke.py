"""A GKE cluster's settings: what is refused before Google is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters.gke import GkeApiAccess, GkeCluster, GkeNetwork, GkeNodePool

NETWORK = {"nodes": "10.60.0.0/22", "pods": "10.64.0.0/16", "services": "10.60.16.0/20"}
CLUSTER: dict[str, Any] = {
    "cloud": "gke",
    "project": "example-staging",
    "region": "europe-west4",
    "network": NETWORK,
    "admins": ["group:platform@example.com"],
    "node_pools": {"general": {}},
}


def cluster(**changes: Any) -> GkeCluster:
    return GkeCluster.model_validate({**CLUSTER, **changes})


def wrong(**changes: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        cluster(**changes)
    return str(refused.value)


def test_a_minimal_cluster_takes_the_safe_defaults() -> None:
    made = cluster()

    assert made.protect
    assert made.api.public_from == ()
    assert made.api.dns
    assert made.network.flow_log_sampling == 1.0
    assert made.availability_zones == ("europe-west4-a", "europe-west4-b", "europe-west4-c")


def test_the_zones_of_a_region_without_an_a_are_known() -> None:
    assert cluster(region="us-east1").availability_zones == ("us-east1-b", "us-east1-c", "us-east1-d")


def test_no_other_cluster_may_use_any_of_the_three_blocks() -> None:
    assert cluster().blocks == ("10.60.0.0/22", "10.64.0.0/16", "10.60.16.0/20")


def test_a_region_that_google_does_not_have_is_refused_with_those_near_it() -> None:
    assert "did you mean europe-west" in wrong(region="europe-west5")


def test_zones_of_another_region_are_refused_by_name() -> None:
    assert (
        "expected zones of europe-west4 (europe-west4-a, europe-west4-b, europe-west4-c), got us-east1-b"
        in wrong(zones=["europe-west4-a", "europe-west4-b", "us-east1-b"])
    )


def test_fewer_than_three_zones_are_refused() -> None:
    assert "three different zones, got europe-west4-a, europe-west4-a, europe-west4-b" in wrong(
        zones=["europe-west4-a", "europe-west4-a", "europe-west4-b"]
    )


@pytest.mark.parametrize("project", ["short", "Example-Staging", "ends-in-hyphen-", "1-digit-first"])
def test_what_is_no_project_id_is_refused(project: str) -> None:
    assert "the id of a Google Cloud project" in wrong(project=project)


@pytest.mark.parametrize(
    ("part", "block", "why"),
    [
        ("nodes", "10.0.0.0/15", "from /16 to /26: every node takes an address"),
        ("pods", "10.0.0.0/21", "from /9 to /20: every node takes a /24"),
        ("services", "10.0.0.0/28", "from /16 to /26: every Kubernetes service"),
        ("nodes", "198.51.0.0/20", "a private block"),
    ],
)
def test_a_block_of_the_wrong_size_or_not_private_is_refused(part: str, block: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        GkeNetwork.model_validate({**NETWORK, part: block})


def test_blocks_of_one_cluster_that_overlap_are_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="expected nodes and services to be apart"):
        GkeNetwork.model_validate({**NETWORK, "services": "10.60.0.0/20"})


def test_pools_that_the_blocks_have_no_room_for_are_refused_with_both_numbers() -> None:
    network = {**NETWORK, "pods": "10.64.0.0/20"}

    assert "room for 21 nodes" in (text := wrong(network=network, node_pools={"general": {"max": 20}}))
    assert "with room for 16" in text


def test_the_nodes_block_has_room_for_fewer_than_its_addresses() -> None:
    assert GkeNetwork.model_validate({**NETWORK, "nodes": "10.60.0.0/26"}).most_nodes == 59


@pytest.mark.parametrize("member", ["anna@example.com", "allUsers", "user:anna", "domain:example.com"])
def test_who_is_nobody_in_particular_cannot_administer(member: str) -> None:
    assert "user:…, group:… or serviceAccount:…" in wrong(admins=[member])


def test_a_cluster_that_nobody_could_administer_is_refused() -> None:
    assert "at least 1 item" in wrong(admins=[])


def test_groups_of_two_directories_are_refused_by_name() -> None:
    assert "got example.com, example.org" in wrong(admins=["group:a@example.com", "group:b@example.org"])


def test_the_directory_of_the_groups_is_known_and_there_is_none_without_groups() -> None:
    assert cluster().groups_domain == "example.com"
    assert cluster(admins=["user:anna@example.org"]).groups_domain is None


def test_a_machine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="did you mean e2-standard-"):
        GkeNodePool(machine_type="e2-standard-5")


def test_an_api_open_to_the_internet_is_refused() -> None:
    with pytest.raises(ValidationError, match="each a /16 or smaller"):
        GkeApiAccess(public_from=("0.0.0.0/0",))


def test_a_version_out_of_support_is_refused() -> None:
    assert 'one of "1.34", "1.35", "1.36"' in wrong(kubernetes="1.33")


@pytest.mark.parametrize("name", ["staging-spoke-postgres-url", "staging-grafana#username"])
def test_secret_manager_takes_letters_digits_and_hyphens(name: str) -> None:
    assert cluster().secret_names.take(name)


@pytest.mark.parametrize("name", ["staging/spoke", "staging.spoke", "s" * 256])
def test_secret_manager_takes_no_path(name: str) -> None:
    assert not cluster().secret_names.take(name)


def test_a_managed_zone_is_named_by_its_name() -> None:
    assert cluster(dns={"domain": "example.com", "zone": "example-com"}).dns
    with pytest.raises(ValidationError, match="zone"):
        cluster(dns={"domain": "example.com", "zone": "example.com"})


def test_a_pool_cannot_be_kept_at_a_version_and_is_told_what_keeps_it() -> None:
    told = wrong(node_pools={"general": {"kubernetes": "1.34"}})

    assert "expected none on GKE, where nodes follow the control plane, got 1.34" in told
    assert "an exclusion of scope no-minor-or-node-upgrades under maintenance.exclusions" in told
    assert cluster(node_pools={"general": {"closed": True}, "other": {}}).node_pools["general"].closed
