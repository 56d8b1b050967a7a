"""What a cluster is watched by: what is installed on it, and nothing else."""

import json
from dataclasses import replace
from functools import cache
from typing import Any, Literal

import pytest
from pulumi import ResourceOptions

from components.contracts import Cluster
from components.helm import Home, helm_release
from components.observability import Observability, autoscaler_scrape, installed
from components.observability.alerts import ADD_ONS, GROUPS, REPLACED
from facts import charts
from rehearsal.recorded import RELEASE, Recorded, Recording
from settings.platform import PlatformSettings
from tests.components.platform import given
from tests.components.platform.given import create_platform, on_a_cluster, settings

RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
MONITOR = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor"
CONFIG = "kubernetes:core/v1:ConfigMap"
# What is part of an add-on that has alerts under another chart's name, or has nothing that runs.
COVERED = {
    "prometheus-operator-crds": "kinds alone",
    "karpenter-crd": "kinds alone",
    "base": "Istio's kinds alone",
    "cni": "Istio's: a pod that it fails does not start, and says so as PodNotRunning",
    "gateway": "Istio's: watched as ingress-gateway where it is the way in",
    "metrics-server": "watched on every cluster, whoever brings it",
}


@cache
def recording(autoscaler: Literal["karpenter", ""] = "", **sections: Any) -> Recording:
    chosen = settings(**sections)

    def build(cluster: Cluster) -> None:
        create_platform(chosen, replace(cluster, traits=replace(cluster.traits, autoscaler=autoscaler)))

    return on_a_cluster(build)


def names(type_: str, found: Recording) -> set[str]:
    return {resource.inputs["metadata"]["name"] for resource in found.of(type_)}


def rules(found: Recording) -> set[str]:
    return {name.removeprefix("alerts-") for name in names(RULES, found)}


def test_each_add_on_that_is_installed_has_its_alerts_and_the_cluster_has_its_own() -> None:
    assert rules(recording()) >= {
        "kubernetes",
        "cert-manager",
        "external-secrets",
        "ingress-nginx",
        "istiod",
        "kube-prometheus-stack",
    }
    assert not rules(recording()) & {"karpenter", "cluster-autoscaler", "ingress-gateway"}


def test_what_adds_nodes_is_watched_and_scraped_where_it_is_a_chart() -> None:
    found = recording(autoscaler="karpenter")

    assert "karpenter" in rules(found)
    assert found.one(MONITOR, "main-karpenter").inputs["spec"] == autoscaler_scrape("karpenter")
    assert found.one(MONITOR, "main-karpenter").inputs["metadata"]["namespace"] == "kube-system"


def test_an_add_on_that_is_off_or_somebody_elses_has_no_alerts() -> None:
    chosen = settings(istio=False, cert_manager={"install": "existing", "acme_email": "platform@example.com"})

    assert not {"istiod", "cert-manager"} & set(installed(chosen, ""))


def test_the_way_in_by_gateway_is_watched_in_the_place_of_nginx() -> None:
    chosen = installed(settings(ingress={"kind": "gateway"}), "")

    assert "ingress-gateway" in chosen
    assert "ingress-nginx" not in chosen


def test_without_monitoring_nothing_is_watched() -> None:
    found = on_a_cluster(lambda cluster: create_platform(settings(monitoring=False), cluster))

    assert found.of(RULES) == []
    assert [one for one in found.resources if "dashboard" in one.name] == []


def test_rules_and_dashboards_come_after_prometheus_and_its_kinds_and_go_before_them() -> None:
    stack = recording().one(RELEASE, "main-kube-prometheus-stack").urn
    ours = [
        one for one in recording().resources if "main-alerts-" in one.name or "main-dashboard-" in one.name
    ]

    assert len(ours) > 8
    assert all(stack in one.dependencies for one in ours)


def test_rules_and_dashboards_go_where_they_are_told_to_and_wait_for_what_they_are_told_to() -> None:
    def build(cluster: Cluster) -> None:
        kinds = helm_release(
            "main",
            charts.PROMETHEUS_OPERATOR_CRDS,
            Home("default"),
            {},
            ResourceOptions(provider=cluster.provider),
        )
        home = Home("default", [kinds])
        Observability(
            "main-observability", settings(), cluster, home, ResourceOptions(provider=cluster.provider)
        )

    found = on_a_cluster(build)

    (kinds,) = found.of(RELEASE)
    assert {one.inputs["metadata"]["namespace"] for one in [*found.of(RULES), *found.of(CONFIG)]} == {
        "default"
    }
    assert all(kinds.urn in one.dependencies for one in [*found.of(RULES), *found.of(CONFIG)])


def test_an_existing_prometheus_is_given_rules_and_dashboards_in_a_namespace_of_ours() -> None:
    elsewhere = settings(monitoring={"install": "existing", "namespace": "observed"})
    found = on_a_cluster(lambda cluster: create_platform(elsewhere, cluster))

    assert {one.inputs["metadata"]["namespace"] for one in [*found.of(RULES), *dashboards(found)]} == {
        "alerts"
    }
    assert "kube-prometheus-stack" not in rules(found)


def dashboards(found: Recording) -> list[Recorded]:
    return [one for one in found.of(CONFIG) if "dashboard" in one.name]


def test_grafana_finds_the_dashboards_and_puts_them_into_a_folder() -> None:
    values = (
        recording()
        .one(RELEASE, "main-kube-prometheus-stack")
        .inputs["values"]["grafana"]["sidecar"]["dashboards"]
    )

    assert len(dashboards(recording())) >= 6
    for one in dashboards(recording()):
        metadata = one.inputs["metadata"]
        assert metadata["labels"] == {"grafana_dashboard": "1"}
        assert metadata["annotations"] == {values["folderAnnotation"]: "Platform"}
        assert metadata["namespace"] == values["searchNamespace"]
    assert values["provider"] == {"foldersFromFilesStructure": True}


def test_a_dashboards_file_is_named_after_its_address_and_small_enough_for_a_config_map() -> None:
    for one in dashboards(recording()):
        ((file, text),) = one.inputs["data"].items()
        assert file == f"{json.loads(text)['uid']}.json"
        assert len(text) < 100_000


def test_every_link_begins_where_the_stack_says_that_runbooks_are() -> None:
    base = "https://wiki.example.com/runbooks"
    found = recording(monitoring=Frozen(runbooks=base))
    texts = [json.dumps(one.inputs["spec"]) for one in found.of(RULES)]
    texts += [next(iter(one.inputs["data"].values())) for one in dashboards(found)]

    assert all(base in text for text in texts)
    assert not any("git.example.com" in text for text in texts)


class Frozen(dict[str, Any]):
    """A section that the cache can tell from another."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def test_where_runbooks_are_is_an_https_address() -> None:
    with pytest.raises(ValueError, match="runbooks"):
        settings(monitoring={"runbooks": "http://wiki.example.com"})


def test_one_fault_is_one_alert() -> None:
    values = recording().one(RELEASE, "main-kube-prometheus-stack").inputs["values"]["defaultRules"]
    ours = {alert.name for group in GROUPS for alert in group.alerts}

    assert values["disabled"] == dict.fromkeys(REPLACED, True)
    assert {name for names in REPLACED.values() for name in names.split(", ")} <= ours
    assert values["additionalRuleLabels"] == {"team": "platform"}


@pytest.mark.parametrize(
    ("chart", "path"),
    [
        ("cert-manager", ("prometheus", "servicemonitor")),
        ("external-secrets", ("serviceMonitor",)),
        ("ingress-nginx", ("controller", "metrics", "serviceMonitor")),
    ],
)
def test_a_metric_keeps_the_namespace_that_it_tells_of(chart: str, path: tuple[str, ...]) -> None:
    (values,) = (values for one, values in given.installed(settings()) if one.name == chart)
    for key in path:
        values = values[key]

    assert values["honorLabels"] is True


def test_every_chart_that_a_stack_may_install_is_watched() -> None:
    names_ = {
        chart.name
        for field in PlatformSettings.model_fields
        for chart in getattr(type(getattr(settings(), field)), "CHARTS", ())
    }

    assert names_ - set(ADD_ONS) - set(COVERED) == set()
