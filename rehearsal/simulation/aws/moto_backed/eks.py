"""EKS on moto: clusters and node groups.

moto has no add-ons, access entries and pod identities. Those stay our own, but for what they stand on: the cluster is asked
of EKS, and their roles of IAM.
"""

from collections.abc import Mapping
from typing import Any

from rehearsal.simulation.aws.account import all_tags
from rehearsal.simulation.aws.eks import CLUSTER
from rehearsal.simulation.aws.eks_access import ASSOCIATION, ENTRY, POD_IDENTITY
from rehearsal.simulation.aws.eks_addons import ADDON
from rehearsal.simulation.aws.eks_nodes import NODES
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, nothing
from rehearsal.simulation.aws.moto_backed.iam import asked_for
from rehearsal.simulation.aws.moto_backed.network import only
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import Call, Properties


def asked(aws: Services, call: Call, role: Any, subnets: list[str]) -> str:
    """The VPC of the subnets. moto takes any role and network, so IAM and EC2 are asked for them, as EKS asks them."""
    asked_for(aws, role)
    # One by one: of several, moto names the first one, whichever is missing.
    found = [only(aws("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"]) for subnet in subnets]
    for group in texts(call.inputs, "vpcConfig.securityGroupIds"):
        aws("ec2").describe_security_groups(GroupIds=[group])
    for key in texts(call.inputs, "encryptionConfig.provider.keyArn"):
        aws("kms").describe_key(KeyId=key)
    return str(found[0]["VpcId"])


def cluster(aws: Services, call: Call) -> Made:
    """The cluster, and the security group that EKS makes for it."""
    inputs = call.inputs
    vpc = asked(aws, call, inputs["roleArn"], list(texts(inputs, "vpcConfig.subnetIds")))
    wanted = {"version": "version", "kubernetesNetworkConfig": "kubernetesNetworkConfig"}
    encryption = {"encryptionConfig": [inputs["encryptionConfig"]]} if inputs.get("encryptionConfig") else {}
    made = aws("eks").create_cluster(
        name=inputs["name"], roleArn=inputs["roleArn"], resourcesVpcConfig=reach(inputs), tags=all_tags(call),
        **given(inputs, wanted), **encryption, **logging(inputs),
    )["cluster"]  # fmt: skip
    group = aws("ec2").create_security_group(
        GroupName=group_name(made["name"]),
        VpcId=vpc,
        Description="EKS created security group applied to ENIs",
    )
    config = {**one(inputs, "vpcConfig", {}), "clusterSecurityGroupId": group["GroupId"], "vpcId": vpc}
    defaults = {
        "endpointPrivateAccess": False,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
    }
    return Made(
        made["name"], {"arn": made["arn"], "status": made["status"], "vpcConfig": {**defaults, **config}}
    )


def group_name(name: str) -> str:
    """What EKS calls a cluster's security group, up to the number at its end."""
    return f"eks-cluster-sg-{name}"


def reach(inputs: Properties) -> dict[str, Any]:
    """Network and endpoints of a cluster, without what is computed."""
    names = (
        "subnetIds",
        "securityGroupIds",
        "endpointPublicAccess",
        "endpointPrivateAccess",
        "publicAccessCidrs",
    )
    return given(one(inputs, "vpcConfig", {}), {name: name for name in names})


def logging(inputs: Properties) -> dict[str, Any]:
    """The logs that are on."""
    types = inputs.get("enabledClusterLogTypes")
    return {"logging": {"clusterLogging": [{"types": list(types), "enabled": True}]}} if types else {}


def cluster_update(aws: Services, call: Call) -> Properties:
    """Endpoints and logs, one kind of change a call. moto has no UpdateClusterVersion."""
    if logs := logging(call.inputs):
        aws("eks").update_cluster_config(name=call.id, **logs)
    if call.olds.get("vpcConfig") != call.inputs.get("vpcConfig"):
        aws("eks").update_cluster_config(name=call.id, resourcesVpcConfig=reach(call.inputs))
    before = one(call.olds, "vpcConfig", {})
    kept = {key: before[key] for key in ("clusterSecurityGroupId", "vpcId") if key in before}
    defaults = {
        "endpointPrivateAccess": False,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
    }
    return {"vpcConfig": {**defaults, **one(call.inputs, "vpcConfig", {}), **kept}}


def cluster_delete(aws: Services, call: Call) -> None:
    """The cluster, and then the group that EKS made for it."""
    aws("eks").delete_cluster(name=call.id)
    within = [{"Name": "group-name", "Values": [group_name(call.id)]}]
    for group in aws("ec2").describe_security_groups(Filters=within)["SecurityGroups"]:
        aws("ec2").delete_security_group(GroupId=group["GroupId"])


def nodes(aws: Services, call: Call) -> Made:
    """The node group."""
    inputs, name = call.inputs, named(call, "nodeGroupNamePrefix", "nodeGroupName")
    asked(aws, call, inputs["nodeRoleArn"], list(texts(inputs, "subnetIds")))
    wanted = {"capacityType": "capacityType", "amiType": "amiType", "diskSize": "diskSize", "instanceTypes": "instanceTypes",
              "labels": "labels", "taints": "taints", "version": "version", "releaseVersion": "releaseVersion"}  # fmt: skip
    template = given(one(inputs, "launchTemplate", {}), {"id": "id", "name": "name", "version": "version"})
    made = aws("eks").create_nodegroup(
        clusterName=inputs["clusterName"], nodegroupName=name, nodeRole=inputs["nodeRoleArn"], subnets=list(inputs["subnetIds"]),
        scalingConfig=dict(inputs["scalingConfig"]), tags=all_tags(call), **given(inputs, wanted),
        **({"launchTemplate": {key: str(value) for key, value in template.items()}} if template else {}),
    )["nodegroup"]  # fmt: skip
    return Made(f"{inputs['clusterName']}:{name}", {"arn": made["nodegroupArn"], "status": made["status"]})


def nodes_update(aws: Services, call: Call) -> Properties:
    """Sizes and labels."""
    cluster_name, _, name = call.id.partition(":")
    aws("eks").update_nodegroup_config(
        clusterName=cluster_name, nodegroupName=name, **given(call.inputs, {"scalingConfig": "scalingConfig"})
    )
    return {}


def nodes_delete(aws: Services, call: Call) -> None:
    """By the two names in its id."""
    cluster_name, _, name = call.id.partition(":")
    aws("eks").delete_nodegroup(clusterName=cluster_name, nodegroupName=name)


BACKINGS: Mapping[str, Backing] = {
    CLUSTER: Backing(
        "CreateCluster, UpdateClusterConfig",
        cluster,
        cluster_delete,
        cluster_update,
        guards=frozenset({NODES}),
    ),
    NODES: Backing("CreateNodegroup, UpdateNodegroupConfig", nodes, nodes_delete, nodes_update),
}


def beside(*roles: str) -> Backing:
    """What stands on a cluster, and has the roles at these inputs."""

    def ask(aws: Services, call: Call) -> Made:
        aws("eks").describe_cluster(name=call.inputs["clusterName"])
        for path in roles:
            for role in texts(call.inputs, path):
                asked_for(aws, role)
        return Made()

    return Backing("DescribeCluster, GetRole" if roles else "DescribeCluster", ask, nothing)


ASKED: Mapping[str, Backing] = {
    ADDON: beside("serviceAccountRoleArn", "podIdentityAssociations.roleArn"),
    # Whoever gets access may be of another stack, so IAM is not asked for the principal.
    ENTRY: beside(),
    ASSOCIATION: beside(),
    POD_IDENTITY: beside("roleArn"),
}
"""The types that moto has no API for."""
