"""How anything is installed."""

import pulumi

from components.contracts import Cluster
from components.helm import Chart, custom_resource, helm_release, source
from components.platform import charts
from components.platform.namespaces import namespace
from rehearsal.recorded import RELEASE
from tests.components.platform.given import on_a_cluster


def test_a_chart_of_an_http_repository_is_looked_up_in_its_index() -> None:
    reference, repository = source(Chart("app", "https://charts.example.com", "1.0.0"))

    assert reference == "app"
    assert repository is not None
    assert repository.repo == "https://charts.example.com"


def test_a_chart_of_an_oci_registry_is_named_whole_and_has_no_index() -> None:
    assert source(Chart("app", "oci://registry.example.com/charts", "1.0.0")) == (
        "oci://registry.example.com/charts/app",
        None,
    )


def test_a_release_is_installed_as_its_chart_says_and_waited_for() -> None:
    def build(cluster: Cluster) -> None:
        root = pulumi.ResourceOptions(provider=cluster.provider)
        home = namespace(cluster.name, "app", "baseline", root, {"team": "platform"})
        chart = Chart("app", "https://charts.example.com", "1.2.3", release="renamed")
        helm_release(cluster.name, chart, home, {"replicas": 1}, root, timeout=700)

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
    assert release.dependencies == (home.urn,)
    assert home.inputs["metadata"]["name"] == "app"
    assert home.inputs["metadata"]["labels"]["team"] == "platform"
    assert home.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "baseline"


def test_an_oci_chart_is_registered_without_a_repository() -> None:
    def build(cluster: Cluster) -> None:
        root = pulumi.ResourceOptions(provider=cluster.provider)
        home = namespace(cluster.name, "app", "restricted", root)
        helm_release(cluster.name, Chart("app", "oci://registry.example.com/charts", "1.2.3"), home, {}, root)

    (release,) = on_a_cluster(build).of(RELEASE)

    assert release.inputs["chart"] == "oci://registry.example.com/charts/app"
    assert "repositoryOpts" not in release.inputs


def test_a_custom_resource_is_waited_for_only_where_that_is_asked() -> None:
    def build(cluster: Cluster) -> None:
        root = pulumi.ResourceOptions(provider=cluster.provider)
        home = namespace(cluster.name, "app", "restricted", root)
        bringer = helm_release(cluster.name, charts.CERT_MANAGER, home, {"crds": {"enabled": True}}, root)
        kind = ("cert-manager.io/v1", "Issuer")
        for name, within in (("waited", "2m"), ("unwaited", None)):
            metadata = {"name": name, "namespace": "app"}
            custom_resource(
                name, kind, metadata, {"selfSigned": {}}, parent=home, after=[bringer], ready_within=within
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
        root = pulumi.ResourceOptions(provider=cluster.provider)
        helm_release(
            cluster.name, Chart("app", "https://charts.example.com", "1.2.3"), "kube-system", {}, root
        )

    (release,) = on_a_cluster(build).of(RELEASE)

    assert release.inputs["namespace"] == "kube-system"
    assert release.dependencies == ()


def test_an_object_whose_operator_has_much_to_clear_away_is_given_the_time() -> None:
    def build(cluster: Cluster) -> None:
        root = pulumi.ResourceOptions(provider=cluster.provider)
        home = namespace(cluster.name, "app", "restricted", root)
        bringer = helm_release(cluster.name, charts.CERT_MANAGER, home, {"crds": {"enabled": True}}, root)
        kind = ("cert-manager.io/v1", "Issuer")
        custom_resource(
            "slow", kind, {"name": "slow", "namespace": "app"}, {}, home, [bringer], gone_within="45m"
        )

    slow = on_a_cluster(build).one("kubernetes:cert-manager.io/v1:Issuer", "slow")

    assert slow.custom_timeouts == {"delete": "45m"}
