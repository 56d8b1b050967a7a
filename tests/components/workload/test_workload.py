"""A workload's objects as the program registers them: wired to each other, to the platform and to the cloud."""

import json
from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pulumi_kubernetes.core.v1 import ConfigMap

from components.contracts import Cluster
from components.workload.application import Application
from rehearsal.recorded import Recorded, Recording
from rehearsal.stackfile import ROOT
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.components.workload.specs import full
from tests.graph import Graph
from tests.stackfiles import recorded
from tests.whole import whole

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
EXTERNAL_SECRET = "kubernetes:external-secrets.io/v1:ExternalSecret"
RELEASE = "kubernetes:helm.sh/v3:Release"


def staging() -> Recording:
    return whole("staging")


def depends(one: Recorded, other: Recorded) -> bool:
    """Whether a resource waits for another, however many steps lie between."""
    return Graph(staging()).waits(one, other)


def objects(namespace: str) -> list[dict[str, Any]]:
    return [
        manifest
        for manifest in staging().manifests("main")
        if manifest["metadata"].get("namespace") == namespace
    ]


def test_spoke_has_every_object_that_its_spec_asks_for() -> None:
    assert sorted({manifest["kind"] for manifest in objects("spoke")}) == [
        "Certificate", "ConfigMap", "CronJob", "Deployment", "ExternalSecret", "HorizontalPodAutoscaler", "Ingress",
        "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "Service", "ServiceAccount", "ServiceMonitor",
    ]  # fmt: skip


def test_orion_has_neither_secret_nor_backup_because_its_spec_names_none() -> None:
    kinds = {manifest["kind"] for manifest in objects("orion")}

    assert "Deployment" in kinds
    assert not kinds & {"CronJob", "ExternalSecret"}


def test_the_autoscaler_owns_the_replicas() -> None:
    assert all("replicas" not in deployment.inputs["spec"] for deployment in staging().of(DEPLOYMENT))


def test_every_object_of_an_application_goes_through_its_clusters_provider() -> None:
    assert {recorded.cluster for recorded in staging().objects()} == {"main"}


def test_pods_start_when_their_secret_is_there() -> None:
    secret = staging().one(EXTERNAL_SECRET, "main-spoke-externalsecret")

    assert depends(staging().one(DEPLOYMENT, "main-spoke"), secret)
    assert secret.inputs["metadata"]["annotations"] == {"pulumi.com/waitFor": "condition=Ready"}


def test_custom_resources_come_after_the_operators_that_know_them() -> None:
    for type_, operator in (
        (EXTERNAL_SECRET, "main-external-secrets"),
        ("kubernetes:cert-manager.io/v1:Certificate", "main-cert-manager"),
        ("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", "main-prometheus-operator-crds"),
        ("kubernetes:networking.k8s.io/v1:Ingress", "main-ingress-nginx"),
    ):
        release = staging().one(RELEASE, operator)
        assert [r.name for r in staging().of(type_) if not depends(r, release)] == []


def test_a_change_of_the_configuration_rolls_the_pods_over() -> None:
    config = staging().one(CONFIG_MAP, "main-spoke")
    (container,) = staging().one(DEPLOYMENT, "main-spoke").inputs["spec"]["template"]["spec"]["containers"]

    assert config.inputs["immutable"] is True
    assert config.outputs["metadata"]["name"] != "main-spoke"
    assert container["envFrom"] == [{"configMapRef": {"name": config.outputs["metadata"]["name"]}}]


def test_the_configuration_names_the_bucket_and_the_collector() -> None:
    bucket = staging().one("aws:s3/bucket:Bucket", "main-spoke-storage")

    assert staging().one(CONFIG_MAP, "main-spoke").inputs["data"] == {
        "SPOKE_STORAGE_TYPE": "postgres",
        "SPOKE_POSTGRES_MAX_CONNS": "20",
        "SPOKE_S3_BUCKET": bucket.id,
        "SPOKE_OTEL_ENABLED": "true",
        "SPOKE_OTEL_ENDPOINT": ("opentelemetry-collector.opentelemetry-collector.svc.cluster.local:4317"),
    }


def test_the_service_cannot_reach_its_own_backups() -> None:
    """The server's identity is for its storage, the backup job's for the dumps."""
    buckets = {
        name: staging().one("aws:s3/bucket:Bucket", f"main-spoke-{name}").outputs["arn"]
        for name in ("storage", "backup")
    }
    policies = {
        policy.name: json.dumps(policy.inputs) for policy in staging().of("aws:iam/rolePolicy:RolePolicy")
    }

    assert buckets["storage"] in policies["main-spoke"]
    assert buckets["backup"] not in policies["main-spoke"]
    assert buckets["backup"] in policies["main-spoke-backup"]
    assert buckets["storage"] not in policies["main-spoke-backup"]


def test_pods_act_as_their_own_cloud_identity() -> None:
    for account in ("main-spoke", "main-spoke-backup", "main-spoke-drill"):
        made = staging().one("kubernetes:core/v1:ServiceAccount", account)
        identity = staging().one("aws:eks/podIdentityAssociation:PodIdentityAssociation", account)
        metadata = made.inputs["metadata"]

        assert identity.inputs["roleArn"] == staging().one("aws:iam/role:Role", account).outputs["arn"]
        assert identity.inputs["serviceAccount"] == metadata["name"]
        assert identity.inputs["namespace"] == metadata["namespace"]


def test_a_pod_starts_when_its_identity_is_there_and_stops_before_it_goes() -> None:
    made = staging().one("kubernetes:core/v1:ServiceAccount", "main-spoke")
    identity = staging().one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-spoke")
    pods = staging().one(DEPLOYMENT, "main-spoke")

    assert depends(made, identity)
    assert depends(pods, made)


def test_both_network_policies_let_the_pods_ask_for_their_credentials() -> None:
    for policy in ("main-spoke", "main-spoke-backup", "main-spoke-drill"):
        made = staging().one("kubernetes:networking.k8s.io/v1:NetworkPolicy", policy)

        assert "169.254.170.23/32" in json.dumps(made.inputs["spec"]["egress"])


def test_the_ingress_sends_the_workloads_own_headers() -> None:
    headers = staging().one(CONFIG_MAP, "main-spoke-headers")
    annotations = (
        staging()
        .one("kubernetes:networking.k8s.io/v1:Ingress", "main-spoke")
        .inputs["metadata"]["annotations"]
    )

    assert (
        annotations["nginx.ingress.kubernetes.io/custom-headers"]
        == f"spoke/{headers.outputs['metadata']['name']}"
    )


def test_every_header_that_is_sent_is_one_that_the_controller_allows() -> None:
    (controller,) = [release for release in staging().releases() if release["name"] == "ingress-nginx"]
    allowed = set(controller["values"]["controller"]["config"]["global-allowed-response-headers"].split(","))

    assert set(staging().one(CONFIG_MAP, "main-spoke-headers").inputs["data"]) <= allowed


@pytest.mark.parametrize(
    ("stack", "cluster", "issuer"),
    [("staging", "main", "letsencrypt-staging"), ("production", "usw2", "letsencrypt-prod")],
)
def test_the_certificate_comes_from_the_stacks_issuer(stack: str, cluster: str, issuer: str) -> None:
    name = f"{cluster}-spoke-certificate"
    certificate = whole(stack).one("kubernetes:cert-manager.io/v1:Certificate", name)

    assert certificate.inputs["spec"]["issuerRef"]["name"] == issuer
    assert (
        "annotations" not in certificate.inputs["metadata"]
        or not certificate.inputs["metadata"]["annotations"]
    )


def test_the_backup_runs_the_script_of_its_config_map() -> None:
    scripts = staging().one(CONFIG_MAP, "main-spoke-backup")
    pod = (
        staging()
        .one("kubernetes:batch/v1:CronJob", "main-spoke-backup")
        .inputs["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    )

    assert pod["volumes"][0]["configMap"] == {
        "name": scripts.outputs["metadata"]["name"],
        "defaultMode": 0o755,
    }
    assert pod["initContainers"][0]["command"] == ["/scripts/backup-postgres.sh"]
    assert list(scripts.inputs["data"]) == ["backup-postgres.sh"]


def test_no_secret_of_an_application_is_anything_but_a_name() -> None:
    (secret,) = [manifest for manifest in objects("spoke") if manifest["kind"] == "ExternalSecret"]

    assert [entry["remoteRef"]["key"] for entry in secret["spec"]["data"]] == [
        "staging/spoke/postgres-url",
        "staging/spoke/redis-url",
    ]
    assert not [manifest for manifest in staging().manifests("main") if manifest["kind"] == "Secret"]


def test_pods_carry_the_labels_by_which_their_cloud_gives_them_an_identity() -> None:
    recording = recorded(ROOT / "examples" / "Pulumi.aks.yaml")
    service = recording.one(DEPLOYMENT, "main-spoke").inputs["spec"]["template"]
    job = recording.one("kubernetes:batch/v1:CronJob", "main-spoke-backup").inputs["spec"]["jobTemplate"][
        "spec"
    ]["template"]
    without = recording.one(DEPLOYMENT, "main-auth-service").inputs["spec"]

    assert service["metadata"]["labels"]["azure.workload.identity/use"] == "true"
    assert job["metadata"]["labels"]["azure.workload.identity/use"] == "true"
    assert "azure.workload.identity/use" not in without["template"]["metadata"]["labels"]


def test_the_drill_reads_the_dumps_and_may_change_none() -> None:
    def allowed(name: str) -> set[str]:
        document = json.loads(staging().one("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"])
        return {action for statement in document["Statement"] for action in statement["Action"]}

    assert allowed("main-spoke-drill") == {"s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject"}
    assert "s3:DeleteObject" in allowed("main-spoke-backup")


def test_the_drill_runs_as_itself_after_its_policy_with_the_scripts_of_its_config_map() -> None:
    scripts = staging().one(CONFIG_MAP, "main-spoke-drill")
    job = staging().one("kubernetes:batch/v1:CronJob", "main-spoke-drill")
    pod = job.inputs["spec"]["jobTemplate"]["spec"]["template"]["spec"]

    assert pod["serviceAccountName"] == "spoke-drill"
    assert sorted(scripts.inputs["data"]) == ["fetch-dump.sh", "restore-postgres.sh"]
    assert pod["volumes"][0]["configMap"] == {
        "name": scripts.outputs["metadata"]["name"],
        "defaultMode": 0o755,
    }
    assert depends(job, staging().one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-spoke-drill"))


def test_the_backup_is_told_what_its_cloud_needs_to_find_the_bucket() -> None:
    recording = recorded(ROOT / "examples" / "Pulumi.aks.yaml")
    account = recording.one("azure-native:storage:StorageAccount", "main-spoke-backup").outputs["name"]
    pod = recording.one("kubernetes:batch/v1:CronJob", "main-spoke-backup").inputs["spec"]["jobTemplate"][
        "spec"
    ]["template"]["spec"]
    (upload,) = pod["containers"]

    environment = {variable["name"]: variable["value"] for variable in upload["env"]}
    assert environment["RCLONE_CONFIG_STORE_TYPE"] == "azureblob"
    assert environment["RCLONE_CONFIG_STORE_ACCOUNT"] == account


def test_a_secret_that_the_stack_writes_itself_is_there_before_it_is_read() -> None:
    def on(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        database = ConfigMap("database", metadata={"namespace": "default"}, opts=opts)
        there = replace(create_platform(settings(), cluster), written={"app/database": database})
        Application("main-sample", "sample", [full(buckets={}, backup=None)], there, opts)

    recording = on_a_cluster(on)
    secret = recording.one(EXTERNAL_SECRET, "main-app-externalsecret")

    assert [urn for urn in secret.dependencies if urn.endswith("ConfigMap::database")]
