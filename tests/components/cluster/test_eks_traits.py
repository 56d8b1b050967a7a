"""What the platform and applications are told about EKS."""

from components.cluster.eks_traits import traits

TRAITS = traits("eu-west-1", {"groundwork/stack": "staging", "managed-by": "pulumi"})
ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-"


def test_a_load_balancer_is_an_nlb_that_answers_in_every_zone() -> None:
    assert TRAITS.load_balancer_annotations[f"{ANNOTATION}type"] == "nlb"
    assert TRAITS.load_balancer_annotations[f"{ANNOTATION}cross-zone-load-balancing-enabled"] == "true"


def test_a_load_balancer_carries_the_clusters_tags() -> None:
    tags = TRAITS.load_balancer_annotations[f"{ANNOTATION}additional-resource-tags"]

    assert tags == "groundwork/stack=staging,managed-by=pulumi"


def test_no_annotation_is_for_the_controller_that_is_not_installed() -> None:
    only_there = {"scheme", "nlb-target-type", "attributes", "name"}

    assert not only_there & {key.removeprefix(ANNOTATION) for key in TRAITS.load_balancer_annotations}


def test_secrets_come_from_secrets_manager_in_the_clusters_region() -> None:
    assert TRAITS.secret_store == {"aws": {"service": "SecretsManager", "region": "eu-west-1"}}


def test_rclone_acts_as_the_pod_and_holds_no_key() -> None:
    assert TRAITS.rclone["RCLONE_CONFIG_STORE_ENV_AUTH"] == "true"
    assert not [key for key in TRAITS.rclone if "KEY" in key or "SECRET" in key]


def test_scrapes_that_cannot_succeed_are_not_tried() -> None:
    assert TRAITS.hidden_control_plane == ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")
