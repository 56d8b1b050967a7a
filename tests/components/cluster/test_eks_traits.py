"""What the platform and applications are told about EKS."""

from typing import Any, cast

from components.cluster.eks_traits import (
    backup_store,
    control_plane,
    dns_zone,
    log_store,
    names_zone,
    traits,
)
from components.grants import BucketHandle, Identity, ProveNames, TakeRole
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.route53 import Route53
from tests.components.cluster.deployments import settings
from tests.settings.global_dns.worlds import CLOUD_DNS, ROUTE53

TRAITS = traits("eu-west-1", {"groundwork/stack": "staging", "managed-by": "pulumi"})
ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-"


def test_a_load_balancer_is_an_nlb_that_answers_in_every_zone() -> None:
    assert TRAITS.load_balancer_annotations[f"{ANNOTATION}type"] == "nlb"
    assert TRAITS.load_balancer_annotations[f"{ANNOTATION}cross-zone-load-balancing-enabled"] == "true"


def test_a_load_balancer_carries_the_clusters_tags() -> None:
    tags = TRAITS.load_balancer_annotations[f"{ANNOTATION}additional-resource-tags"]

    assert tags == "groundwork/stack=staging,managed-by=pulumi"


def test_an_internal_load_balancer_is_the_same_in_the_private_network() -> None:
    told = dict(TRAITS.internal_load_balancer_annotations)

    assert told.pop(f"{ANNOTATION}internal") == "true"
    assert told == TRAITS.load_balancer_annotations


def test_no_annotation_is_for_the_controller_that_is_not_installed() -> None:
    only_there = {"scheme", "nlb-target-type", "attributes", "name"}

    told = {**TRAITS.load_balancer_annotations, **TRAITS.internal_load_balancer_annotations}
    assert not only_there & {key.removeprefix(ANNOTATION) for key in told}


def test_secrets_come_from_secrets_manager_in_the_clusters_region() -> None:
    assert TRAITS.secret_store == {"aws": {"service": "SecretsManager", "region": "eu-west-1"}}


def test_rclone_acts_as_the_pod_and_holds_no_key() -> None:
    assert TRAITS.rclone["RCLONE_CONFIG_STORE_ENV_AUTH"] == "true"
    assert not [key for key in TRAITS.rclone if "KEY" in key or "SECRET" in key]


def test_scrapes_that_cannot_succeed_are_not_tried() -> None:
    assert TRAITS.hidden_control_plane == ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")


def test_the_control_plane_nodes_and_pods_share_the_private_subnets() -> None:
    plane = control_plane(settings(network={"cidr": "10.20.0.0/16"}))

    assert plane.caller_blocks == plane.nodes == ("10.20.0.0/18", "10.20.64.0/18", "10.20.128.0/18")
    assert plane.api == (*plane.nodes, "172.20.0.1/32", "10.100.0.1/32")
    assert plane.api_ports == (443,)


def test_a_hosted_zone_is_edited_with_the_service_accounts_own_credentials() -> None:
    zone = dns_zone(settings(dns={"domain": "example.com", "zone": "Z0123456789ABC"}))

    assert zone is not None
    assert (zone.domain, zone.zone) == ("example.com", "Z0123456789ABC")
    assert zone.provider.name == "aws"
    assert zone.provider.flags == {"zone-id-filter": "Z0123456789ABC", "aws-zone-type": "public"}
    assert zone.solver(Identity()) == {
        "route53": {"region": settings().region, "hostedZoneID": "Z0123456789ABC"}
    }
    assert dns_zone(settings()) is None


def test_the_zone_of_names_over_all_regions_is_edited_as_such_or_as_a_role_of_its_account() -> None:
    own = names_zone(settings(), Route53.model_validate(ROUTE53))
    role = "arn:aws:iam::123456789012:role/names"
    taken = names_zone(settings(), Route53.model_validate({**ROUTE53, "proving_role": role}))

    assert own is not None
    assert taken is not None
    assert own.domain == taken.domain == "example.com"
    body = {"region": settings().region, "hostedZoneID": ROUTE53["zone"]}
    assert own.solver(Identity()) == {"route53": body}
    assert own.proving == ProveNames(ROUTE53["zone"])
    assert taken.solver(Identity()) == {"route53": {**body, "role": role}}
    assert taken.proving == TakeRole(role)


def test_the_role_that_writes_names_is_no_pods() -> None:
    own = names_zone(
        settings(), Route53.model_validate({**ROUTE53, "role": "arn:aws:iam::123456789012:role/names"})
    )

    assert own is not None
    assert own.proving == ProveNames(ROUTE53["zone"])
    assert "role" not in own.solver(Identity())["route53"]


def test_names_in_another_clouds_zone_are_not_proved_here() -> None:
    assert names_zone(settings(), None) is None
    assert names_zone(settings(), CloudDns.model_validate(CLOUD_DNS)) is None


def test_logs_are_in_the_regions_s3_by_the_pods_own_credentials() -> None:
    bucket = BucketHandle(name=cast(Any, "bucket"), reference=cast(Any, "arn"))

    assert log_store("us-east-1")(bucket) == {
        "type": "s3",
        "bucketNames": {"chunks": "bucket"},
        "s3": {"region": "us-east-1"},
    }


def test_backups_are_in_s3_and_snapshots_of_ebs() -> None:
    store = backup_store("us-east-1")
    bucket = BucketHandle(name=cast(Any, "bucket"), reference=cast(Any, "arn"))

    assert (store.provider, store.csi_driver) == ("aws", "ebs.csi.aws.com")
    assert store.config(bucket, Identity()) == {"region": "us-east-1"}
    assert "plugin-for-aws" in store.plugin
