"""One object of every resource type that moto has an API for, in an account that has nothing yet."""

import json
from typing import Any

from tests.rehearsal.simulation.aws.cloud import Cloud, policy, trust

Made = dict[str, Any]
ELSEWHERE = {
    "eu-central-1": "eu-west-1",
    "us-east-1": "us-west-2",
    "us-gov-west-1": "us-gov-east-1",
    "cn-north-1": "cn-northwest-1",
}
"""Another region of each one's partition."""
LOGIN = {"username": "application", "password": "Placeholder1"}


class Everything:
    """What was made, by type, in order; `remove` takes it all away again, last first."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.made: list[tuple[str, Made]] = []
        self.suffix = f"{cloud.account}-{cloud.region}"
        self._network()
        self._identity()
        self._routing()
        self._compute()
        self._cluster()
        self._storage()
        self._messages()
        self._names()
        self._databases()

    def add(self, type_: str, /, **inputs: Any) -> Made:
        outputs = self.cloud.create(type_, **inputs)
        self.made.append((type_, outputs))
        return outputs

    def remove(self) -> None:
        for type_, outputs in reversed(self.made):
            self.cloud.delete(type_, outputs)

    def _network(self) -> None:
        self.vpc = self.add(
            "aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", enableDnsHostnames=True, tags={"Name": "main"}
        )
        self.subnets = [
            self.add(
                "aws:ec2/subnet:Subnet", vpcId=self.vpc["id"], cidrBlock=f"10.0.{n}.0/24",
                availabilityZone=f"{self.cloud.region}{zone}",
            )
            for n, zone in enumerate("ab")
        ]  # fmt: skip
        self.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId=self.vpc["id"])
        for name, noun in (
            ("defaultNetworkAcl", "DefaultNetworkAcl"),
            ("defaultRouteTable", "DefaultRouteTable"),
        ):
            self.add(f"aws:ec2/{name}:{noun}", **{f"{name}Id": self.vpc[f"{name}Id"]})
        rule = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/16"]}
        self.group = self.add(
            "aws:ec2/securityGroup:SecurityGroup", name="web", vpcId=self.vpc["id"], ingress=[rule]
        )
        for side in ("Ingress", "Egress"):
            self.add(
                f"aws:vpc/securityGroup{side}Rule:SecurityGroup{side}Rule", securityGroupId=self.group["id"],
                ipProtocol="tcp", fromPort=80, toPort=80, cidrIpv4="10.0.0.0/8",
            )  # fmt: skip

    def _identity(self) -> None:
        self.key = self.add("aws:kms/key:Key", description="ours", enableKeyRotation=True)
        self.add("aws:kms/alias:Alias", name="alias/ours", targetKeyId=self.key["keyId"])
        self.role = self.add("aws:iam/role:Role", name="cluster", assumeRolePolicy=trust("eks.amazonaws.com"))
        self.node = self.add("aws:iam/role:Role", name="node", assumeRolePolicy=trust("ec2.amazonaws.com"))
        logs = self.add(
            "aws:iam/role:Role", name="logs", assumeRolePolicy=trust("vpc-flow-logs.amazonaws.com")
        )
        own = self.add("aws:iam/policy:Policy", name="read", policy=policy())
        partition = self.role["arn"].split(":")[1]
        aws_policy = f"arn:{partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy"
        for arn in (own["arn"], aws_policy):
            self.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", role="node", policyArn=arn)
        self.add("aws:iam/rolePolicy:RolePolicy", role="logs", name="write", policy=policy())
        self.add("aws:iam/instanceProfile:InstanceProfile", name="node", role="node")
        self.add(
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider", url="https://oidc.example.com/id/1",
            clientIdLists=["sts.amazonaws.com"],
        )  # fmt: skip
        group = self.add("aws:cloudwatch/logGroup:LogGroup", name="/flows", retentionInDays=30)
        self.add(
            "aws:ec2/flowLog:FlowLog", vpcId=self.vpc["id"], trafficType="ALL", iamRoleArn=logs["arn"],
            logDestination=group["arn"], maxAggregationInterval=60,
        )  # fmt: skip

    def _routing(self) -> None:
        internet = self.add("aws:ec2/internetGateway:InternetGateway", vpcId=self.vpc["id"])
        address = self.add("aws:ec2/eip:Eip", domain="vpc")
        subnet = self.subnets[0]["id"]
        self.add("aws:ec2/natGateway:NatGateway", subnetId=subnet, allocationId=address["id"])
        self.table = self.add("aws:ec2/routeTable:RouteTable", vpcId=self.vpc["id"])
        self.add(
            "aws:ec2/route:Route",
            routeTableId=self.table["id"],
            destinationCidrBlock="0.0.0.0/0",
            gatewayId=internet["id"],
        )
        self.add(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            routeTableId=self.table["id"],
            subnetId=subnet,
        )

    def _compute(self) -> None:
        disk = {
            "deviceName": "/dev/xvda",
            "ebs": {"volumeSize": 20, "volumeType": "gp3", "encrypted": "true"},
        }
        self.template = self.add(
            "aws:ec2/launchTemplate:LaunchTemplate", name="nodes", metadataOptions={"httpTokens": "required"},
            blockDeviceMappings=[disk], vpcSecurityGroupIds=[self.group["id"]],
            tagSpecifications=[{"resourceType": "instance", "tags": {"team/own": "a"}}],
        )  # fmt: skip
        china = "cn." if self.cloud.region.startswith("cn-") else ""
        service, private = f"com.amazonaws.{self.cloud.region}", f"{china}com.amazonaws.{self.cloud.region}"
        self.add(
            "aws:ec2/vpcEndpoint:VpcEndpoint", vpcId=self.vpc["id"], serviceName=f"{service}.s3",
            routeTableIds=[self.table["id"]],
        )  # fmt: skip
        self.add(
            "aws:ec2/vpcEndpoint:VpcEndpoint", vpcId=self.vpc["id"], serviceName=f"{private}.sts", vpcEndpointType="Interface",
            subnetIds=[self.subnets[0]["id"]], securityGroupIds=[self.group["id"]], privateDnsEnabled=True,
        )  # fmt: skip

    def _cluster(self) -> None:
        subnets = [subnet["id"] for subnet in self.subnets]
        cluster = self.add(
            "aws:eks/cluster:Cluster", name="main", roleArn=self.role["arn"], version="1.35",
            vpcConfig={"subnetIds": subnets, "endpointPrivateAccess": True}, enabledClusterLogTypes=["audit"],
            encryptionConfig={"provider": {"keyArn": self.key["arn"]}, "resources": ["secrets"]},
        )  # fmt: skip
        group = cluster["vpcConfig"]["clusterSecurityGroupId"]
        self.add(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", securityGroupId=group, ipProtocol="-1",
            referencedSecurityGroupId=self.group["id"],
        )  # fmt: skip
        self.add(
            "aws:eks/nodeGroup:NodeGroup", clusterName="main", nodeGroupName="system", nodeRoleArn=self.node["arn"],
            subnetIds=subnets, scalingConfig={"minSize": 1, "desiredSize": 2, "maxSize": 3}, instanceTypes=["m6i.large"],
            launchTemplate={"id": self.template["id"], "version": 1},
        )  # fmt: skip

    def _storage(self) -> None:
        target = self.add("aws:s3/bucketV2:BucketV2", bucket=f"logs-{self.suffix}", forceDestroy=True)
        logs = target["bucket"]
        name = self.add("aws:s3/bucket:Bucket", bucket=f"data-{self.suffix}", tags={"a": "b"})["bucket"]
        writer = {"Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
        self.setting("Policy", logs, policy=policy(**writer, Resource=f"{target['arn']}/*"))
        encrypted = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]
        tidy = [{"id": "tidy", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": 30}}]
        for v2 in ("", "V2"):
            self.setting(f"Versioning{v2}", name, versioningConfiguration={"status": "Enabled"})
            self.setting(f"ServerSideEncryptionConfiguration{v2}", name, rules=encrypted)
            self.setting(f"LifecycleConfiguration{v2}", name, rules=tidy)
            self.setting(f"Logging{v2}", name, targetBucket=logs, targetPrefix="access/")
        self.setting("PublicAccessBlock", name, blockPublicAcls=True)
        self.setting("OwnershipControls", name, rule={"objectOwnership": "BucketOwnerEnforced"})
        self.setting(
            "Policy", name, policy=policy(Principal="*", Effect="Deny", Resource=f"arn:aws:s3:::{name}")
        )

        self._copied(name)

    def _copied(self, name: str) -> None:
        """A copy of the bucket, of a key and of a secret, and of images. The copies are said to be elsewhere."""
        self.add("aws:s3/bucket:Bucket", bucket=f"copy-{self.suffix}")
        self.setting("Versioning", f"copy-{self.suffix}", versioningConfiguration={"status": "Enabled"})
        role = self.add("aws:iam/role:Role", name="copies", assumeRolePolicy=trust("s3.amazonaws.com"))["arn"]
        rule = {
            "id": "copy", "status": "Enabled", "priority": 0, "filter": {"prefix": ""},
            "deleteMarkerReplication": {"status": "Enabled"},
            "destination": {"bucket": f"arn:{role.split(':')[1]}:s3:::copy-{self.suffix}"},
        }  # fmt: skip
        self.setting("ReplicationConfig", name, role=role, rules=[rule])
        key = self.add("aws:kms/key:Key", multiRegion=True)["arn"]
        elsewhere = ELSEWHERE[self.cloud.region]
        self.add("aws:kms/replicaKey:ReplicaKey", primaryKeyArn=key, region=elsewhere)
        self.add(
            "aws:ecr/replicationConfiguration:ReplicationConfiguration",
            replicationConfiguration={"rules": [{"destinations": [
                {"region": elsewhere, "registryId": self.cloud.account}]}]},
        )  # fmt: skip

    def setting(self, noun: str, bucket: str, **inputs: Any) -> None:
        self.add(f"aws:s3/bucket{noun}:Bucket{noun}", bucket=bucket, **inputs)

    def _messages(self) -> None:
        queue = self.add(
            "aws:sqs/queue:Queue", name="jobs", messageRetentionSeconds=300, sqsManagedSseEnabled=True
        )
        allowed = policy(
            Principal={"Service": "events.amazonaws.com"}, Action="sqs:SendMessage", Resource=queue["arn"]
        )
        self.add("aws:sqs/queuePolicy:QueuePolicy", queueUrl=queue["url"], policy=allowed)
        pattern = json.dumps({"source": ["aws.ec2"]})
        rule = self.add("aws:cloudwatch/eventRule:EventRule", name="spot", eventPattern=pattern)
        self.add("aws:cloudwatch/eventTarget:EventTarget", rule=rule["name"], arn=queue["arn"])

    def _names(self) -> None:
        zone = self.add("aws:route53/zone:Zone", name="example.com")
        self.add(
            "aws:route53/record:Record",
            zoneId=zone["zoneId"],
            name="www",
            type="A",
            ttl=60,
            records=["192.0.2.1"],
        )
        check = self.add(
            "aws:route53/healthCheck:HealthCheck", type="HTTPS", fqdn="app.use1.example.com", port=443, resourcePath="/ready",
            requestInterval=30, failureThreshold=3, enableSni=True, measureLatency=False,
        )  # fmt: skip
        self.add(
            "aws:route53/record:Record", zoneId=zone["zoneId"], name="app.example.com", type="CNAME", ttl=60,
            records=["app.use1.example.com"], setIdentifier="use1", healthCheckId=check["id"],
            latencyRoutingPolicies=[{"region": "us-east-1"}],
        )  # fmt: skip
        secret = self.add("aws:secretsmanager/secret:Secret", name="staging/token", recoveryWindowInDays=0)
        self.add(
            "aws:secretsmanager/secretVersion:SecretVersion",
            secretId=secret["id"],
            secretString="placeholder",
        )
        images = self.add("aws:ecr/repository:Repository", name="team/app", imageTagMutability="IMMUTABLE")[
            "name"
        ]
        pull = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "ecr:BatchGetImage"}
        self.add(
            "aws:ecr/repositoryPolicy:RepositoryPolicy", repository=images,
            policy=json.dumps({"Version": "2012-10-17", "Statement": [pull]}),
        )  # fmt: skip
        rule = {
            "rulePriority": 1, "action": {"type": "expire"},
            "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 5},
        }  # fmt: skip
        self.add(
            "aws:ecr/lifecyclePolicy:LifecyclePolicy", repository=images, policy=json.dumps({"rules": [rule]})
        )

    def _databases(self) -> None:
        subnets = self.add(
            "aws:rds/subnetGroup:SubnetGroup",
            name="main",
            subnetIds=[subnet["id"] for subnet in self.subnets],
        )
        parameters = self.add(
            "aws:rds/parameterGroup:ParameterGroup",
            name="main-postgres16",
            family="postgres16",
            parameters=[{"name": "rds.force_ssl", "value": "1"}],
        )
        self.add(
            "aws:rds/instance:Instance",
            identifier="main",
            instanceClass="db.m7g.large",
            engine="postgres",
            engineVersion="16",
            allocatedStorage=50.0,
            **LOGIN,
            dbSubnetGroupName=subnets["name"],
            parameterGroupName=parameters["name"],
            vpcSecurityGroupIds=[self.group["id"]],
            skipFinalSnapshot=True,
        )
