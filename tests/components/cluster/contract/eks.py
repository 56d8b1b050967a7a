"""How a cluster on Amazon EKS keeps the contract."""

import json
from typing import Any

from rehearsal.recorded import Recording
from tests.components.cluster.contract.words import (
    Answer,
    Has,
    Lacks,
    at,
    by_plugin,
    every,
    identified,
    protected,
    storage_class,
    waits,
)

SETTINGS: dict[str, Any] = {
    "cloud": "eks",
    "region": "us-east-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": ["arn:aws:iam::123456789012:role/groundwork-deploy"],
    "node_pools": {"system": {"instance_types": ["m6i.large"]}, "general": {}},
}
CLUSTER, NODES, TEMPLATE = (
    "aws:eks/cluster:Cluster",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:ec2/launchTemplate:LaunchTemplate",
)
ADDON, KEY, VPC = "aws:eks/addon:Addon", "aws:kms/key:Key", "aws:ec2/vpc:Vpc"
NODE_CLASS, NODE_POOL = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "kubernetes:karpenter.sh/v1:NodePool"


def cluster(recording: Recording, path: str) -> Any:
    return at(recording.one(CLUSTER), path)


def addon(recording: Recording, name: str) -> dict[str, Any]:
    (found,) = [one for one in recording.of(ADDON) if one.inputs["addonName"] == name]
    return dict(json.loads(found.inputs.get("configurationValues") or "{}"))


def statements(recording: Recording, policy: str) -> list[dict[str, Any]]:
    document = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", policy).inputs["policy"])
    return list(document["Statement"])


def private_nodes(recording: Recording) -> bool:
    managed = all(
        at(one, "networkInterfaces")[0]["associatePublicIpAddress"] == "false"
        for one in recording.of(TEMPLATE)
    )
    return managed and every(recording, NODE_CLASS, "spec.associatePublicIPAddress", False)


def guarded_metadata(recording: Recording) -> bool:
    managed = all(
        at(one, "metadataOptions.httpTokens") == "required"
        and at(one, "metadataOptions.httpPutResponseHopLimit") == 1
        for one in recording.of(TEMPLATE)
    )
    karpenter = all(
        at(one, "spec.metadataOptions.httpTokens") == "required"
        and at(one, "spec.metadataOptions.httpPutResponseHopLimit") == 1
        for one in recording.of(NODE_CLASS)
    )
    return managed and karpenter and bool(recording.of(TEMPLATE)) and bool(recording.of(NODE_CLASS))


def encrypted_disks(recording: Recording) -> bool:
    managed = [
        disk["ebs"]["encrypted"] for one in recording.of(TEMPLATE) for disk in at(one, "blockDeviceMappings")
    ]
    made = [
        disk["ebs"]["encrypted"]
        for one in recording.of(NODE_CLASS)
        for disk in at(one, "spec.blockDeviceMappings")
    ]
    return bool(managed) and bool(made) and set(managed) == {"true"} and set(made) == {True}


def node_role(recording: Recording) -> bool:
    role = recording.one("aws:iam/role:Role", "main-node").outputs["name"]
    attached = recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    names = {
        str(one.inputs["policyArn"]).rsplit("/", 1)[-1] for one in attached if one.inputs["role"] == role
    }
    return names == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}


def admins(recording: Recording) -> bool:
    entries = [one.inputs["principalArn"] for one in recording.of("aws:eks/accessEntry:AccessEntry")]
    return (
        entries == SETTINGS["admins"]
        and cluster(recording, "accessConfig.bootstrapClusterCreatorAdminPermissions") is False
    )


def three_zones(recording: Recording) -> bool:
    subnets = {one.id: one.inputs["availabilityZone"] for one in recording.of("aws:ec2/subnet:Subnet")}
    groups = [{subnets[subnet] for subnet in at(one, "subnetIds")} for one in recording.of(NODES)]
    return bool(groups) and all(len(zones) == 3 for zones in groups)


def bounds(recording: Recording) -> bool:
    managed = all(
        at(one, "scalingConfig.minSize") < at(one, "scalingConfig.maxSize")
        and "scalingConfig.desiredSize" in one.ignore_changes
        for one in recording.of(NODES)
    )
    return managed and every(recording, NODE_POOL, "spec.limits.nodes", "9")


def buckets(recording: Recording) -> bool:
    closed = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
    return every(
        recording, "aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "Enabled"
    ) and all(
        closed[what]
        for what in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )


def copies(recording: Recording) -> bool:
    (rule,) = recording.one("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "main-files").inputs[
        "rules"
    ]
    copy = recording.one("aws:s3/bucket:Bucket", "other-copy-of-main-files").outputs["arn"]
    shut = all(
        every(recording, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", what, True)
        for what in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )
    return shut and (rule["status"], rule["destination"]["bucket"]) == ("Enabled", copy)


def egress(recording: Recording) -> bool:
    routes = [one for one in recording.of("aws:ec2/route:Route") if "-private-" in one.name]
    return len(routes) == 3 and all(one.inputs.get("natGatewayId") for one in routes)


def trusted(recording: Recording) -> bool:
    role = recording.one("aws:iam/role:Role", "main-app")
    (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    claims = statement["Condition"]["StringEquals"]
    return bool(
        claims["aws:RequestTag/kubernetes-service-account"] == "app"
        and claims["aws:RequestTag/kubernetes-namespace"] == "team"
    )


ANSWERS: dict[str, Answer] = {
    "private-nodes": Has("CIS EKS 5.4.3, Security Hub EC2.25", lambda m: private_nodes(m.default)),
    "private-api": Has(
        "CIS EKS 5.4.2",
        lambda m: (
            cluster(m.default, "vpcConfig.endpointPrivateAccess") is True
            and cluster(m.default, "vpcConfig.endpointPublicAccess") is False
        ),
    ),
    "api-allow-list": Has(
        "CIS EKS 5.4.1", lambda m: cluster(m.opened, "vpcConfig.publicAccessCidrs") == ["203.0.113.0/24"]
    ),
    "egress": Has("EKS best practices, Networking", lambda m: egress(m.default)),
    "own-network": Has("CIS AWS 5.4", lambda m: len(m.default.of(VPC)) == 1),
    "flow-logs": Has(
        "CIS AWS 3.7",
        lambda m: m.default.one("aws:ec2/flowLog:FlowLog").inputs["trafficType"] == "ALL",
    ),
    "network-policy": Has(
        "CIS EKS 5.4.4", lambda m: addon(m.default, "vpc-cni")["enableNetworkPolicy"] == "true"
    ),
    "secrets-encrypted": Has(
        "CIS EKS 5.3.1",
        lambda m: (
            cluster(m.default, "encryptionConfig.provider.keyArn") == m.default.one(KEY).outputs["arn"]
            and cluster(m.default, "encryptionConfig.resources") == ["secrets"]
        ),
    ),
    "key-rotation": Has("CIS AWS 3.6", lambda m: m.default.one(KEY).inputs["enableKeyRotation"] is True),
    "node-disks": Has("Security Hub EC2.3", lambda m: encrypted_disks(m.default)),
    "volumes": Has(
        "Security Hub EC2.3", lambda m: at(storage_class(m.default), "parameters.encrypted") == "true"
    ),
    "snapshots": Has(
        "EKS best practices, Storage",
        lambda m: "snapshot-controller" in {one.inputs["addonName"] for one in m.default.of(ADDON)},
    ),
    "buckets": Has("Security Hub S3.1, S3.8, S3.14", lambda m: buckets(m.default)),
    "copies": Has("Security Hub S3.7", lambda m: copies(m.copied)),
    "cloud-login": Has(
        "CIS EKS 5.5.1, 4.1.7", lambda m: cluster(m.default, "accessConfig.authenticationMode") == "API"
    ),
    "named-admins": Has("CIS EKS 4.1.1", lambda m: admins(m.default)),
    "no-static-credentials": Has("EKS best practices, Identity", lambda m: by_plugin(m.default, "aws")),
    "workload-identity": Has("CIS EKS 5.2.1", lambda m: trusted(m.default)),
    "scoped-grants": Has(
        "CIS EKS 5.2.1",
        lambda m: (
            [one["Resource"] for one in statements(m.default, "main-app")]
            == ["arn:aws:secretsmanager:us-east-1:123456789012:secret:contract-*"]
        ),
    ),
    "node-identity": Has("CIS EKS 5.1.3", lambda m: node_role(m.default)),
    "metadata-guard": Has("Security Hub EC2.8, EC2.170", lambda m: guarded_metadata(m.default)),
    "right-account": Has(
        "practice of this program",
        lambda m: m.default.one("pulumi:providers:aws").inputs["allowedAccountIds"] == '["123456789012"]',
    ),
    "audit-logs": Has("CIS EKS 2.1.1", lambda m: "audit" in cluster(m.default, "enabledClusterLogTypes")),
    "log-retention": Has(
        "Security Hub CloudWatch.16",
        lambda m: (
            m.default.one("aws:cloudwatch/logGroup:LogGroup", "main-logs").inputs["retentionInDays"] == 90
        ),
    ),
    "node-os": Has(
        "EKS best practices, Host security",
        lambda m: (
            all(one.inputs["amiType"].startswith("BOTTLEROCKET") for one in m.default.of(NODES))
            and every(m.default, NODE_CLASS, "spec.amiSelectorTerms", [{"alias": "bottlerocket@latest"}])
        ),
    ),
    "verified-boot": Lacks(
        "Secure Boot is a property of the image on EC2, not a setting: Bottlerocket checks its root file system (dm-verity) "
        "whatever is set"
    ),
    "no-login": Has(
        "EKS best practices, Host security",
        lambda m: (
            all(one.inputs["amiType"] and "remoteAccess" not in one.inputs for one in m.default.of(NODES))
            and every(m.default, TEMPLATE, "keyName", None)
        ),
    ),
    "three-zones": Has("EKS best practices, Reliability", lambda m: three_zones(m.default)),
    "auto-repair": Has(
        "EKS best practices, Reliability", lambda m: every(m.default, NODES, "nodeRepairConfig.enabled", True)
    ),
    "rolling-upgrades": Has(
        "EKS best practices, Upgrades",
        lambda m: every(m.default, NODES, "updateConfig.maxUnavailablePercentage", 33),
    ),
    "autoscaling": Has("EKS best practices, Autoscaling", lambda m: bounds(m.default)),
    "supported-version": Has(
        "Security Hub EKS.2", lambda m: cluster(m.default, "upgradePolicy.supportType") == "STANDARD"
    ),
    "maintenance-window": Lacks(
        "EKS upgrades nothing by itself while a version is in standard support: control plane, add-ons and managed nodes change "
        "with `pulumi up`, and Karpenter replaces its nodes a tenth at a time"
    ),
    "pinned-add-ons": Has(
        "EKS best practices, Upgrades",
        lambda m: (
            bool(m.default.of(ADDON))
            and all("eksbuild" in one.inputs["addonVersion"] for one in m.default.of(ADDON))
            and cluster(m.default, "bootstrapSelfManagedAddons") is False
        ),
    ),
    "ready-first": Has(
        "practice of this program", lambda m: waits(m.default, NODES) and waits(m.default, ADDON)
    ),
    "deletion-protection": Has(
        "AWS Well-Architected, Reliability", lambda m: cluster(m.default, "deletionProtection") is True
    ),
    "pulumi-protection": Has("practice of this program", lambda m: protected(m.default, CLUSTER, VPC, KEY)),
    "stable-identifier": Has("practice of this program", lambda m: identified(m.default, CLUSTER)),
    "tags": Has(
        "AWS Well-Architected, Cost",
        lambda m: m.default.one(CLUSTER).outputs["tagsAll"]["groundwork/cluster"] == "main",
    ),
}
