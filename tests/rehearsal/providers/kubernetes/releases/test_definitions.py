"""Which definitions a release brings, and under whose care they are."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.releases import permissive
from rehearsal.providers.kubernetes.releases.definitions import PROJECTS, definitions, in_folder
from rehearsal.simulation.kubernetes.charts import CRDS
from rehearsal.simulation.kubernetes.stand_ins import CHARTS
from rehearsal.toolchain import crds

Object = dict[str, Any]


@pytest.fixture(autouse=True)
def two_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made-up definitions for each project, so that nothing is fetched."""

    def found(project: str, say: object) -> list[Object]:
        return [
            {
                "kind": "CustomResourceDefinition",
                "metadata": {"name": f"{plural}.{project}", "creationTimestamp": None},
                "spec": {"names": {"kind": plural.capitalize(), "plural": plural}},
                "status": {},
            }
            for plural in ("apples", "pears")
        ]

    monkeypatch.setattr(crds, "definitions", found)
    monkeypatch.setattr(crds, "fetch", lambda projects, say: None)


def names(chart: str, values: dict[str, Any] | None = None, **more: Any) -> list[str]:
    found = definitions({"chart": chart, "values": values or {}, **more}, print, lambda sentence: None)
    return [one["metadata"]["name"] for one in found]


def metadata(chart: str, values: dict[str, Any] | None = None) -> Object:
    found: Object = definitions({"chart": chart, "values": values or {}}, print, lambda sentence: None)[0][
        "metadata"
    ]
    return found


def test_every_group_of_a_known_chart_is_published_or_stood_in_for() -> None:
    groups = {group for chart, one in CRDS.items() if chart in CHARTS for group in one.groups}

    assert groups <= PROJECTS.keys() | permissive.UNPUBLISHED.keys()
    assert set(PROJECTS.values()) == set(crds.PROJECTS)


def test_a_chart_brings_its_projects_definitions_when_its_switch_is_on() -> None:
    assert names("cert-manager") == []
    assert names("cert-manager", {"crds": {"enabled": True}}) == ["apples.cert-manager", "pears.cert-manager"]
    assert names("karpenter", skipCrds=True) == []
    assert names("metrics-server") == []


def test_a_switch_of_one_kind_leaves_that_one_out() -> None:
    assert names("prometheus-operator-crds", {"crds": {"pears": {"enabled": False}}}) == [
        "apples.prometheus-operator"
    ]
    assert names("base", {"base": {"excludedCRDs": ["pears.istio"]}}) == ["apples.istio"]
    assert "pears.external-secrets" not in names("external-secrets", {"crds": {"createPears": False}})


def test_definitions_are_kept_as_the_values_say() -> None:
    keep = {"helm.sh/resource-policy": "keep"}

    assert metadata("base")["annotations"] == keep
    assert metadata("cert-manager", {"crds": {"enabled": True}})["annotations"] == keep
    assert "annotations" not in metadata("cert-manager", {"crds": {"enabled": True, "keep": False}})
    assert "annotations" not in metadata("karpenter-crd")
    assert metadata("karpenter-crd", {"additionalAnnotations": keep})["annotations"] == keep
    assert metadata("external-secrets")["labels"] == {"external-secrets.io/component": "controller"}
    assert "creationTimestamp" not in metadata("base")


def test_definitions_in_a_folder_are_not_the_releases_own() -> None:
    assert in_folder({"chart": "velero"})
    assert not in_folder({"chart": "cert-manager"})


def test_the_gateways_chart_brings_nothing_unless_it_is_told_to() -> None:
    assert names("gateway-crds-helm") == []
    assert names("gateway-crds-helm", {"crds": {"gatewayAPI": {"enabled": True}}}) == [
        "apples.gateway-api",
        "pears.gateway-api",
    ]


def test_what_is_not_judged_by_its_own_definition_is_remembered() -> None:
    said: list[str] = []
    definitions({"chart": "external-secrets", "values": {}}, print, said.append)
    definitions({"chart": "alloy", "values": {}}, print, said.append)

    assert (
        "the kinds of external-secrets are judged by v1.3.2, the newest that is published as a Go module"
        in said[0]
    )
    assert (
        "GitlabDeployToken of generators.external-secrets.io takes any fields: no Go module publishes its definition"
        in said
    )
    assert "PodLogs of monitoring.grafana.com takes any fields: no Go module publishes its definition" in said
