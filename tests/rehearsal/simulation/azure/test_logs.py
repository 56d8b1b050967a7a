"""Workspaces and diagnostic settings."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import CLUSTER, LOCK, Cloud

WORKSPACE = "azure-native:operationalinsights:Workspace"
SETTING = "azure-native:monitor:DiagnosticSetting"


def test_a_workspace_keeps_logs_for_30_days_to_two_years(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(WORKSPACE, resourceGroupName="main", retentionInDays=7)

    assert failure.reason == "InvalidParameter: 7 is not within 30 to 730"


def test_logs_go_somewhere(cloud: Cloud) -> None:
    (failure,) = cloud.wrong(SETTING, resourceUri="/a")

    assert failure.reason.startswith("BadRequest: at least one of workspaceId, storageAccountId")


def refusal(cloud: Cloud, **changes: Any) -> str:
    workspace = cloud.put(WORKSPACE)["id"]
    return cloud.refusal(SETTING, **{"resourceUri": cloud.group["id"], "workspaceId": workspace, **changes})


def test_logs_are_of_something_and_go_to_a_workspace_that_is_there(cloud: Cloud) -> None:
    assert refusal(cloud, resourceUri="/a") == "ResourceNotFound: resourceUri: /a does not exist"
    assert (
        refusal(cloud, workspaceId="/a") == "ResourceNotFound: workspaceId: the workspace /a does not exist"
    )


def test_a_cluster_has_the_categories_that_it_has(cloud: Cloud) -> None:
    cluster = cloud.create(CLUSTER, **cloud.sound_cluster())

    answer = refusal(cloud, resourceUri=cluster["id"], logs=[{"category": "kube-everything"}])

    assert answer.startswith(
        "BadRequest: a cluster has no log category 'kube-everything', only kube-apiserver"
    )


def test_the_setting_of_something_locked_stays(cloud: Cloud) -> None:
    cluster = cloud.create(CLUSTER, **cloud.sound_cluster())
    setting = cloud.create(
        SETTING, resourceUri=cluster["id"], workspaceId=cloud.put(WORKSPACE)["id"], name="a"
    )
    cloud.create(LOCK, scope=cluster["id"], level="CanNotDelete")

    with pytest.raises(Refused, match="ScopeLocked"):
        cloud.delete(SETTING, setting)
