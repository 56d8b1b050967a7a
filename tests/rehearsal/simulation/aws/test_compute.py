"""Launch templates and VPC endpoints."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
S3 = "com.amazonaws.eu-central-1.s3"
STS = "com.amazonaws.eu-central-1.sts"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "a"}, "InvalidLaunchTemplateName.MalformedException: 'a'"),
        ({"instanceType": "m5.tiny"}, "InvalidInstanceType: the instance type 'm5.tiny' does not exist"),
        ({"metadataOptions": {"httpTokens": "perhaps"}}, "'perhaps' is not one of optional, required"),
        ({"metadataOptions": {"httpPutResponseHopLimit": 65}}, "the hop limit 65 is not within 1 to 64"),
        ({"blockDeviceMappings": [{"ebs": {"volumeType": "gp9"}}]}, "'gp9' is not one of gp2, gp3"),
        ({"blockDeviceMappings": [{"ebs": {"volumeType": "gp3", "volumeSize": 0}}]}, "a gp3 volume of 0 GiB"),
        ({"vpcSecurityGroupIds": ["sg-0"]}, "InvalidGroup.NotFound: vpcSecurityGroupIds"),
        ({"blockDeviceMappings": [{"ebs": {"kmsKeyId": "arn:x"}}]}, "KMSKeyNotFound"),
    ],
)
def test_a_template_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(TEMPLATE, **{"name": "nodes", **inputs})


def test_a_template_name_is_used_once_in_a_region(cloud: Cloud) -> None:
    cloud.create(TEMPLATE, name="nodes")

    assert "AlreadyExistsException: there is already a launch template 'nodes'" in cloud.refusal(
        TEMPLATE, name="nodes"
    )


def test_each_change_is_a_version(cloud: Cloud) -> None:
    made = cloud.create(TEMPLATE, name="nodes", instanceType="m5.large")

    changed = cloud.update(TEMPLATE, made, name="nodes", instanceType="m5.xlarge", updateDefaultVersion=True)
    tagged = cloud.update(TEMPLATE, changed, name="nodes", instanceType="m5.xlarge", tags={"a": "b"})

    assert (made["latestVersion"], changed["latestVersion"], tagged["latestVersion"]) == (1, 2, 2)
    assert changed["defaultVersion"] == 2


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"serviceName": "s3"}, "InvalidServiceName: 's3' is not a service"),
        ({"serviceName": STS}, "com.amazonaws.eu-central-1.sts has no Gateway endpoint"),
        ({"serviceName": S3, "privateDnsEnabled": True}, "private DNS is for Interface endpoints"),
        ({"serviceName": S3, "vpcEndpointType": "Door"}, "'Door' is not one of Gateway, Interface"),
        ({"serviceName": S3.replace("central", "west")}, "is not in the region eu-central-1"),
        (
            {"serviceName": STS, "vpcEndpointType": "Interface", "securityGroupIds": ["sg-0"]},
            "InvalidGroup.NotFound",
        ),
        ({"serviceName": S3, "routeTableIds": ["rtb-0"]}, "InvalidRouteTableID.NotFound"),
    ],
)
def test_an_endpoint_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(ENDPOINT, vpcId=cloud.vpc()["id"], **inputs)


def test_an_interface_has_a_name_and_a_gateway_a_prefix_list(cloud: Cloud) -> None:
    vpc = cloud.vpc()

    interface = cloud.create(ENDPOINT, vpcId=vpc["id"], serviceName=STS, vpcEndpointType="Interface")
    assert interface["dnsEntries"][0]["dnsName"].endswith(".sts.eu-central-1.vpce.amazonaws.com")
    assert cloud.create(ENDPOINT, vpcId=vpc["id"], serviceName=S3)["prefixListId"].startswith("pl-")
