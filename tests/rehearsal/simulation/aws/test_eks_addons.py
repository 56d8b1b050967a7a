"""Add-ons."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud

ADDON = "aws:eks/addon:Addon"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"addonName": "vpc-dni"}, "unknown add-on: 'vpc-dni' is not one of vpc-cni"),
        ({"addonVersion": "latest"}, "'latest' is not a version such as v1.2.3-eksbuild.1"),
        ({"resolveConflictsOnCreate": "PRESERVE"}, "'PRESERVE' is not one of NONE, OVERWRITE"),
        ({"configurationValues": "{"}, "the configuration is not a JSON or YAML object"),
        ({"configurationValues": "text"}, "the configuration is not a JSON or YAML object"),
        ({"serviceAccountRoleArn": "arn:none"}, "the role 'arn:none' does not exist"),
        ({"clusterName": "none"}, "the cluster 'none' does not exist"),
        (
            {"podIdentityAssociations": [{"roleArn": "arn:none", "serviceAccount": "a"}]},
            "the role 'arn:none' does not exist",
        ),
    ],
)
def test_an_addon_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    cloud.cluster()

    assert text in cloud.refusal(ADDON, **{"clusterName": "main", "addonName": "vpc-cni", **inputs})


def test_an_addon_is_installed_once(cloud: Cloud) -> None:
    cloud.cluster(version="1.35")
    made = cloud.create(
        ADDON, clusterName="main", addonName="kube-proxy", configurationValues='{"mode": "nftables"}'
    )

    assert (made["id"], made["addonVersion"]) == ("main:kube-proxy", "v1.35.0-eksbuild.1")
    assert "already has the add-on kube-proxy" in cloud.refusal(
        ADDON, clusterName="main", addonName="kube-proxy"
    )
