"""EC2 launch templates and VPC endpoints.

Launch template limits: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html; volume sizes:
https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html. Replacement follows the ForceNew marks of
terraform-provider-aws 6.
"""

import re
from collections.abc import Iterator, Mapping

from facts.aws_instance_types import wrong_type
from rehearsal.simulation.aws.account import account, arn, dns_suffix, region, resource_id
from rehearsal.simulation.aws.resource import Reference, aws, named, one_of, unique
from rehearsal.simulation.aws.security_groups import known_group
from rehearsal.simulation.aws.vpc import IN_VPC, SUBNET, ided
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
TEMPLATE_NAME = re.compile(r"[a-zA-Z0-9().\-/_]{3,128}")
VOLUMES = {
    "gp2": 16384,
    "gp3": 65536,
    "io1": 16384,
    "io2": 65536,
    "sc1": 16384,
    "st1": 16384,
    "standard": 1024,
}
"""Volume type -> largest size in GiB."""


def template_check(inputs: Properties) -> Iterator[Failure]:
    """Names, instance type, metadata options and disks."""
    name = inputs.get("name")
    if isinstance(name, str) and not TEMPLATE_NAME.fullmatch(name):
        yield Failure(
            "name",
            f"InvalidLaunchTemplateName.MalformedException: {name!r} is not 3 to 128 letters, digits and ().-/_",
        )
    for type_ in texts(inputs, "instanceType"):
        if problem := wrong_type(type_):
            yield Failure("instanceType", f"InvalidInstanceType: {problem}")
    yield from one_of(inputs, "metadataOptions.httpTokens", ("optional", "required"))
    yield from one_of(inputs, "metadataOptions.httpEndpoint", ("enabled", "disabled"))
    hops = one(inputs, "metadataOptions.httpPutResponseHopLimit")
    if isinstance(hops, int) and not 1 <= hops <= 64:
        yield Failure(
            "metadataOptions.httpPutResponseHopLimit",
            f"InvalidParameterValue: the hop limit {hops} is not within 1 to 64",
        )
    yield from one_of(inputs, "blockDeviceMappings.ebs.volumeType", VOLUMES)
    for ebs in values(inputs, "blockDeviceMappings.ebs"):
        size, kind = one(ebs, "volumeSize"), one(ebs, "volumeType", "gp2")
        if isinstance(size, int) and kind in VOLUMES and not 1 <= size <= VOLUMES[kind]:
            message = (
                f"InvalidParameterValue: a {kind} volume of {size} GiB is not within 1 to {VOLUMES[kind]}"
            )
            yield Failure("blockDeviceMappings.ebs.volumeSize", message)


def template_refuse(call: Call) -> None:
    """A name is used once, and the security groups exist."""
    name = named(call)
    unique(call, TEMPLATE, "InvalidLaunchTemplateName.AlreadyExistsException", f"there is already a launch template {name!r}",
           name=name, region=region(call))  # fmt: skip
    for group in texts(call.inputs, "vpcSecurityGroupIds"):
        if not known_group(call, group):
            raise Refused(
                "InvalidGroup.NotFound", f"vpcSecurityGroupIds: the security group {group!r} does not exist"
            )


def template_answer(call: Call, id_: str) -> Properties:
    """The template; every change makes a new version, as AWS counts them."""
    latest = int(call.olds.get("latestVersion", 0)) + (1 if not call.id or changed(call) else 0)
    default = (
        latest
        if call.inputs.get("updateDefaultVersion") or not call.id
        else call.olds.get("defaultVersion", 1)
    )
    return {
        "arn": arn(call, "ec2", f"launch-template/{id_}"),
        "name": named(call),
        "latestVersion": latest,
        "defaultVersion": call.inputs.get("defaultVersion", default),
    }


def changed(call: Call) -> bool:
    """Whether an update touches more than the template's tags and default version."""
    quiet = {"tags", "updateDefaultVersion", "defaultVersion", "description"}
    return any(call.olds.get(key) != value for key, value in call.inputs.items() if key not in quiet)


def endpoint_check(inputs: Properties) -> Iterator[Failure]:
    """The service name is whole, and only S3 and DynamoDB have gateways."""
    yield from one_of(
        inputs,
        "vpcEndpointType",
        ("Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"),
    )
    gateway = inputs.get("vpcEndpointType", "Gateway") == "Gateway"
    for service in texts(inputs, "serviceName"):
        if not re.fullmatch(r"(com|cn\.com)\.amazonaws\.[a-z0-9.\-]+|aws\.[a-z0-9.\-]+", service):
            yield Failure(
                "serviceName",
                f"InvalidServiceName: {service!r} is not a service such as com.amazonaws.eu-central-1.s3",
            )
        elif gateway and service.rsplit(".", 1)[-1] not in {"s3", "dynamodb"}:
            yield Failure(
                "vpcEndpointType",
                f"InvalidParameter: {service} has no Gateway endpoint, only s3 and dynamodb do; use Interface",
            )
    if gateway and inputs.get("privateDnsEnabled") is True:
        yield Failure("privateDnsEnabled", "InvalidParameter: private DNS is for Interface endpoints")


def endpoint_refuse(call: Call) -> None:
    """The service is one of the region, and the security groups exist."""
    for service in texts(call.inputs, "serviceName"):
        if f".{region(call)}." not in service and service.startswith("com.amazonaws."):
            raise Refused(
                "InvalidServiceName", f"the service {service!r} is not in the region {region(call)}"
            )
    for group in texts(call.inputs, "securityGroupIds"):
        if not known_group(call, group):
            raise Refused(
                "InvalidGroup.NotFound", f"securityGroupIds: the security group {group!r} does not exist"
            )


def endpoint_answer(call: Call, id_: str) -> Properties:
    """The endpoint with a DNS name when it is an interface, a prefix list when it is a gateway."""
    service = str(one(call.inputs, "serviceName", ""))
    interface = call.inputs.get("vpcEndpointType", "Gateway") == "Interface"
    name = f"{id_}.{service.rsplit('.', 1)[-1]}.{region(call)}.vpce.{dns_suffix(region(call))}"
    return {
        "arn": arn(call, "ec2", f"vpc-endpoint/{id_}"),
        "ownerId": account(call.provider),
        "state": "available",
        "prefixListId": "" if interface else resource_id(call, "pl"),
        "dnsEntries": [{"dnsName": name, "hostedZoneId": "Z0000000000000000000"}] if interface else [],
        "networkInterfaceIds": [resource_id(call, "eni")] if interface else [],
        "requesterManaged": False,
    }


KINDS: Mapping[str, Kind] = {
    TEMPLATE: aws(
        ided("lt"), template_answer, check=template_check, refuse=template_refuse, autoname="name",
        references=(
            Reference("networkInterfaces.subnetId", SUBNET, "InvalidSubnetID.NotFound"),
            Reference("blockDeviceMappings.ebs.kmsKeyId", "aws:kms/key:Key", "KMSKeyNotFound", "arn"),
        ),
        replaces=("name", "namePrefix"),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": aws(
        ided("vpce"), endpoint_answer, check=endpoint_check, refuse=endpoint_refuse, required=("vpcId",),
        references=(
            IN_VPC,
            Reference("subnetIds", SUBNET, "InvalidSubnetID.NotFound"),
            Reference("routeTableIds", "aws:ec2/routeTable:RouteTable", "InvalidRouteTableID.NotFound"),
        ),
        replaces=("serviceName", "vpcEndpointType", "vpcId", "resourceConfigurationArn", "serviceNetworkArn", "serviceRegion"),
    ),
}  # fmt: skip
