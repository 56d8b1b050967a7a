"""What an AKS cluster is charged for."""

from typing import Any

from rehearsal.costs.azure import CLUSTER, POOL, items
from tests.rehearsal.costs.bills import amounts, one, part, release

NODES = {"vmSize": "Standard_D4s_v3", "minCount": 3, "maxCount": 9, "osDiskType": "Ephemeral"}


def pool(**changes: Any) -> Any:
    return one(POOL, "general", {**NODES, **changes})


def test_the_system_pool_within_the_cluster_counts_like_the_others() -> None:
    system = {
        "name": "system",
        "vmSize": "Standard_D2s_v3",
        "minCount": 3,
        "maxCount": 6,
        "osDiskType": "Ephemeral",
    }
    cluster = one(CLUSTER, "main-cluster", {"sku": {"tier": "Standard"}, "agentPoolProfiles": [system]})

    assert amounts(items(part(cluster, pool()))) == {
        "aks/Standard": (1, 1),
        "node/Standard_D2s_v3": (3, 6),
        "node/Standard_D4s_v3": (3, 9),
    }


def test_a_disk_on_the_host_costs_nothing_and_a_managed_one_as_the_next_size_sold() -> None:
    assert not [item for item in items(part(pool())) if item.kind == "node disks"]
    assert amounts(items(part(pool(osDiskType="Managed", osDiskSizeGB=100))))["disk/Premium_LRS/128"] == (
        3,
        9,
    )


def test_spot_nodes_have_no_list_price() -> None:
    (nodes,) = items(part(pool(scaleSetPriority="Spot")))

    assert nodes.key == ""
    assert "spot" in nodes.what


def test_the_way_out_is_charged_with_its_address() -> None:
    made = [one("azure-native:network:NatGateway", "nat"), one("azure-native:network:PublicIPAddress", "nat")]

    assert amounts(items(part(*made))) == {"nat": (1, 1), "public-ip": (1, 1)}


def test_services_share_a_load_balancer_and_have_an_address_each() -> None:
    service = one("kubernetes:core/v1:Service", "a", {"spec": {"type": "LoadBalancer"}}, cluster="main")

    assert amounts(items(part(service, release("ingress-nginx", {})))) == {
        "load-balancer": (1, 1),
        "public-ip": (2, 2),
    }


def test_each_volume_costs_as_the_next_size_sold_of_its_class() -> None:
    class_ = one(
        "kubernetes:storage.k8s.io/v1:StorageClass",
        "class",
        {"parameters": {"skuName": "Premium_ZRS"}},
        cluster="main",
    )
    values = {"persistence": {"enabled": True, "size": "50Gi"}}

    assert amounts(items(part(class_, release("a", values)))) == {"disk/Premium_ZRS/64": (1, 1)}


def test_a_key_in_hardware_costs_by_the_month_and_one_in_software_does_not() -> None:
    hardware = one("azure-native:keyvault:Key", "a", {"properties": {"kty": "RSA-HSM", "keySize": 3072}})
    software = one("azure-native:keyvault:Key", "b", {"properties": {"kty": "RSA"}})

    assert amounts(items(part(hardware, software))) == {"key/RSA-HSM-3072": (1, 1)}
