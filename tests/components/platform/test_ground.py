"""What an add-on stands on."""

import pulumi

from components.contracts import Cluster
from components.platform.ground import Ground
from components.platform.network import Known, Traffic, edge
from facts import charts
from rehearsal.recorded import RELEASE, Recording
from tests.components.platform.given import bare, on_a_cluster

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"


def made(build_on: object) -> Recording:
    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        root = pulumi.ComponentResource("example:root", "root", {}, opts)
        assert callable(build_on)
        build_on(bare(cluster), root)

    return on_a_cluster(build)


def test_a_release_comes_after_its_namespace_and_every_policy_of_it() -> None:
    def build(ground: Ground, root: pulumi.Resource) -> None:
        traffic = (Traffic("pods", {"app": "a"}, accepts=(edge(Known.EVERY_POD, 80),)),)
        home = ground.namespace("app", "restricted", traffic, root)
        ground.release(charts.CERT_MANAGER, home, {"a": {"b": 1}}, root, {"a": {"c": 2}}, timeout=700)

    recording = made(build)

    release = recording.one(RELEASE)
    policies = {one.inputs["metadata"]["name"]: one for one in recording.of(POLICY)}
    assert set(policies) == {"default-deny", "pods"}
    assert {one.urn for one in policies.values()} <= set(release.dependencies)
    assert release.inputs["values"] == {"a": {"b": 1, "c": 2}}
    assert release.inputs["timeout"] == 700
    assert release.inputs["namespace"] == "app"


def test_why_a_namespace_is_not_restricted_stands_on_it() -> None:
    def build(ground: Ground, root: pulumi.Resource) -> None:
        ground.namespace("app", "privileged", (), root, why="it reads the files of its node")
        ground.namespace("other", "restricted", (), root)

    recording = made(build)

    first, second = (
        recording.one("kubernetes:core/v1:Namespace", f"main-{name}").inputs["metadata"]
        for name in ("app", "other")
    )
    assert first["annotations"] == {"groundwork/why-not-restricted": "it reads the files of its node"}
    assert "annotations" not in second


def test_kinds_of_somebody_elses_are_looked_up_and_nothing_is_made() -> None:
    def build(ground: Ground, root: pulumi.Resource) -> None:
        ground.found("clusterissuers.cert-manager.io", root)

    recording = made(build)

    assert [one.name for one in recording.resources if one.type.startswith("kubernetes:")] in (
        [],
        ["main-clusterissuers.cert-manager.io"],
    )
    assert not recording.of(RELEASE)
