"""What a release consists of, and what Helm knows its own by."""

import pytest

from rehearsal.providers.kubernetes.releases import content as module
from rehearsal.providers.kubernetes.releases.content import Content, Identity, content, owned
from tests.rehearsal.providers.kubernetes.releases.cases import NOBODY

SHOP = Identity("shop", "home")
KIND = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "apples.example.com"},
}


def consists_of(chart: str, monkeypatch: pytest.MonkeyPatch, **values: object) -> Content:
    """The content of a chart that brings one definition, without a cluster."""
    monkeypatch.setattr(module, "definitions", lambda inputs, say, remember: [KIND])
    inputs = {"chart": chart, "version": "1.0.0", "values": values}
    return content(NOBODY, SHOP, inputs, print, print)


def test_an_object_keeps_its_labels_and_gets_helms() -> None:
    one = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "a", "labels": {"b": "c"}, "annotations": {"d": "e"}},
    }

    assert owned(one, SHOP)["metadata"] == {
        "name": "a",
        "labels": {"b": "c", "app.kubernetes.io/managed-by": "Helm"},
        "annotations": {
            "d": "e",
            "meta.helm.sh/release-name": "shop",
            "meta.helm.sh/release-namespace": "home",
        },
    }


def test_definitions_in_templates_are_the_releases_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = consists_of("cert-manager", monkeypatch)

    assert found.folder == []
    assert "CustomResourceDefinition" in {one["kind"] for one in found.objects}
    assert all("meta.helm.sh/release-name" in one["metadata"]["annotations"] for one in found.objects)


def test_definitions_in_a_folder_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    found = consists_of("velero", monkeypatch)

    assert found.folder == [KIND]
    assert "CustomResourceDefinition" not in {one["kind"] for one in found.objects}
    assert found.chart == {"name": "velero", "version": "1.0.0", "appVersion": "1.0.0"}


def test_a_release_is_identified_by_its_namespace_and_name() -> None:
    assert SHOP.id == "home/shop"
