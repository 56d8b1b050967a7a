"""The control plane of an EKS cluster."""

from typing import Any

import pulumi
import pytest

from components.cluster.eks_plane import physical_name
from tests.components.cluster.deployments import CLUSTER, NAME, deployed, managed, needs
from tests.recorded import Recording

LOGS = "aws:cloudwatch/logGroup:LogGroup"


def plane(recording: Recording) -> Any:
    return recording.one(CLUSTER).inputs


def test_all_five_kinds_of_control_plane_logs_are_kept_encrypted_and_for_the_days_asked(
    made: Recording,
) -> None:
    group = made.one(LOGS, "main-logs")

    assert plane(made)["enabledClusterLogTypes"] == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    assert group.inputs["name"] == f"/aws/eks/{NAME}/cluster"
    assert group.inputs["retentionInDays"] == 90
    assert group.inputs["kmsKeyId"] == made.one("aws:kms/key:Key").outputs["arn"]


def test_the_log_group_is_there_before_the_cluster_writes_and_goes_after_it(made: Recording) -> None:
    assert f"{LOGS} main-logs" in needs(made, made.one(CLUSTER))


def test_secrets_are_encrypted_with_the_clusters_own_key(made: Recording) -> None:
    key = made.one("aws:kms/key:Key").outputs["arn"]

    assert plane(made)["encryptionConfig"] == {"provider": {"keyArn": key}, "resources": ["secrets"]}


def test_the_api_is_private_unless_somebody_is_allowed_in(made: Recording) -> None:
    assert plane(made)["vpcConfig"]["endpointPrivateAccess"] is True
    assert plane(made)["vpcConfig"]["endpointPublicAccess"] is False
    assert "publicAccessCidrs" not in plane(made)["vpcConfig"]


def test_a_public_endpoint_is_for_the_listed_blocks_only_and_beside_the_private_one(
    open_staging: Recording,
) -> None:
    assert plane(open_staging)["vpcConfig"]["endpointPrivateAccess"] is True
    assert plane(open_staging)["vpcConfig"]["endpointPublicAccess"] is True
    assert plane(open_staging)["vpcConfig"]["publicAccessCidrs"] == ["203.0.113.0/24"]


def test_nobody_becomes_an_administrator_by_creating_the_cluster(made: Recording) -> None:
    assert plane(made)["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }


def test_the_version_is_the_one_asked_for_and_never_in_extended_support(made: Recording) -> None:
    assert plane(made)["version"] == "1.35"
    assert plane(made)["upgradePolicy"] == {"supportType": "STANDARD"}


def test_traffic_can_be_shifted_away_from_an_impaired_zone(made: Recording) -> None:
    assert plane(made)["zonalShiftConfig"] == {"enabled": True}


def test_no_add_on_is_installed_outside_the_programs_control(made: Recording) -> None:
    assert plane(made)["bootstrapSelfManagedAddons"] is False


def test_the_control_plane_acts_as_a_role_of_its_own_which_outlives_it(made: Recording) -> None:
    assert managed(made, "main-control-plane") == ["AmazonEKSClusterPolicy"]
    assert "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-control-plane-cluster" in needs(
        made, made.one(CLUSTER)
    )


def test_eks_itself_refuses_the_deletion_of_a_protected_cluster(
    made: Recording, open_staging: Recording
) -> None:
    assert plane(made)["deletionProtection"] is True
    assert plane(open_staging)["deletionProtection"] is False


def test_every_kubernetes_version_on_offer_can_be_made() -> None:
    for version in ("1.34", "1.36"):
        assert plane(deployed(kubernetes=version))["version"] == version


def test_a_dot_in_the_stacks_name_becomes_a_hyphen() -> None:
    assert physical_name("v1.2", "main") == "groundwork-v1-2-main"


def test_a_name_beyond_what_eks_takes_is_refused_with_its_length() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        physical_name("s" * 60, "c" * 60)

    assert str(refused.value).startswith(
        "expected a cluster name of at most 100 characters on AWS, got 'groundwork-sss"
    )
    assert str(refused.value).endswith("which has 132: shorten the cluster's or the stack's name")
