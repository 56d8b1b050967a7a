"""Alloy, once on every node and once for the cluster."""

import pulumi
import pytest

from components.contracts import Cluster
from components.platform.alloy import Alloy
from components.platform.foundation import Foundation
from components.platform.network import Pods, edge
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import bare, on_a_cluster

LOKI = "http://loki-gateway.loki.svc.cluster.local"


@pytest.fixture(scope="module")
def recording() -> Recording:
    def build(cluster: Cluster) -> None:
        ours = pulumi.ResourceOptions(provider=cluster.provider)
        ground = Foundation("main-foundation", bare(cluster, logs={"redact": False}), ours).ground
        (first, *_) = ground.ready
        Alloy("main-alloy", ground, LOKI, edge(Pods({}, "loki"), 8080), first, ours)

    return on_a_cluster(build)


def test_both_releases_are_of_one_chart_in_one_namespace(recording: Recording) -> None:
    releases = [recording.one(RELEASE, f"main-{name}").inputs for name in ("alloy", "alloy-events")]

    assert {release["chart"] for release in releases} == {"alloy"}
    assert {release["namespace"] for release in releases} == {"alloy"}
    assert {release["version"] for release in releases} == {releases[0]["version"]}


def test_each_has_its_own_task(recording: Recording) -> None:
    logs, events = (
        recording.one(RELEASE, f"main-{name}").inputs["values"]["alloy"]["configMap"]["content"]
        for name in ("alloy", "alloy-events")
    )

    assert "loki.source.kubernetes " in logs
    assert "stage.replace" not in logs, "the stack wants its lines untouched"
    assert "loki.source.kubernetes_events" in events
    assert all(f"{LOKI}/loki/api/v1/push" in config for config in (logs, events))
