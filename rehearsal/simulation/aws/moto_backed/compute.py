"""Launch templates and VPC endpoints on moto."""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.compute import TEMPLATE
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, capitals, given
from rehearsal.simulation.aws.moto_backed.network import retagged, tagged
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.kinds import Call, Properties

LISTS = {
    "vpcSecurityGroupIds": "SecurityGroupIds", "securityGroupNames": "SecurityGroups", "networkInterfaces": "NetworkInterfaces",
    "blockDeviceMappings": "BlockDeviceMappings", "tagSpecifications": "TagSpecifications",
}  # fmt: skip
PLAIN = {
    "imageId": "ImageId", "instanceType": "InstanceType", "keyName": "KeyName", "userData": "UserData",
    "metadataOptions": "MetadataOptions", "monitoring": "Monitoring", "iamInstanceProfile": "IamInstanceProfile",
    "disableApiStop": "DisableApiStop", "disableApiTermination": "DisableApiTermination", "placement": "Placement",
}  # fmt: skip


def template_data(inputs: Properties) -> dict[str, Any]:
    """A template's content in EC2's form: lists where it has them, and tags as lists of keys and values."""
    found = {
        api: capitals(inputs[name])
        for name, api in {**LISTS, **PLAIN}.items()
        if inputs.get(name) is not None
    }
    for mapping in found.get("BlockDeviceMappings", ()):
        for flag in ("Encrypted", "DeleteOnTermination"):
            if flag in mapping.get("Ebs", {}):
                mapping["Ebs"][flag] = str(mapping["Ebs"][flag]).lower() == "true"
    for place in found.get("NetworkInterfaces", ()):
        place["Groups"] = place.pop("SecurityGroups", [])
        for flag in ("AssociatePublicIpAddress", "DeleteOnTermination"):
            if flag in place:
                place[flag] = str(place[flag]).lower() == "true"
    if "TagSpecifications" in found:
        # A tag's key keeps its letters.
        found["TagSpecifications"] = [
            {
                "ResourceType": group["resourceType"],
                "Tags": [{"Key": k, "Value": v} for k, v in (group.get("tags") or {}).items()],
            }
            for group in inputs["tagSpecifications"]
        ]
    return found


def template(aws: Services, call: Call) -> Made:
    """The template in its first version."""
    made = aws("ec2").create_launch_template(
        LaunchTemplateName=named(call),
        LaunchTemplateData=template_data(call.inputs),
        **tagged(call, "launch-template"),
    )["LaunchTemplate"]
    return Made(made["LaunchTemplateId"], {"name": made["LaunchTemplateName"]})


def template_update(aws: Services, call: Call) -> Properties:
    """A further version where the content changed, and tags."""
    retagged(aws, call)
    if template_data(call.inputs) == template_data(call.olds):
        return {}
    made = aws("ec2").create_launch_template_version(
        LaunchTemplateId=call.id, LaunchTemplateData=template_data(call.inputs)
    )["LaunchTemplateVersion"]
    return {"latestVersion": made["VersionNumber"]}


def endpoint(aws: Services, call: Call) -> Made:
    """The endpoint. moto takes any service, table and group; the type's own knowledge refuses those that are not there."""
    wanted = {"VpcId": "vpcId", "ServiceName": "serviceName", "VpcEndpointType": "vpcEndpointType", "SubnetIds": "subnetIds",
              "RouteTableIds": "routeTableIds", "SecurityGroupIds": "securityGroupIds",
              "PrivateDnsEnabled": "privateDnsEnabled", "PolicyDocument": "policy"}  # fmt: skip
    parameters = given(call.inputs, wanted)
    parameters.setdefault("VpcEndpointType", "Gateway")  # EC2's default; moto has none
    made = aws("ec2").create_vpc_endpoint(**parameters, **tagged(call, "vpc-endpoint"))["VpcEndpoint"]
    kept = {"state": made["State"]}
    if made.get("NetworkInterfaceIds"):
        kept["networkInterfaceIds"] = made["NetworkInterfaceIds"]
    return Made(made["VpcEndpointId"], kept)


def endpoint_update(aws: Services, call: Call) -> Properties:
    """Tables and subnets that came and went, and tags."""
    changes: dict[str, list[str]] = {}
    for name, noun in (
        ("routeTableIds", "RouteTableIds"),
        ("subnetIds", "SubnetIds"),
        ("securityGroupIds", "SecurityGroupIds"),
    ):
        before, after = set(call.olds.get(name) or ()), set(call.inputs.get(name) or ())
        if after - before:
            changes[f"Add{noun}"] = sorted(after - before)
        if before - after:
            changes[f"Remove{noun}"] = sorted(before - after)
    if changes:
        aws("ec2").modify_vpc_endpoint(VpcEndpointId=call.id, **changes)
    return retagged(aws, call)


BACKINGS: Mapping[str, Backing] = {
    TEMPLATE: Backing(
        "CreateLaunchTemplate, CreateLaunchTemplateVersion", template,
        lambda aws, call: aws("ec2").delete_launch_template(LaunchTemplateId=call.id), template_update,
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Backing(
        "CreateVpcEndpoint, ModifyVpcEndpoint", endpoint,
        lambda aws, call: aws("ec2").delete_vpc_endpoints(VpcEndpointIds=[call.id]), endpoint_update,
    ),
}  # fmt: skip
