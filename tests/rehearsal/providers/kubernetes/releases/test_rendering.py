"""A chart that is at hand is rendered by Helm itself: for this cluster, with its own schema's verdict, without the network."""

import tarfile
from pathlib import Path

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases.content import Identity
from rehearsal.providers.kubernetes.releases.rendering import events, rendered
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.providers.kubernetes.releases.cases import chart, config_map

pytestmark = [pytest.mark.kubernetes, pytest.mark.usefixtures("helm")]
SHOP = Identity("shop", "home")
SCHEMA = '{"type": "object", "properties": {"value": {"type": "string"}}, "additionalProperties": false}'
KIND = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.example.com}\nspec: {}\n"
CAPABLE = (
    '{{ if .Capabilities.APIVersions.Has "apps/v1/Deployment" }}\n'
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: about}\n"
    'data: {kube: "{{ .Capabilities.KubeVersion.Version }}", when: 2026-01-01, upgrade: "{{ .Release.IsUpgrade }}"}\n{{ end }}\n'
)


def test_objects_hooks_and_definitions_are_told_apart(cluster: Client, tmp_path: Path) -> None:
    folder = chart(
        tmp_path / "shop",
        plain=config_map("plain"),
        hook=config_map("hook", '{helm.sh/hook: "pre-install, post-install"}'),
        crds=KIND,
    )

    found = rendered(cluster, str(folder), SHOP, {"value": "yes"}, print, upgrade=False)

    assert [one["metadata"]["name"] for one in found.objects] == ["plain"]
    assert found.objects[0]["data"] == {"key": "yes"}
    assert [events(one) for one in found.hooks] == [["pre-install", "post-install"]]
    assert [one["metadata"]["name"] for one in found.folder] == ["a.example.com"]
    assert found.chart == {"name": "shop", "version": "1.2.3", "appVersion": "4.5"}


@pytest.mark.parametrize("upgrade", [False, True])
def test_a_chart_sees_the_clusters_version_and_kinds(cluster: Client, tmp_path: Path, upgrade: bool) -> None:
    version = cluster.request("GET", "/version")["gitVersion"]

    [found] = rendered(
        cluster, str(chart(tmp_path / "shop", about=CAPABLE)), SHOP, {}, print, upgrade=upgrade
    ).objects

    assert found["data"] == {"kube": version, "when": "2026-01-01", "upgrade": str(upgrade).lower()}


def test_an_archive_is_as_good_as_a_folder(cluster: Client, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "shop-1.2.3.tgz", "w:gz") as archive:
        archive.add(chart(tmp_path / "shop", plain=config_map("plain")), "shop")

    assert (
        len(rendered(cluster, str(tmp_path / "shop-1.2.3.tgz"), SHOP, {}, print, upgrade=False).objects) == 1
    )


def test_values_that_the_charts_schema_does_not_take_are_refused_in_helms_words(
    cluster: Client, tmp_path: Path
) -> None:
    folder = chart(tmp_path / "shop", SCHEMA, plain=config_map("plain"))

    with pytest.raises(Refused) as refused:
        rendered(cluster, str(folder), SHOP, {"valeu": "typo"}, print, upgrade=False)

    assert "Helm cannot render the chart of the release home/shop" in str(refused.value)
    assert "additional properties 'valeu' not allowed" in str(refused.value)


def test_a_chart_that_is_not_there_is_refused_with_where_it_was_looked_for(cluster: Client) -> None:
    with pytest.raises(
        Refused, match=r"the chart \./nowhere of the release home/shop is not there; it is looked for from /"
    ):
        rendered(cluster, "./nowhere", SHOP, {}, print, upgrade=False)
