"""What a cluster needs of its network and its key."""

from tests.rehearsal.simulation.gcp.cloud import CLUSTER, Cloud


def test_secondary_ranges_are_those_of_the_subnetwork(cloud: Cloud) -> None:
    policy = {"clusterSecondaryRangeName": "pod", "servicesSecondaryRangeName": "services"}

    assert "secondary range 'pod' does not exist in subnetwork" in cloud.refusal(
        CLUSTER, **cloud.sound(ipAllocationPolicy=policy)
    )


def test_the_subnetwork_is_of_the_clusters_network(cloud: Cloud) -> None:
    inputs = cloud.sound()

    assert "is not in network" in cloud.refusal(
        CLUSTER, **{**inputs, "network": cloud.network("second")["id"]}
    )


def test_the_subnetwork_is_in_the_clusters_region(cloud: Cloud) -> None:
    assert "is not in us-east1" in cloud.refusal(CLUSTER, **cloud.sound(location="us-east1"))


def test_the_key_may_be_used_by_gkes_agent(cloud: Cloud) -> None:
    key = cloud.key()
    inputs = cloud.sound(databaseEncryption={"state": "ENCRYPTED", "keyName": key["id"]})

    assert "GKE's service agent may not use the key" in cloud.refusal(CLUSTER, **inputs)
    cloud.grant(key)
    assert cloud.create(CLUSTER, **inputs)


def test_the_key_is_where_the_cluster_is(cloud: Cloud) -> None:
    key = cloud.key("us-east1")
    cloud.grant(key)

    assert "the key is in 'us-east1' and the cluster in 'europe-west4'" in cloud.refusal(
        CLUSTER, **cloud.sound(databaseEncryption={"state": "ENCRYPTED", "keyName": key["id"]})
    )
