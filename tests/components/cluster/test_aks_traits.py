"""What is particular to AKS."""

from components.cluster.aks_traits import traits
from components.contracts import ClusterTraits
from tests.components.cluster.aks_deployments import SECRETS, TENANT


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


def test_rclone_finds_its_credentials_by_itself_and_creates_no_container() -> None:
    assert given().rclone == {
        "RCLONE_CONFIG_STORE_TYPE": "azureblob",
        "RCLONE_CONFIG_STORE_ENV_AUTH": "true",
        "RCLONE_CONFIG_STORE_NO_CHECK_CONTAINER": "true",
    }


def test_what_the_cloud_runs_out_of_reach_is_not_scraped() -> None:
    assert given().hidden_control_plane == ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")
