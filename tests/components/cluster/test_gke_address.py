"""The address of a GKE cluster's way in."""

from components.cluster import create_cluster
from components.cluster.surroundings import Surroundings
from rehearsal.recorded import Recording
from settings.global_dns import GlobalDns
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.route53 import Route53
from tests.components.cluster.deployments import Seen
from tests.components.cluster.gke_deployments import NO_DEFAULT_PROVIDERS, settings
from tests.recorded import deploy
from tests.settings.global_dns.worlds import CLOUD_DNS, ROUTE53

ADDRESS = "gcp:compute/address:Address"


def made(names: GlobalDns | None) -> Recording:
    def build() -> None:
        cluster = create_cluster("main", settings(), Surroundings(names=names))
        Seen({"address": cluster.traits.address})

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_one_is_reserved_in_the_clusters_region_where_names_lead_to_addresses() -> None:
    recording = made(CloudDns.model_validate(CLOUD_DNS))
    address = recording.one(ADDRESS, "main-way-in")

    assert address.outputs["region"] == "europe-west4"
    assert address.inputs["addressType"] == "EXTERNAL"
    assert recording.one(Seen.TYPE).outputs == {"address": address.outputs["address"]}


def test_none_is_where_names_lead_to_names() -> None:
    for names in (None, Route53.model_validate(ROUTE53)):
        recording = made(names)

        assert not recording.of(ADDRESS)
        assert recording.one(Seen.TYPE).outputs.get("address") is None
