"""Questions to a recording."""

import pulumi
import pulumi_kubernetes as k8s
import pytest

from tests.recorded import deploy
from tests.rehearsal.programs import CONFIG_MAP, cluster, config_map


def build() -> None:
    main, other = cluster(), cluster("other")
    config_map("a", provider=main)
    config_map("b", provider=main)
    config_map("c", provider=other)
    k8s.helm.v3.Release(
        "operator",
        name="operator",
        chart="operator",
        version="1.2.3",
        repository_opts={"repo": "https://charts.example.com"},
        values={"replicas": 2, "password": pulumi.Output.secret("canary-77aa")},
        opts=pulumi.ResourceOptions(provider=main),
    )
    k8s.helm.v3.Release(
        "oci",
        name="oci",
        chart="oci://example.com/oci",
        version="2.0.0",
        opts=pulumi.ResourceOptions(provider=other),
    )
    k8s.core.v1.NamespacePatch(
        "patch", metadata={"name": "default"}, opts=pulumi.ResourceOptions(provider=main)
    )


def test_resources_are_found_by_type_and_name() -> None:
    recording = deploy(build)

    assert [r.name for r in recording.of(CONFIG_MAP)] == ["a", "b", "c"]
    assert recording.one(CONFIG_MAP, "b").inputs["data"] == {"size": "1"}
    assert recording.by_urn()[recording.one(CONFIG_MAP, "b").urn].name == "b"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("z", "0 resources of type kubernetes:core/v1:ConfigMap named 'z'; of this type there are: a, b, c"),
        (None, "3 resources of type kubernetes:core/v1:ConfigMap; of this type there are: a, b, c"),
    ],
)
def test_not_just_one_is_explained(name: str | None, text: str) -> None:
    recording = deploy(build)

    with pytest.raises(LookupError, match=text):
        recording.one(CONFIG_MAP, name)


def test_manifests_are_a_clusters_without_releases_and_patches() -> None:
    recording = deploy(build)

    assert [m["metadata"]["name"] for m in recording.manifests("main")] == ["a", "b"]
    assert recording.manifests("other")[0] == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c", "namespace": "default"},
        "data": {"size": "1"},
    }


def test_releases_say_what_is_installed_where_without_secrets() -> None:
    operator, oci = deploy(build).releases()

    assert {key: operator[key] for key in operator if key != "values"} == {
        "cluster": "main",
        "name": "operator",
        "namespace": "default",
        "chart": "operator",
        "repo": "https://charts.example.com",
        "version": "1.2.3",
    }
    assert "canary-77aa" not in str(operator)
    assert (oci["cluster"], oci["repo"], oci["values"]) == ("other", "", {})
