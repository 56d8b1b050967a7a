"""Helm releases."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.kubernetes.cluster import RELEASE, Cluster

STACK = "kube-prometheus-stack"
MONITOR = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor"


def test_a_release_is_deployed(cluster: Cluster) -> None:
    made = cluster.release()

    assert made["id"] == "default/cert-manager"
    assert made["status"]["status"] == "deployed"
    assert (made["status"]["revision"], made["status"]["version"]) == (1, "1.2.3")
    assert cluster.update(RELEASE, made, **cluster.chart(version="1.2.4"))["status"]["revision"] == 2


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"version": None}, "the chart cert-manager is not pinned to a version"),
        ({"chart": None}, "missing required property 'chart'"),
        ({"name": "Upper"}, "'Upper' is not a release name"),
        ({"name": "x" * 54}, "(a DNS name of up to 53 characters)"),
        ({"repositoryOpts": None}, "the chart 'cert-manager' comes from no repository"),
        (
            {"repositoryOpts": {"repo": "oci://example.com/charts"}},
            "an OCI chart is named in chart (oci://example.com/charts/cert-manager)",
        ),
        ({"timeout": 0}, "0 seconds"),
        ({"namespace": "none"}, 'namespaces "none" not found'),
    ],
)
def test_a_release_that_is_refused(cluster: Cluster, inputs: dict[str, Any], text: str) -> None:
    assert text in cluster.refusal(RELEASE, **{**cluster.chart(), **inputs})


def test_a_local_chart_has_its_own_version_and_no_repository(cluster: Cluster) -> None:
    made = cluster.release(chart="./charts/cert-manager-v1.2.3.tgz", version=None, repositoryOpts=None)

    assert made["status"]["chart"] == "cert-manager"


def test_a_name_is_used_once_in_a_namespace(cluster: Cluster) -> None:
    cluster.release()
    cluster.namespace("other")

    assert "cannot re-use a name that is still in use: release default/cert-manager" in cluster.refusal(
        RELEASE, **cluster.chart()
    )
    assert cluster.release("cert-manager", "other")["id"] == "other/cert-manager"


@pytest.mark.parametrize(
    ("level", "values", "allowed"),
    [
        ("baseline", {}, False),
        ("restricted", {"nodeExporter": {"enabled": False}}, True),
        ("privileged", {}, True),
        ("restricted", {"prometheus-node-exporter": {"namespaceOverride": "exporter"}}, True),
        ("restricted", {"prometheus-node-exporter": {"namespaceOverride": "none"}}, False),
    ],
)
def test_a_chart_that_needs_the_host_keeps_to_its_namespaces_level(
    cluster: Cluster, level: str, values: dict[str, Any], allowed: bool
) -> None:
    cluster.namespace("monitoring", level)
    cluster.namespace("exporter", "privileged")

    if allowed:
        assert cluster.release(STACK, "monitoring", values=values)["id"] == f"monitoring/{STACK}"
    else:
        text = cluster.refusal(RELEASE, **cluster.chart(STACK, "monitoring", values=values))
        assert (
            "the namespace monitoring must enforce privileged" in text
            or 'namespaces "none" not found' in text
        )


@pytest.mark.parametrize(
    ("level", "without_folders", "refusal"),
    [
        ("baseline", True, ""),
        ("baseline", False, "the namespace velero must enforce privileged"),
        ("restricted", True, "the namespace velero must enforce baseline"),
    ],
)
def test_an_agent_that_mounts_nothing_of_its_host_needs_less(
    cluster: Cluster, level: str, without_folders: bool, refusal: str
) -> None:
    cluster.namespace("velero", level)
    values = {"deployNodeAgent": True, "nodeAgent": {"disableHostPath": without_folders}}

    if refusal:
        assert refusal in cluster.refusal(RELEASE, **cluster.chart("velero", "velero", values=values))
    else:
        assert cluster.release("velero", "velero", values=values)["id"] == "velero/velero"


def test_an_operator_goes_after_its_custom_resources(cluster: Cluster) -> None:
    operator = cluster.release(STACK)
    monitor = cluster.make(MONITOR, "a", spec={})

    with pytest.raises(
        Refused,
        match=r"1 objects of monitoring\.coreos\.com, whose finalizers would hang without it: ServiceMonitor default/a",
    ):
        cluster.delete(RELEASE, operator)
    cluster.delete(MONITOR, monitor)
    cluster.delete(RELEASE, operator)


def test_definitions_of_another_release_keep_the_custom_resources(cluster: Cluster) -> None:
    cluster.release("prometheus-operator-crds")
    operator = cluster.release(STACK)
    cluster.make(MONITOR, "a", spec={})

    cluster.delete(RELEASE, operator)


def test_unknown_values_are_never_wrong(cluster: Cluster) -> None:
    assert (
        cluster.wrong(
            RELEASE, chart=UNKNOWN, version=UNKNOWN, name=UNKNOWN, values=UNKNOWN, repositoryOpts=UNKNOWN
        )
        == []
    )
