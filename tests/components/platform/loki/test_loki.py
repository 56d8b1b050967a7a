"""Loki with its bucket, its identity and its data source."""

import json
from typing import Any

import pulumi
import pytest
from pulumi_kubernetes.core.v1 import Namespace

from components.contracts import Cluster, Monitoring
from components.platform.loki import Loki
from components.platform.network import Pods
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.buckets import ground
from tests.components.platform.given import bare, on_a_cluster

CLIENTS = [Pods({"app.kubernetes.io/name": "alloy"}, "alloy")]
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def ours(cluster: Cluster) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(provider=cluster.provider)


def made(build: Any) -> Recording:
    return on_a_cluster(build)


@pytest.fixture(scope="module")
def recording() -> Recording:
    def build(cluster: Cluster) -> None:
        home = Namespace("main-monitoring", metadata={"name": "monitoring"}, opts=ours(cluster))
        grafana = Monitoring("monitoring", {}, home)
        Loki("main-loki", ground(cluster, logs={"retention_days": 7}), CLIENTS, grafana, ours(cluster))

    return made(build)


def test_logs_are_in_a_bucket_that_forgets_them_a_week_after_loki_does(recording: Recording) -> None:
    assert recording.one("example:bucket", "main-logs").outputs["expire_days"] == 14


def test_loki_may_use_its_bucket_and_nothing_else(recording: Recording) -> None:
    identity = recording.one("example:identity", "main-loki").outputs

    assert (identity["namespace"], identity["account"]) == ("loki", "loki")
    (grant,) = identity["grants"]
    assert grant.startswith("UseBucket(")
    assert "links=False" in grant


def test_grafana_finds_loki_by_a_label_once_it_is_there(recording: Recording) -> None:
    source = recording.one(CONFIG_MAP, "main-loki-data-source")

    assert source.inputs["metadata"]["namespace"] == "monitoring"
    assert source.inputs["metadata"]["labels"] == {"grafana_datasource": "1"}
    assert json.loads(source.inputs["data"]["loki.yaml"])["datasources"][0]["type"] == "loki"
    assert recording.one(RELEASE, "main-loki").urn in source.dependencies


def test_without_buckets_or_grafana_there_are_only_loki_and_its_volume() -> None:
    def build(cluster: Cluster) -> None:
        Loki("main-loki", bare(cluster), CLIENTS, None, ours(cluster))

    recording = made(build)

    assert not recording.of("example:bucket")
    assert not recording.of("example:identity")
    assert not recording.of(CONFIG_MAP)
    values = recording.one(RELEASE, "main-loki").inputs["values"]
    assert values["loki"]["storage"] == {"type": "filesystem"}


def test_a_stacks_own_values_come_last() -> None:
    def build(cluster: Cluster) -> None:
        own = {"values": {"singleBinary": {"replicas": 5}}}
        Loki("main-loki", ground(cluster, logs=own), CLIENTS, None, ours(cluster))

    values = made(build).one(RELEASE, "main-loki").inputs["values"]

    assert values["singleBinary"]["replicas"] == 5
    assert values["singleBinary"]["persistence"]["size"] == "10Gi"
