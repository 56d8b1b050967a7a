"""Which cluster a call means, and what exists there."""

from typing import Any

import pytest

from rehearsal.simulation.kubernetes.cluster import cluster_of
from tests.rehearsal.simulation.kubernetes.cluster import CONFIG_MAP, Cluster

ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer"
CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ({"clusterIdentifier": "arn:main", "kubeconfig": "server: https://a"}, "arn:main"),
        (
            {"kubeconfig": "clusters:\n- cluster:\n    server: https://a.example.com\n"},
            "https://a.example.com",
        ),
        (
            {"kubeconfig": '{"clusters": [{"cluster": {"server": "https://b.example.com"}}]}'},
            "https://b.example.com",
        ),
        (
            {"kubeconfig": {"clusters": [{"cluster": {"server": "https://c.example.com"}}]}},
            "https://c.example.com",
        ),
        ({"urn": "urn:main"}, "urn:main"),
    ],
)
def test_a_provider_says_which_cluster_it_is_for(provider: dict[str, Any], expected: str) -> None:
    assert cluster_of(provider) == expected


def test_two_clusters_do_not_share_objects(cluster: Cluster) -> None:
    other = Cluster("other")
    other.world = cluster.world

    assert cluster.make(CONFIG_MAP, "a")["id"] == other.make(CONFIG_MAP, "a")["id"] == "default/a"


def test_a_provider_may_have_a_namespace_of_its_own(cluster: Cluster) -> None:
    cluster.namespace("team")
    of_team = Cluster(namespace="team")
    of_team.world = cluster.world

    assert of_team.make(CONFIG_MAP, "a")["id"] == "team/a"


def test_a_namespace_comes_before_what_is_in_it(cluster: Cluster) -> None:
    text = cluster.refused(CONFIG_MAP, "a", "team")

    assert text == 'NotFound: namespaces "team" not found; create it first, and depend on it'


def test_a_release_may_make_its_namespace(cluster: Cluster) -> None:
    cluster.release("reloader", "tools", createNamespace=True)

    assert cluster.make(CONFIG_MAP, "a", "tools")["id"] == "tools/a"


def test_an_operator_comes_before_its_custom_resources(cluster: Cluster) -> None:
    text = cluster.refused(ISSUER, spec={})
    assert text == (
        'NoKindMatch: no matches for kind "ClusterIssuer" in version "cert-manager.io/v1"; '
        "install cert-manager first, and depend on the release"
    )

    cluster.release(values={"crds": {"enabled": True}})
    assert cluster.make(ISSUER, spec={})["id"] == "thing"


def test_an_operator_without_its_definitions_is_pointed_at(cluster: Cluster) -> None:
    cluster.release()

    assert "the release default/cert-manager does not install its CRDs with these values" in cluster.refused(
        ISSUER, spec={}
    )


@pytest.mark.parametrize(("version", "known"), [("v1", True), ("v2", False)])
def test_a_definition_brings_the_versions_it_serves(cluster: Cluster, version: str, known: bool) -> None:
    names = {"plural": "things", "kind": "Thing"}
    versions = [{"name": "v1", "served": True, "storage": True}, {"name": "v2", "served": False}]
    cluster.make(
        CRD,
        "things.example.com",
        spec={"group": "example.com", "names": names, "scope": "Cluster", "versions": versions},
    )
    type_ = f"kubernetes:example.com/{version}:Thing"

    if known:
        assert cluster.make(type_, "a")["id"] == "a"
    else:
        assert 'no matches for kind "Thing" in version "example.com/v2"' in cluster.refused(type_, "a")


def test_what_managed_clusters_define_by_themselves_needs_no_release(cluster: Cluster) -> None:
    assert (
        cluster.make("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy", "a")["id"] == "default/a"
    )


def test_a_definition_that_was_looked_up_is_that_of_an_operator_which_is_there(cluster: Cluster) -> None:
    asked = cluster.call(CRD, {}, id="clusterissuers.cert-manager.io")

    assert cluster.world.read(cluster.lookup(CRD), asked)

    assert cluster.make(ISSUER, spec={})["id"] == "thing"
    assert "NoKindMatch" in cluster.refused("kubernetes:external-secrets.io/v1:ExternalSecret", spec={})
