"""What is particular to GKE."""

from components.cluster.gke_traits import traits

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
    }


def test_load_balancers_are_of_backend_services() -> None:
    assert GKE.load_balancer_annotations == {"cloud.google.com/l4-rbs": "enabled"}


def test_pods_get_their_credentials_where_dataplane_v2_answers_them() -> None:
    assert GKE.identity_endpoint == "169.254.169.254"
