"""How a cluster on Google Kubernetes Engine keeps the contract."""

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
    "cloud": "gke",
    "project": "example-project",
    "region": "us-central1",
    "network": {"nodes": "10.30.0.0/20", "pods": "10.96.0.0/14", "services": "10.30.16.0/20"},
    "admins": ["group:platform@example.com"],
    "node_pools": {"general": {}},
}
CLUSTER, POOL = "gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"
KEY, VPC, SUBNET = (
    "gcp:kms/cryptoKey:CryptoKey",
    "gcp:compute/network:Network",
    "gcp:compute/subnetwork:Subnetwork",
)
PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember"


def cluster(recording: Recording, path: str) -> Any:
    return at(recording.one(CLUSTER), path)


def pools(recording: Recording, path: str, value: object) -> bool:
    return every(recording, POOL, path, value)


def node_roles(recording: Recording) -> set[str]:
    member = recording.one("gcp:serviceaccount/account:Account", "main-node").outputs["member"]
    return {one.inputs["role"] for one in recording.of(PROJECT_MEMBER) if one.inputs["member"] == member}


def scoped(recording: Recording) -> bool:
    member = recording.one("gcp:serviceaccount/account:Account", "main-app").outputs["member"]
    (grant,) = [one for one in recording.of(PROJECT_MEMBER) if one.inputs["member"] == member]
    reads = grant.inputs["role"] == "roles/secretmanager.secretAccessor"
    return bool(reads and '/secrets/contract-")' in grant.inputs["condition"]["expression"])


def trusted(recording: Recording) -> bool:
    member = recording.one("gcp:serviceaccount/iAMMember:IAMMember", "main-app").inputs["member"]
    return bool(member == "serviceAccount:example-project.svc.id.goog[team/app]")


def admins(recording: Recording) -> bool:
    binding = recording.one("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")
    return [subject["name"] for subject in binding.inputs["subjects"]] == ["platform@example.com"]


def bounds(recording: Recording) -> bool:
    return all(
        at(one, "autoscaling.totalMinNodeCount") < at(one, "autoscaling.totalMaxNodeCount")
        for one in recording.of(POOL)
    )


def buckets(recording: Recording) -> bool:
    bucket = recording.one("gcp:storage/bucket:Bucket").inputs
    closed = bucket["publicAccessPrevention"] == "enforced" and bucket["uniformBucketLevelAccess"]
    return bool(closed and bucket["versioning"]["enabled"])


def copies(recording: Recording) -> bool:
    spec = recording.one("gcp:storage/transferJob:TransferJob", "main-files").inputs["transferSpec"]
    copy = recording.one("gcp:storage/bucket:Bucket", "other-copy-of-main-files").id
    closed = every(recording, "gcp:storage/bucket:Bucket", "publicAccessPrevention", "enforced")
    return closed and bool(spec["gcsDataSink"]["bucketName"] == copy)


ANSWERS: dict[str, Answer] = {
    "private-nodes": Has(
        "CIS GKE 5.6.5", lambda m: pools(m.default, "networkConfig.enablePrivateNodes", True)
    ),
    "private-api": Has(
        "CIS GKE 5.6.4; by name it answers whom IAM lets through, unless `api.dns` is false",
        lambda m: (
            cluster(m.default, "privateClusterConfig.enablePrivateEndpoint") is True
            and cluster(m.default, "controlPlaneEndpointsConfig.dnsEndpointConfig.enableK8sTokensViaDns")
            is False
        ),
    ),
    "api-allow-list": Has(
        "CIS GKE 5.6.3",
        lambda m: (
            [block["cidrBlock"] for block in cluster(m.opened, "masterAuthorizedNetworksConfig.cidrBlocks")]
            == ["203.0.113.0/24"]
            and cluster(m.opened, "masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled") is False
        ),
    ),
    "egress": Has("CIS GKE 5.6.5", lambda m: len(m.default.of("gcp:compute/routerNat:RouterNat")) == 1),
    "own-network": Has(
        "CIS GCP 3.1, CIS GKE 5.6.2",
        lambda m: (
            m.default.one(VPC).inputs["autoCreateSubnetworks"] is False
            and cluster(m.default, "networkingMode") == "VPC_NATIVE"
        ),
    ),
    "flow-logs": Has(
        "CIS GKE 5.6.1, CIS GCP 3.8",
        lambda m: (
            at(m.default.one(SUBNET), "logConfig.flowSampling") == 1.0
            and cluster(m.default, "enableIntranodeVisibility") is True
        ),
    ),
    "network-policy": Has(
        "CIS GKE 4.3.1, 5.6.7", lambda m: cluster(m.default, "datapathProvider") == "ADVANCED_DATAPATH"
    ),
    "secrets-encrypted": Has(
        "CIS GKE 5.3.1",
        lambda m: (
            cluster(m.default, "databaseEncryption.state") == "ENCRYPTED"
            and cluster(m.default, "databaseEncryption.keyName") == m.default.one(KEY).id
        ),
    ),
    "key-rotation": Has("CIS GCP 1.10", lambda m: m.default.one(KEY).inputs["rotationPeriod"] == "7776000s"),
    "node-disks": Has(
        "Google Cloud encrypts every disk; CIS GKE 5.9.1 would have our own key",
        lambda m: pools(m.default, "nodeConfig.diskType", "pd-balanced"),
    ),
    "volumes": Has(
        "Google Cloud encrypts every disk; CIS GKE 5.9.1 would have our own key",
        lambda m: at(storage_class(m.default), "provisioner") == "pd.csi.storage.gke.io",
    ),
    "snapshots": Has(
        "GKE best practices, Storage; the driver brings its controller",
        lambda m: cluster(m.default, "addonsConfig.gcePersistentDiskCsiDriverConfig.enabled") is True,
    ),
    "buckets": Has("CIS GCP 5.1, 5.2", lambda m: buckets(m.default)),
    "copies": Has("Google Cloud Well-Architected, Reliability", lambda m: copies(m.copied)),
    "cloud-login": Has(
        "CIS GKE 5.8.1, 5.8.3",
        lambda m: (
            cluster(m.default, "masterAuth.clientCertificateConfig.issueClientCertificate") is False
            and cluster(m.default, "enableLegacyAbac") is False
        ),
    ),
    "named-admins": Has("CIS GKE 4.1.1, 5.8.2", lambda m: admins(m.default)),
    "no-static-credentials": Has("CIS GKE 5.8.1", lambda m: by_plugin(m.default, "gke-gcloud-auth-plugin")),
    "workload-identity": Has("CIS GKE 5.2.2", lambda m: trusted(m.default)),
    "scoped-grants": Has("CIS GKE 5.2.2, CIS GCP 1.5", lambda m: scoped(m.default)),
    "node-identity": Has(
        "CIS GKE 5.1.3, 5.2.1",
        lambda m: (
            node_roles(m.default)
            == {"roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"}
        ),
    ),
    "metadata-guard": Has(
        "CIS GKE 5.4.1", lambda m: pools(m.default, "nodeConfig.workloadMetadataConfig.mode", "GKE_METADATA")
    ),
    "right-account": Has(
        "practice of this program",
        lambda m: (
            m.default.one("pulumi:providers:gcp").inputs["project"] == "example-project"
            and every(m.default, CLUSTER, "project", "example-project")
        ),
    ),
    "audit-logs": Has(
        "CIS GKE 5.7.1; what administrators do is always logged",
        lambda m: "APISERVER" in cluster(m.default, "loggingConfig.enableComponents"),
    ),
    "log-retention": Lacks(
        "Cloud Logging keeps logs for a whole project, not for a cluster: audit logs of administration for 400 days, which "
        "nobody can change, the others for as long as the project's buckets say"
    ),
    "node-os": Has("CIS GKE 5.5.1", lambda m: pools(m.default, "nodeConfig.imageType", "COS_CONTAINERD")),
    "verified-boot": Has(
        "CIS GKE 5.5.5 to 5.5.7",
        lambda m: (
            pools(m.default, "nodeConfig.shieldedInstanceConfig.enableSecureBoot", True)
            and pools(m.default, "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", True)
            and cluster(m.default, "enableShieldedNodes") is True
        ),
    ),
    "no-login": Has(
        "CIS GCP 3.6",
        lambda m: (
            bool(m.default.of(VPC))
            and not m.default.of("gcp:compute/firewall:Firewall")
            and bool(m.default.one(POOL).inputs["nodeConfig"])
        ),
    ),
    "three-zones": Has(
        "GKE best practices, Regional clusters",
        lambda m: (
            all(len(set(at(one, "nodeLocations"))) == 3 for one in m.default.of(POOL))
            and len(cluster(m.default, "nodeLocations")) == 3
        ),
    ),
    "auto-repair": Has("CIS GKE 5.5.2", lambda m: pools(m.default, "management.autoRepair", True)),
    "rolling-upgrades": Has(
        "GKE best practices, Upgrades", lambda m: pools(m.default, "upgradeSettings.maxUnavailable", 0)
    ),
    "autoscaling": Has("GKE best practices, Autoscaling", lambda m: bounds(m.default)),
    "supported-version": Has(
        "CIS GKE 5.5.3, 5.5.4",
        lambda m: (
            cluster(m.default, "releaseChannel.channel") == "REGULAR"
            and pools(m.default, "management.autoUpgrade", True)
        ),
    ),
    "maintenance-window": Has(
        "GKE best practices, Upgrades",
        lambda m: "FREQ=WEEKLY" in cluster(m.default, "maintenancePolicy.recurringWindow.recurrence"),
    ),
    "pinned-add-ons": Lacks(
        "GKE's own add-ons have no versions to choose: they come with the control plane's, which the release channel brings"
    ),
    "ready-first": Has("practice of this program", lambda m: waits(m.default, POOL)),
    "deletion-protection": Has(
        "Google Cloud Well-Architected, Reliability",
        lambda m: cluster(m.default, "deletionProtection") is True,
    ),
    "pulumi-protection": Has("practice of this program", lambda m: protected(m.default, CLUSTER, VPC, KEY)),
    "stable-identifier": Has("practice of this program", lambda m: identified(m.default, CLUSTER)),
    "tags": Has(
        "Google Cloud Well-Architected, Cost",
        lambda m: cluster(m.default, "resourceLabels")["groundwork-cluster"] == "main",
    ),
}
