"""What the databases of a GKE cluster share, and how they are reached."""

from tests.components.cluster.deployments import needs
from tests.components.cluster.test_cloud_sql import ADDRESS, INSTANCE, KEY, RULE, both, one

SERVICE = "gcp:projects/service:Service"


def test_an_endpoint_has_an_address_of_the_nodes_subnet_and_leads_to_one_instance() -> None:
    address, rule = one(ADDRESS), one(RULE)

    assert address.inputs["addressType"] == "INTERNAL"
    assert address.inputs["subnetwork"] == both().one("gcp:compute/subnetwork:Subnetwork", "main-nodes").id
    assert rule.inputs["network"] == both().one("gcp:compute/network:Network", "main-vpc").id
    assert rule.inputs["target"] == one(INSTANCE).outputs["pscServiceAttachmentLink"]
    assert (rule.inputs["ipAddress"], rule.inputs["loadBalancingScheme"]) == (address.outputs["selfLink"], "")


def test_the_key_is_of_the_clusters_region_and_made_once_the_api_is_on() -> None:
    assert "/locations/europe-west4/" in one(KEY, "main-databases").id
    assert f"{SERVICE} main-sqladmin" in needs(both(), one(KEY, "main-databases"))
    assert one(SERVICE, "main-sqladmin").inputs["disableOnDestroy"] is False
    assert one(KEY, "main-databases").protect is True
