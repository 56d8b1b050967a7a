"""What is particular to GKE."""

from typing import Any, cast

from components.cluster.gke_identity import ANNOTATION
from components.cluster.gke_traits import (
    BACKUP_STORE,
    control_plane,
    dns_zone,
    log_store,
    names_zone,
    traits,
)
from components.grants import BucketHandle, Identity, ProveNames
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.route53 import Route53
from tests.components.cluster.gke_deployments import settings
from tests.settings.global_dns.worlds import CLOUD_DNS, ROUTE53

GKE = traits("example-staging")


def test_secrets_come_from_the_projects_secret_manager_as_the_controllers_own_identity() -> None:
    assert GKE.secret_store == {"gcpsm": {"projectID": "example-staging"}}


def test_rclone_acts_as_its_pods_identity_and_creates_no_bucket() -> None:
    assert GKE.rclone["RCLONE_CONFIG_STORE_TYPE"] == "google cloud storage"
    assert GKE.rclone["RCLONE_CONFIG_STORE_ENV_AUTH"] == "true"
    assert GKE.rclone["RCLONE_CONFIG_STORE_NO_CHECK_BUCKET"] == "true"
    assert GKE.rclone["RCLONE_CONFIG_STORE_BUCKET_POLICY_ONLY"] == "true"


def test_nothing_is_scraped_that_gke_does_not_offer() -> None:
    assert set(GKE.hidden_control_plane) == {
        "kubeControllerManager",
        "kubeScheduler",
        "kubeEtcd",
        "kubeProxy",
        "coreDns",
    }


def test_load_balancers_are_of_backend_services() -> None:
    assert GKE.load_balancer_annotations == {"cloud.google.com/l4-rbs": "enabled"}


def test_an_internal_load_balancer_says_so_and_nothing_of_the_public_one() -> None:
    assert GKE.internal_load_balancer_annotations == {"networking.gke.io/load-balancer-type": "Internal"}


def test_pods_get_their_credentials_where_dataplane_v2_answers_them() -> None:
    assert GKE.identity_endpoint == "169.254.169.254"


def test_network_plugins_are_installed_where_gkes_nodes_look_for_them() -> None:
    assert traits("example").cni_binaries == "/home/kubernetes/bin"


def test_webhooks_are_called_through_konnectivitys_agents_or_from_the_private_endpoint() -> None:
    plane = control_plane(settings())

    assert plane.caller_pods == (("kube-system", {"k8s-app": "konnectivity-agent"}),)
    assert plane.api == plane.caller_blocks == (settings().network.nodes,)
    assert plane.nodes == (), "Cilium takes no block for a node"


def test_a_managed_zone_is_edited_as_the_service_account() -> None:
    zone = dns_zone(settings(dns={"domain": "example.com", "zone": "example-com"}))

    assert zone is not None
    assert zone.solver(Identity()) == {
        "cloudDNS": {"project": settings().project, "hostedZoneName": "example-com"}
    }
    assert zone.provider.name == "google"
    assert zone.provider.flags == {
        "google-project": settings().project,
        "zone-id-filter": "example-com",
        "google-zone-visibility": "public",
    }
    assert dns_zone(settings()) is None


def test_the_zone_of_names_over_all_regions_may_be_another_projects() -> None:
    zone = names_zone(CloudDns.model_validate(CLOUD_DNS))

    assert zone is not None
    assert zone.solver(Identity()) == {
        "cloudDNS": {"project": "example-names", "hostedZoneName": "example-com"}
    }
    assert zone.proving == ProveNames("example-com", "example-names")
    assert names_zone(None) is None
    assert names_zone(Route53.model_validate(ROUTE53)) is None


def test_the_way_in_has_the_address_that_was_reserved_for_it() -> None:
    assert GKE.address is None
    assert traits("example", address="192.0.2.1").address == "192.0.2.1"


def test_logs_are_in_cloud_storage_by_the_pods_own_credentials() -> None:
    bucket = BucketHandle(name=cast(Any, "bucket"), reference=cast(Any, "bucket"))

    assert log_store(bucket) == {"type": "gcs", "bucketNames": {"chunks": "bucket"}}


def test_backups_are_in_cloud_storage_signed_for_as_the_identity_and_snapshots_of_persistent_disks() -> None:
    bucket = BucketHandle(name=cast(Any, "bucket"), reference=cast(Any, "bucket"))
    identity = Identity(annotations={ANNOTATION: "velero@example.iam.gserviceaccount.com"})

    assert (BACKUP_STORE.provider, BACKUP_STORE.csi_driver) == ("gcp", "pd.csi.storage.gke.io")
    assert BACKUP_STORE.config(bucket, identity) == {
        "serviceAccount": "velero@example.iam.gserviceaccount.com"
    }
    assert "plugin-for-gcp" in BACKUP_STORE.plugin
