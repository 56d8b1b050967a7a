"""What is particular to AKS."""

import json
from typing import Any, cast

import pulumi

from components.cluster.aks_traits import (
    BACKUP_STORE,
    CLIENT_ID,
    STORAGE_ACCOUNT,
    control_plane,
    dns_zone,
    log_store,
    names_zone,
    traits,
)
from components.contracts import ClusterTraits
from components.grants import BucketHandle, Identity, ProveNames
from settings.global_dns.route53 import Route53
from settings.global_dns.traffic_manager import TrafficManager
from tests.components.cluster.aks_deployments import SECRETS, TENANT, settings
from tests.components.cluster.outputs import resolved
from tests.settings.global_dns.worlds import ROUTE53, TRAFFIC_MANAGER


def given() -> ClusterTraits:
    return traits(SECRETS, TENANT, {"a": "b", "c": "d"})


def test_secrets_are_read_from_the_stacks_vault_by_the_controllers_own_identity() -> None:
    assert given().secret_store == {
        "azurekv": {
            "authType": "WorkloadIdentity",
            "tenantId": TENANT,
            "vaultUrl": "https://staging-secrets.vault.azure.net",
        }
    }


def test_load_balancers_are_tagged_and_ask_for_a_path_that_answers() -> None:
    assert given().load_balancer_annotations == {
        "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path": "/healthz",
        "service.beta.kubernetes.io/azure-pip-tags": "a=b,c=d",
    }


def test_an_internal_load_balancer_has_no_public_address_to_tag() -> None:
    assert given().internal_load_balancer_annotations == {
        "service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path": "/healthz",
        "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    }


def test_rclone_finds_its_credentials_by_itself_and_creates_no_container() -> None:
    assert given().rclone == {
        "RCLONE_CONFIG_STORE_TYPE": "azureblob",
        "RCLONE_CONFIG_STORE_ENV_AUTH": "true",
        "RCLONE_CONFIG_STORE_NO_CHECK_CONTAINER": "true",
    }


def test_what_the_cloud_runs_out_of_reach_is_not_scraped() -> None:
    assert given().hidden_control_plane == ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")


def test_webhooks_are_called_through_konnectivitys_agents() -> None:
    plane = control_plane(settings(api={}))

    assert plane.caller_pods == (("kube-system", {"app": "konnectivity-agent"}),)
    assert plane.caller_blocks == ()
    assert plane.nodes == (), "Cilium takes no block for a node"


def test_a_private_api_is_in_the_nodes_subnet_and_a_public_one_wherever_azure_has_it() -> None:
    private, public = settings(api={}), settings(api={"public_from": ["203.0.113.0/24"]})

    assert control_plane(private).api == (private.network.nodes,)
    assert control_plane(public).api == ("0.0.0.0/0",)


def test_a_zone_of_azure_is_edited_as_the_identity_that_its_service_account_names() -> None:
    group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/dns"
    zone = f"{group}/providers/Microsoft.Network/dnsZones/example.com"
    known = dns_zone(settings(dns={"domain": "example.com", "zone": zone}))

    assert known is not None
    assert known.solver(Identity(annotations={CLIENT_ID: "an-id"}))["azureDNS"] == {
        "environment": "AzurePublicCloud",
        "subscriptionID": "00000000-0000-4000-8000-000000000001",
        "resourceGroupName": "dns",
        "hostedZoneName": "example.com",
        "managedIdentity": {"clientID": "an-id"},
    }
    assert (known.provider.name, known.provider.flags) == ("azure", {"zone-id-filter": "/example.com"})
    assert json.loads(known.provider.files["azure.json"]) == {
        "tenantId": settings().tenant,
        "subscriptionId": "00000000-0000-4000-8000-000000000001",
        "resourceGroup": "dns",
        "useWorkloadIdentityExtension": True,
    }
    assert dns_zone(settings()) is None


def test_the_zone_of_names_over_all_regions_is_edited_as_the_same_identity() -> None:
    zone = names_zone(TrafficManager.model_validate(TRAFFIC_MANAGER))

    assert zone is not None
    body = zone.solver(Identity(annotations={CLIENT_ID: "an-id"}))["azureDNS"]
    assert (body["resourceGroupName"], body["hostedZoneName"]) == ("names", "example.com")
    assert body["managedIdentity"] == {"clientID": "an-id"}
    assert zone.proving == ProveNames(TRAFFIC_MANAGER["zone"])
    assert names_zone(None) is None
    assert names_zone(Route53.model_validate(ROUTE53)) is None


def test_logs_are_in_blob_storage_by_the_pods_own_token() -> None:
    bucket = BucketHandle(
        name=cast(Any, "objects"), reference=cast(Any, "id"), rclone={STORAGE_ACCOUNT: "account"}
    )

    assert log_store(bucket) == {
        "type": "azure",
        "bucketNames": {"chunks": "objects"},
        "azure": {"accountName": "account", "useFederatedToken": True},
    }


def test_backups_are_in_blob_storage_without_a_key_and_snapshots_hold_what_changed() -> None:
    def config() -> Any:
        account = pulumi.Output.from_input("account")
        bucket = BucketHandle(name=account, reference=account, rclone={STORAGE_ACCOUNT: account})
        return dict(BACKUP_STORE.config(bucket, Identity()))

    assert resolved(config) == {
        "useAAD": "true",
        "storageAccount": "account",
        "storageAccountURI": "https://account.blob.core.windows.net",
    }
    assert (BACKUP_STORE.provider, BACKUP_STORE.csi_driver) == ("azure", "disk.csi.azure.com")
    assert BACKUP_STORE.snapshots == {"incremental": "true"}
    assert "plugin-for-microsoft-azure" in BACKUP_STORE.plugin
