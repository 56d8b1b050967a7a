"""EKS clusters.

Versions: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, read as of 2026-08. Network rules:
https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html. Replacement follows terraform-provider-aws 6
(name, role, encryption that is taken away, service addresses; subnets may change since 2024 but not their zones).
"""

import base64
import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network

from rehearsal.simulation.aws.account import (
    CREATED,
    account,
    arn,
    digest,
    dns_suffix,
    region,
    resource_id,
    uuid,
)
from rehearsal.simulation.aws.eks_prerequisites import placed, trusted
from rehearsal.simulation.aws.resource import Reference, aws, cidrs, lookup, network, one_of, unique
from rehearsal.simulation.aws.security_groups import known_group
from rehearsal.simulation.aws.vpc import SUBNET, VPC
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties, Refused

CLUSTER = "aws:eks/cluster:Cluster"
VERSIONS = ("1.34", "1.35", "1.36")
LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_\-]{0,99}")
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
IN_CLUSTER = Reference("clusterName", CLUSTER, "ResourceNotFoundException")


def check(inputs: Properties) -> Iterator[Failure]:
    """What a cluster's inputs alone show."""
    name = inputs.get("name")
    if isinstance(name, str) and not NAME.fullmatch(name):
        yield Failure(
            "name",
            f"InvalidParameterException: {name!r} is not 1 to 100 letters, digits and _-, a letter or digit first",
        )
    yield from one_of(
        inputs, "version", VERSIONS, "InvalidParameterException: unsupported Kubernetes version"
    )
    yield from one_of(inputs, "enabledClusterLogTypes", LOG_TYPES, "InvalidParameterException")
    yield from one_of(inputs, "encryptionConfig.resources", ("secrets",), "InvalidParameterException")
    yield from one_of(
        inputs, "upgradePolicy.supportType", ("STANDARD", "EXTENDED"), "InvalidParameterException"
    )
    modes = ("API", "API_AND_CONFIG_MAP", "CONFIG_MAP")
    yield from one_of(inputs, "accessConfig.authenticationMode", modes, "InvalidParameterException")
    yield from one_of(
        inputs, "kubernetesNetworkConfig.ipFamily", ("ipv4", "ipv6"), "InvalidParameterException"
    )
    yield from network_check(inputs)


def network_check(inputs: Properties) -> Iterator[Failure]:
    """Two subnets at least, an endpoint that somebody can reach, and private service addresses."""
    subnets = list(values(inputs, "vpcConfig.subnetIds"))
    if UNKNOWN not in subnets and len(set(subnets)) < 2:
        reason = f"{len(subnets)} subnet given, at least two in different zones are needed"
        yield Failure("vpcConfig.subnetIds", f"InvalidParameterException: {reason}")
    public = one(inputs, "vpcConfig.endpointPublicAccess", True)
    if public is False and one(inputs, "vpcConfig.endpointPrivateAccess", False) is False:
        reason = "neither the public nor the private endpoint is on"
        yield Failure("vpcConfig.endpointPrivateAccess", f"InvalidParameterException: {reason}")
    yield from cidrs(inputs, "vpcConfig.publicAccessCidrs", code="InvalidParameterException")
    path = "kubernetesNetworkConfig.serviceIpv4Cidr"
    for text in texts(inputs, path):
        block = network(text)
        private = isinstance(block, IPv4Network) and any(block.subnet_of(whole) for whole in PRIVATE)
        if block is None or not private or not 12 <= block.prefixlen <= 24:
            reason = f"{text!r} is not a /12 to /24 within {', '.join(map(str, PRIVATE))}"
            yield Failure(path, f"InvalidParameterException: {reason}")


def refuse(call: Call) -> None:
    """The name is free, and role, zones, security groups and key fit."""
    name = call.inputs.get("name")
    unique(
        call,
        CLUSTER,
        "ResourceInUseException",
        f"the cluster {name!r} already exists",
        name=name,
        region=region(call),
    )
    trusted(call, str(call.inputs.get("roleArn")), "eks.amazonaws.com")
    subnets = placed(call, list(texts(call.inputs, "vpcConfig.subnetIds")))
    zones = {subnet["availabilityZone"] for subnet in subnets}
    if len(zones) < 2:
        reason = f"the subnets are all in {', '.join(sorted(zones))}; a cluster needs two zones"
        raise Refused("UnsupportedAvailabilityZoneException", reason)
    for group in texts(call.inputs, "vpcConfig.securityGroupIds"):
        if not known_group(call, group):
            raise Refused("InvalidParameterException", f"the security group {group!r} does not exist")
    for key in texts(call.inputs, "encryptionConfig.provider.keyArn"):
        if lookup(call, "aws:kms/key:Key", key, "arn") is None:
            raise Refused("InvalidParameterException", f"encryptionConfig: the key {key!r} does not exist")
    for text in texts(call.inputs, "kubernetesNetworkConfig.serviceIpv4Cidr"):
        vpc = lookup(call, VPC, str(subnets[0]["vpcId"]))
        block, taken = network(text), network(vpc.outputs.get("cidrBlock")) if vpc else None
        if block and taken and block.overlaps(taken):
            raise Refused(
                "InvalidParameterException", f"the service addresses {block} overlap the VPC's {taken}"
            )
    version_refuse(call)


def version_refuse(call: Call) -> None:
    """A control plane goes up, one minor version at a time."""
    old, new = call.olds.get("version"), call.inputs.get("version")
    if isinstance(old, str) and isinstance(new, str) and old in VERSIONS and new in VERSIONS:
        steps = VERSIONS.index(new) - VERSIONS.index(old)
        if steps not in {0, 1}:
            reason = f"a cluster cannot go from Kubernetes {old} to {new}; the next is one minor version up"
            raise Refused("InvalidParameterException", reason)


def answer(call: Call, id_: str) -> Properties:
    """The cluster, ACTIVE, with its endpoint, certificate authority and OpenID Connect issuer."""
    where, suffix, label = region(call), dns_suffix(region(call)), digest(call, "cluster", 32).upper()
    ca = f"-----BEGIN CERTIFICATE-----\nsimulated {id_} {digest(call, 'ca', 40)}\n-----END CERTIFICATE-----\n"
    data = {"data": base64.b64encode(ca.encode()).decode()}
    subnet = lookup(call, SUBNET, next(texts(call.inputs, "vpcConfig.subnetIds"), ""))
    vpc_config = {
        "endpointPrivateAccess": False, "endpointPublicAccess": True, "publicAccessCidrs": ["0.0.0.0/0"],
        **one(call.inputs, "vpcConfig", {}),
        "clusterSecurityGroupId": resource_id(call, "sg"), "vpcId": subnet.outputs["vpcId"] if subnet else "",
    }  # fmt: skip
    service = next(texts(call.inputs, "kubernetesNetworkConfig.serviceIpv4Cidr"), "172.20.0.0/16")
    access = {"authenticationMode": "API_AND_CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True}
    return {
        "arn": arn(call, "eks", f"cluster/{id_}"),
        "name": id_,
        "clusterId": uuid(call, "cluster-id"),
        "endpoint": f"https://{label}.gr7.{where}.eks.{suffix}",
        "certificateAuthority": data,
        "certificateAuthorities": [data],
        "identities": [{"oidcs": [{"issuer": f"https://oidc.eks.{where}.{suffix}/id/{label}"}]}],
        "status": "ACTIVE",
        "version": call.inputs.get("version", VERSIONS[-1]),
        "platformVersion": "eks.1",
        "createdAt": CREATED,
        "vpcConfig": vpc_config,
        "accessConfig": {**access, **one(call.inputs, "accessConfig", {})},
        "kubernetesNetworkConfig": {
            "ipFamily": "ipv4",
            **one(call.inputs, "kubernetesNetworkConfig", {}),
            "serviceIpv4Cidr": service,
        },
        "deletionProtection": call.inputs.get("deletionProtection", False),
    }


def delete(call: Call) -> None:
    """Deletion protection keeps a cluster; what runs in it keeps it too."""
    if call.olds.get("deletionProtection") is True:
        reason = f"deletion protection is on for the cluster {call.id}; turn it off in an update of its own, then delete it"
        raise Refused("InvalidRequestException", reason)
    held = [
        e.id
        for e in call.world.of("aws:eks/nodeGroup:NodeGroup", account(call.provider))
        if e.outputs.get("clusterName") == call.id
    ]
    if held:
        raise Refused(
            "ResourceInUseException", f"the cluster {call.id} has node groups attached: {', '.join(held)}"
        )


KINDS: Mapping[str, Kind] = {
    CLUSTER: aws(
        lambda call: str(call.inputs.get("name")), answer, check=check, refuse=refuse, delete=delete, autoname="name",
        required=("roleArn", "vpcConfig"),
        replaces=("name", "roleArn", "bootstrapSelfManagedAddons", "outpostConfig", "encryptionConfig.provider.keyArn",
                  "kubernetesNetworkConfig.serviceIpv4Cidr", "kubernetesNetworkConfig.ipFamily",
                  "accessConfig.bootstrapClusterCreatorAdminPermissions"),
    ),
}  # fmt: skip
