"""Which cluster a provider speaks to."""

from rehearsal.life.pools import TYPES, identify
from rehearsal.simulation.gcp.gke_pools import POOL
from tests.rehearsal.simulation.gcp.cloud import Cloud


def test_a_provider_is_of_the_cluster_that_it_identifies_else_of_the_one_its_kubeconfig_names() -> None:
    cloud = Cloud()
    made = cloud.cluster()
    worlds = {"gcp": cloud.world}
    host = made["controlPlaneEndpointsConfig"]["dnsEndpointConfig"]["endpoint"]

    by_identity = identify(worlds, {"clusterIdentifier": made["id"]})
    by_server = identify(worlds, {}, {"server": f"https://{host}"})

    assert [by_identity.cloud, by_server.cloud] == ["gke", "gke"]


def test_a_cluster_that_no_cloud_has_exists_already() -> None:
    assert identify({}, {"clusterIdentifier": "main/kind"}).cloud == "existing"
    assert identify({}, {"context": "kind"}).name == "kind"
    assert identify({}, {}).name == "existing"


def test_changes_of_pools_are_worth_telling() -> None:
    assert POOL in TYPES
