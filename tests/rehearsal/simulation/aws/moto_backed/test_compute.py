"""Launch templates and VPC endpoints on moto: what it refuses, and what it keeps."""

from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.aws.moto_backed.compute import template_data
from tests.rehearsal.simulation.aws.cloud import Cloud

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


def test_a_templates_name_is_used_once(cloud: Cloud) -> None:
    cloud.create(TEMPLATE, name="nodes")

    assert cloud.refusal(TEMPLATE, name="nodes") == (
        "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use."
    )


def test_an_input_that_ec2_does_not_know_is_refused_by_its_client(cloud: Cloud) -> None:
    text = cloud.refusal(TEMPLATE, name="nodes", metadataOptions={"httpTokns": "required"})

    assert 'Unknown parameter in LaunchTemplateData.MetadataOptions: "HttpTokns"' in text


def test_every_change_of_the_content_is_a_version_and_others_are_none(cloud: Cloud, moto: Moto) -> None:
    made = cloud.create(TEMPLATE, name="nodes", instanceType="m6i.large")
    tagged = cloud.update(TEMPLATE, made, name="nodes", instanceType="m6i.large", tags={"a": "b"})
    changed = cloud.update(TEMPLATE, made, name="nodes", instanceType="m6i.xlarge")
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=made["id"])["LaunchTemplateVersions"]

    assert (made["latestVersion"], tagged["latestVersion"], changed["latestVersion"]) == (1, 1, 2)
    assert {one["LaunchTemplateData"]["InstanceType"] for one in versions} == {"m6i.large", "m6i.xlarge"}


def test_a_templates_content_in_ec2s_form() -> None:
    inputs = {
        "blockDeviceMappings": [
            {"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "deleteOnTermination": "false"}}
        ],
        "networkInterfaces": [{"associatePublicIpAddress": "false", "securityGroups": ["sg-1"]}],
        "tagSpecifications": [{"resourceType": "instance", "tags": {"karpenter.sh/nodepool": "main"}}],
    }

    assert template_data(inputs) == {
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "DeleteOnTermination": False}}
        ],
        "NetworkInterfaces": [{"AssociatePublicIpAddress": False, "Groups": ["sg-1"]}],
        "TagSpecifications": [
            {"ResourceType": "instance", "Tags": [{"Key": "karpenter.sh/nodepool", "Value": "main"}]}
        ],
    }


def test_an_endpoint_in_a_subnet_that_does_not_exist(cloud: Cloud) -> None:
    text = cloud.refusal(
        ENDPOINT, vpcId=cloud.vpc()["id"], serviceName="com.amazonaws.eu-central-1.sts", vpcEndpointType="Interface",
        subnetIds=["subnet-0123456789abcdef0"],
    )  # fmt: skip

    assert text == "InvalidSubnetID.NotFound: The subnet ID 'subnet-0123456789abcdef0' does not exist"


def test_an_endpoint_changes_its_tables(cloud: Cloud, moto: Moto) -> None:
    vpc = cloud.vpc()
    first, second = (cloud.create("aws:ec2/routeTable:RouteTable", vpcId=vpc["id"])["id"] for _ in range(2))
    inputs = {"vpcId": vpc["id"], "serviceName": "com.amazonaws.eu-central-1.s3"}
    made = cloud.create(ENDPOINT, **inputs, routeTableIds=[first])
    cloud.update(ENDPOINT, made, **inputs, routeTableIds=[second])
    ec2 = moto.client("ec2", cloud.account, cloud.region)
    (found,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[made["id"]])["VpcEndpoints"]

    assert found["RouteTableIds"] == [second]
