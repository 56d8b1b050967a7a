"""An AKS cluster's settings: what is refused before Azure is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.clusters.aks import AksCluster, AksNetwork, AksNodePool, AksSystemPool, Maintenance
from settings.load import SettingsError, parse
from stacks import CATALOGUE

VAULT = (
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/secrets"
    "/providers/Microsoft.KeyVault/vaults/staging-secrets"
)
CLUSTER: dict[str, Any] = {
    "cloud": "aks",
    "subscription": "00000000-0000-4000-8000-000000000001",
    "tenant": "00000000-0000-4000-8000-000000000002",
    "region": "westeurope",
    "network": {"cidr": "10.70.0.0/20"},
    "admins": ["00000000-0000-4000-8000-000000000003"],
    "node_pools": {"general": {}},
    "secrets_vault": VAULT,
}


def cluster(**changes: Any) -> AksCluster:
    return AksCluster.model_validate({**CLUSTER, **changes})


def test_a_minimal_cluster_takes_the_safe_defaults() -> None:
    made = cluster()

    assert made.protect
    assert made.api.public_from == ()
    assert (made.system_pool.min, made.system_pool.max) == (3, 6)
    assert made.log_days == 90


def test_the_first_half_of_the_network_is_the_nodes() -> None:
    assert AksNetwork(cidr="10.70.0.0/20").nodes == "10.70.0.0/21"
    assert AksNetwork(cidr="10.70.8.0/24").nodes == "10.70.8.0/25"


def test_the_clusters_dns_is_the_tenth_address_of_its_services() -> None:
    assert AksNetwork(cidr="10.70.0.0/20", services="10.0.0.0/20").dns == "10.0.0.10"


def test_only_the_network_is_kept_from_other_clusters_for_pods_and_services_stay_inside() -> None:
    assert cluster().blocks == ("10.70.0.0/20",)


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ({"cidr": "10.244.0.0/20"}, "cidr and pods to be apart, got 10.244.0.0/20 and 10.244.0.0/16"),
        ({"cidr": "10.70.0.0/20", "services": "10.70.0.0/20"}, "cidr and services to be apart"),
        ({"cidr": "10.70.0.0/20", "pods": "172.20.0.0/14"}, "pods and services to be apart"),
    ],
)
def test_blocks_that_overlap_are_refused_by_name(network: dict[str, str], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        AksNetwork.model_validate(network)


def test_a_network_too_small_for_the_nodes_of_an_upgrade_is_refused_with_the_figures() -> None:
    with pytest.raises(ValidationError) as refused:
        cluster(network={"cidr": "10.70.0.0/24"}, node_pools={"general": {"max": 100}})

    assert "room for the 141 nodes that the pools may have during an upgrade, but 10.70.0.0/25" in str(
        refused.value
    )
    assert "has 123 addresses: take a larger network.cidr, or smaller pools" in str(refused.value)


def test_too_few_blocks_for_pods_are_refused_with_the_figures() -> None:
    with pytest.raises(ValidationError) as refused:
        cluster(network={"cidr": "10.70.0.0/16", "pods": "10.80.0.0/20"}, node_pools={"general": {"max": 20}})

    assert "a /24 for the pods of each of the 35 nodes" in str(refused.value)
    assert "network.pods 10.80.0.0/20 has 16 of them" in str(refused.value)


@pytest.mark.parametrize("name", ["general-1", "toolongname", "1pool", "General", ""])
def test_a_pool_name_that_azure_would_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="at most 8 lower-case letters and digits, a letter first"):
        cluster(node_pools={name: {}})


def test_a_disk_is_on_the_host_where_it_fits_there() -> None:
    assert AksNodePool(vm_size="Standard_D4ds_v5", disk_gib=150).ephemeral
    assert not AksNodePool(vm_size="Standard_D4ds_v5", disk_gib=151).ephemeral
    assert not AksNodePool(vm_size="Standard_D4s_v5").ephemeral


def test_arm_is_known_by_the_size() -> None:
    assert AksNodePool(vm_size="Standard_D4pds_v5").arm
    assert not AksNodePool().arm


def test_a_pool_grows_by_a_third_while_it_is_upgraded() -> None:
    assert AksNodePool(max=9).surged == 12
    assert AksNodePool(min=1, max=1).surged == 2


@pytest.mark.parametrize("wrong", [{"min": 2}, {"spot": True}])
def test_the_system_pool_has_a_node_in_each_zone_that_nobody_takes_back(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AksSystemPool.model_validate(wrong)


@pytest.mark.parametrize("wrong", [{"hours": 3}, {"day": "Someday"}, {"start": "24:00"}, {"start": "2:00"}])
def test_a_maintenance_window_is_one_that_azure_takes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Maintenance.model_validate(wrong)


def test_a_cluster_that_nobody_could_administer_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        cluster(admins=[])


def test_the_whole_internet_may_not_reach_the_api() -> None:
    with pytest.raises(ValidationError, match=r"each a /16 or smaller, of which 0\.0\.0\.0/0 is not"):
        cluster(api={"public_from": ["0.0.0.0/0"]})


def test_logs_are_kept_no_shorter_and_no_longer_than_a_workspace_keeps_them() -> None:
    for days in (29, 731):
        with pytest.raises(ValidationError, match=r"than or equal to (30|730)"):
            cluster(log_days=days)


def test_a_version_out_of_support_is_refused() -> None:
    with pytest.raises(ValidationError, match=r'one of "1\.34", "1\.35", "1\.36"'):
        cluster(kubernetes="1.31")


def test_a_secrets_name_is_one_that_a_key_vault_takes() -> None:
    names = cluster().secret_names

    assert names.take("staging-spoke-postgres-url")
    assert names.take("staging-database#url")
    assert not names.take("staging/spoke/postgres-url")
    assert not names.take("a" * 128)


def test_a_stack_file_with_several_mistakes_is_told_all_of_them_with_their_paths() -> None:
    wrong = {
        **CLUSTER,
        "region": "westus",
        "admins": ["me"],
        "node_pools": {"general": {"vm_size": "m6i.large"}},
    }
    with pytest.raises(SettingsError) as refused:
        parse(
            {
                "clusters": {"main": wrong},
                "platform": {
                    "cert_manager": {"acme_email": "platform@example.com"},
                    "secrets": {"prefix": "staging-"},
                },
            },
            CATALOGUE,
        )

    for path in (
        "clusters.main.region: ",
        "clusters.main.admins.0: ",
        "clusters.main.node_pools.general.vm_size: ",
    ):
        assert path in str(refused.value)


def test_a_zone_is_a_resource_that_is_named_after_its_domain() -> None:
    group = (
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/dns/providers/Microsoft.Network"
    )

    assert cluster(dns={"domain": "example.com", "zone": f"{group}/dnsZones/example.com"}).dns
    with pytest.raises(ValidationError, match=r"expected the zone of the domain example\.com, got"):
        cluster(dns={"domain": "example.com", "zone": f"{group}/dnsZones/example.org"})
    with pytest.raises(ValidationError, match="expected a resource id"):
        cluster(dns={"domain": "example.com", "zone": "example.com"})


def test_nodes_newer_than_their_control_plane_are_refused() -> None:
    with pytest.raises(ValidationError) as general:
        cluster(node_pools={"general": {"kubernetes": "1.36"}})
    with pytest.raises(ValidationError) as system:
        cluster(system_pool={"kubernetes": "1.36"})

    assert "expected node_pools.general.kubernetes to be the cluster's 1.35 or older, got 1.36" in str(
        general.value
    )
    assert (
        "expected system_pool.kubernetes to be the cluster's 1.35 or older, got 1.36: the control plane"
        in str(system.value)
    )


def test_a_pool_may_be_older_for_a_while_and_closed_where_another_is_open() -> None:
    pools = {"general": {"kubernetes": "1.34", "closed": True}, "generalb": {}}

    made = cluster(kubernetes="1.36", node_pools=pools)

    assert made.node_pools["general"].closed
    assert not made.node_pools["generalb"].closed


def test_a_cluster_whose_every_pool_is_closed_is_refused() -> None:
    with pytest.raises(
        ValidationError, match=r"one of node_pools to be open, got closed: true for general: first add"
    ):
        cluster(node_pools={"general": {"closed": True}})
    with pytest.raises(ValidationError, match="closed"):
        cluster(system_pool={"closed": True})
