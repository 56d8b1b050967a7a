"""metrics-server."""

from dataclasses import replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.contracts import Cluster
from components.platform.metrics_server import MetricsServer, traffic, values
from components.platform.network import Known, edge
from rehearsal.recorded import RELEASE
from tests.components.platform.given import TRAITS, bare, create_platform, on_a_cluster, settings

BARE = replace(TRAITS, metrics_server=False)


def given(**sections: Any) -> dict[str, Any]:
    return values(settings(**sections), BARE)


@pytest.mark.parametrize(("available", "replicas"), [(True, 2), (False, 1)])
def test_a_redundant_one_survives_the_loss_of_a_node(available: bool, replicas: int) -> None:
    told = given(high_availability=available)

    assert told["replicas"] == replicas
    assert told["podDisruptionBudget"]["enabled"] is (replicas > 1)


def test_kubernetes_knows_it_by_a_certificate_of_cert_managers() -> None:
    told = given()

    assert told["tls"] == {"type": "cert-manager"}
    assert told["apiService"] == {"insecureSkipTLSVerify": False}


def test_without_cert_manager_it_signs_its_own() -> None:
    assert not {"tls", "apiService"} & set(given(cert_manager=False))


@pytest.mark.parametrize(("signed", "arguments"), [(True, []), (False, ["--kubelet-insecure-tls"])])
def test_kubelets_are_asked_for_a_certificate_wherever_they_have_one(
    signed: bool, arguments: list[str]
) -> None:
    assert values(settings(), replace(BARE, kubelet_certificates=signed))["args"] == arguments


def test_it_asks_every_kubelet_and_answers_kubernetes() -> None:
    (one,) = traffic()

    assert edge(Known.API_SERVER, 10250) in one.accepts
    assert one.reaches == (edge(Known.API_SERVER), edge(Known.NODES, 10250))


def test_it_comes_after_whoever_signs_its_certificate() -> None:
    def build(cluster: Cluster) -> None:
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        issuing = kubernetes.core.v1.Namespace("issuing", opts=opts)
        MetricsServer("main-metrics-server", bare(cluster), issuing, opts)

    recording = on_a_cluster(build)

    assert recording.one("kubernetes:core/v1:Namespace", "issuing").urn in recording.one(RELEASE).dependencies


@pytest.mark.parametrize(
    ("has_one", "wanted", "installed"), [(True, True, False), (False, True, True), (False, False, False)]
)
def test_only_a_cluster_that_has_none_gets_one(has_one: bool, wanted: bool, installed: bool) -> None:
    def build(cluster: Cluster) -> None:
        traits = replace(cluster.traits, metrics_server=has_one)
        off = dict.fromkeys(("monitoring", "logs", "backup", "istio"), False)
        chosen = settings(metrics_server=wanted, **off)
        create_platform(chosen, replace(cluster, traits=traits))

    names = {one.inputs["name"] for one in on_a_cluster(build).of(RELEASE)}

    assert ("metrics-server" in names) is installed
