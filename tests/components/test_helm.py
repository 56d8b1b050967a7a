"""How anything is installed."""

from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.helm import Home, custom_resource, helm_release, source
from facts import charts
from facts.charts import Chart
from rehearsal.recorded import RELEASE
from settings.charts import ChartSource
from settings.layers import merged
from tests.components.platform.given import bare, on_a_cluster

APP = Chart("app", "https://charts.example.com", "1.2.3", release="renamed")
LOGIN = {"username": "CHARTS_USERNAME", "password": "CHARTS_PASSWORD"}


def test_a_chart_of_an_http_repository_is_looked_up_in_its_index() -> None:
    reference, repository = source(APP)

    assert reference == "app"
    assert repository is not None
    assert repository.repo == "https://charts.example.com"


def test_a_chart_of_an_oci_registry_is_named_whole_and_has_no_index() -> None:
    assert source(Chart("app", "oci://registry.example.com/charts", "1.0.0")) == (
        "oci://registry.example.com/charts/app",
        None,
    )


@pytest.mark.parametrize("chart", [charts.CERT_MANAGER, charts.INGRESS_NGINX])
def test_a_mirror_stands_in_for_every_repository(chart: Chart) -> None:
    by_oci, no_index = source(chart, ChartSource(mirror="oci://registry.example.com/mirror"))
    by_name, index = source(chart, ChartSource(mirror="https://charts.example.com/mirror"))

    assert (by_oci, no_index) == (f"oci://registry.example.com/mirror/{chart.name}", None)
    assert by_name == chart.name
    assert index is not None
    assert index.repo == "https://charts.example.com/mirror"


def test_a_folder_stands_in_for_every_repository() -> None:
    assert source(charts.CERT_MANAGER, ChartSource(folder="./charts")) == (
        f"./charts/cert-manager-{charts.CERT_MANAGER.version}.tgz",
        None,
    )


def test_a_mirrors_credentials_are_read_where_pulumi_runs_and_kept_as_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHARTS_USERNAME", "robot")
    monkeypatch.setenv("CHARTS_PASSWORD", "canary")
    mirror = ChartSource.model_validate({"mirror": "oci://registry.example.com/mirror", "credentials": LOGIN})

    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        helm_release(cluster.name, APP, Home("kube-system"), {}, opts, mirror)

    (release,) = on_a_cluster(build).of(RELEASE)

    assert release.inputs["chart"] == "oci://registry.example.com/mirror/app"
    assert set(release.inputs["repositoryOpts"]) == {"username", "password"}
    assert "canary" not in str(release.visible)


def test_credentials_that_are_not_there_are_told_by_the_variables_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHARTS_USERNAME", raising=False)
    mirror = ChartSource.model_validate({"mirror": "https://charts.example.com", "credentials": LOGIN})

    with pytest.raises(
        pulumi.RunError,
        match=r"charts\.credentials\.username: expected the environment variable CHARTS_USERNAME to hold it",
    ):
        source(APP, mirror)


@pytest.mark.parametrize(
    ("values", "over", "both"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_a_stacks_own_values_come_last_as_helm_merges_them(
    values: dict[str, Any], over: dict[str, Any], both: dict[str, Any]
) -> None:
    before = str(values)

    assert merged(values, over) == both
    assert str(values) == before


def test_a_release_is_installed_as_its_chart_says_and_waited_for() -> None:
    def build(cluster: Cluster) -> None:
        root = pulumi.ComponentResource(
            "example:root", "root", {}, pulumi.ResourceOptions(provider=cluster.provider)
        )
        home = bare(cluster).namespace("app", "baseline", (), root, {"team": "platform"})
        opts = pulumi.ResourceOptions(parent=root)
        helm_release(cluster.name, APP, home, {"replicas": 1}, opts, timeout=700)

    recording = on_a_cluster(build)

    (release,) = recording.of(RELEASE)
    assert release.name == "main-renamed"
    assert release.inputs == {
        "name": "renamed",
        "chart": "app",
        "version": "1.2.3",
        "repositoryOpts": {"repo": "https://charts.example.com"},
        "namespace": "app",
        "values": {"replicas": 1},
        "atomic": True,
        "cleanupOnFail": True,
        "maxHistory": 5,
        "skipAwait": False,
        "timeout": 700,
        "compat": "true",
    }
    home = recording.one("kubernetes:core/v1:Namespace", "main-app")
    closed = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-app-default-deny")
    assert {home.urn, closed.urn} == set(release.dependencies)


def test_an_oci_chart_is_registered_without_a_repository() -> None:
    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        chart = Chart("app", "oci://registry.example.com/charts", "1.2.3")
        helm_release(cluster.name, chart, Home("kube-system"), {}, opts)

    (release,) = on_a_cluster(build).of(RELEASE)

    assert release.inputs["chart"] == "oci://registry.example.com/charts/app"
    assert "repositoryOpts" not in release.inputs


def _operated(cluster: Cluster) -> tuple[pulumi.Resource, pulumi.Resource]:
    root = pulumi.ComponentResource(
        "example:root", "root", {}, pulumi.ResourceOptions(provider=cluster.provider)
    )
    ground = bare(cluster)
    home = ground.namespace("app", "restricted", (), root)
    return root, ground.release(charts.CERT_MANAGER, home, {"crds": {"enabled": True}}, root)


def test_a_custom_resource_is_waited_for_only_where_that_is_asked() -> None:
    def build(cluster: Cluster) -> None:
        root, bringer = _operated(cluster)
        kind = ("cert-manager.io/v1", "Issuer")
        for name, within in (("waited", "2m"), ("unwaited", None)):
            metadata = {"name": name, "namespace": "app"}
            custom_resource(
                name, kind, metadata, {"selfSigned": {}}, parent=root, after=[bringer], ready_within=within
            )

    recording = on_a_cluster(build)

    waited = recording.one("kubernetes:cert-manager.io/v1:Issuer", "waited")
    unwaited = recording.one("kubernetes:cert-manager.io/v1:Issuer", "unwaited")
    assert waited.inputs["metadata"]["annotations"] == {"pulumi.com/waitFor": "condition=Ready"}
    assert waited.custom_timeouts == {"create": "2m", "update": "2m"}
    assert "annotations" not in unwaited.inputs["metadata"]
    assert unwaited.custom_timeouts == {}
    (release,) = recording.of(RELEASE)
    assert release.urn in unwaited.dependencies


def test_a_release_may_go_into_a_namespace_that_every_cluster_has() -> None:
    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        helm_release(cluster.name, APP, Home("kube-system"), {}, opts)

    (release,) = on_a_cluster(build).of(RELEASE)

    assert release.inputs["namespace"] == "kube-system"
    assert release.dependencies == ()


def test_an_object_whose_operator_has_much_to_clear_away_is_given_the_time() -> None:
    def build(cluster: Cluster) -> None:
        root, bringer = _operated(cluster)
        kind = ("cert-manager.io/v1", "Issuer")
        metadata = {"name": "slow", "namespace": "app"}
        custom_resource("slow", kind, metadata, {}, root, [bringer], gone_within="45m")

    slow = on_a_cluster(build).one("kubernetes:cert-manager.io/v1:Issuer", "slow")

    assert slow.custom_timeouts == {"delete": "45m"}
