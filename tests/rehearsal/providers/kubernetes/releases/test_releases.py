"""Every chart of every stack file is taken by a real API server, its kinds are served, and what it leaves is meant to stay."""

from collections.abc import Iterator
from typing import Any

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases import HANDLER, HANDLERS, stand_in_kinds
from rehearsal.providers.kubernetes.remaining import left
from rehearsal.simulation.kubernetes.charts import chart_name
from rehearsal.simulation.kubernetes.cluster import RELEASE
from rehearsal.simulation.kubernetes.stand_ins import CHARTS
from tests.rehearsal.planes import running, the_one
from tests.rehearsal.providers.kubernetes.releases.cases import ME, asked, exists, node
from tests.stackfiles import ALL, recorded

DEFINITION = "CustomResourceDefinition"
FIRST = ("prometheus-operator-crds", "karpenter-crd", "base", "gateway-crds-helm")
"""Charts of definitions only, before those that use them."""
NEEDED: dict[str, dict[str, Any]] = {
    "cluster-autoscaler": {"autoDiscovery": {"clusterName": "main"}},
    "loki": {"singleBinary": {"replicas": 2}},
    "opentelemetry-collector": {"mode": "daemonset"},
    "velero": {
        "deployNodeAgent": True,
        "configuration": {
            "backupStorageLocation": [{"name": "default", "provider": "aws", "bucket": "backups"}]
        },
        "schedules": {"daily": {"schedule": "0 1 * * *", "template": {"ttl": "240h"}}},
        "metrics": {"serviceMonitor": {"enabled": True}},
    },
    "gateway-crds-helm": {"crds": {"gatewayAPI": {"enabled": True}}},
}
"""Values without which a chart does nothing, or not all that is to be judged."""


def releases() -> dict[str, dict[str, Any]]:
    """Every chart of every stack file, with each set of values once, and the others with what they need."""
    found: dict[str, dict[str, Any]] = {}
    for path in ALL:
        for one in recorded(path).of(RELEASE):
            chart = chart_name(one.inputs["chart"])
            inputs = {key: value for key, value in one.inputs.items() if key != "repositoryOpts"}
            values = inputs.get("values") or {}
            if all(
                (seen.get("values") or {}) != values
                for seen in found.values()
                if chart_name(seen["chart"]) == chart
            ):
                found[f"{chart} of {path.stem.removeprefix('Pulumi.')}"] = inputs
    known = {chart_name(one["chart"]) for one in found.values()}
    for chart in sorted(CHARTS.keys() - known):
        found[chart] = {
            "name": chart,
            "namespace": chart,
            "chart": chart,
            "version": "1.0.0",
            "values": NEEDED.get(chart, {}),
        }
    return dict(sorted(found.items(), key=lambda one: chart_name(one[1]["chart"]) not in FIRST))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A Kubernetes of its own: charts have names for the whole cluster."""
    with running(tmp_path_factory.mktemp("charts") / "private") as planes:
        client = the_one(planes).client
        node(client, "charts-1")
        priority = {
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": "platform"},
            "value": 1000,
        }
        client.create(priority, ME)
        yield client


@pytest.mark.kubernetes
def test_every_chart_is_taken_changed_and_removed_and_only_what_is_to_be_kept_stays(empty: Client) -> None:
    problems: list[str] = []
    done: set[str] = set()
    for name, given in releases().items():
        # Whether pods become ready is for other tests; here it would need volumes, load balancers and several nodes.
        inputs = {**given, "atomic": False, "skipAwait": True}
        for home in {str(inputs["namespace"]), "node-exporter"}:
            empty.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": home}}, ME)
        made = HANDLER.create(empty, asked(inputs))
        problems += [f"{name}: {reason}" for reason in made.reasons]
        again = HANDLER.update(empty, asked(inputs, id=made.id, olds=inputs))
        problems += [f"{name}, again: {reason}" for reason in again.reasons]
        if chart_name(inputs["chart"]) not in FIRST:
            HANDLER.delete(empty, asked(inputs, id=made.id))
        else:
            done.add(made.id)
    assert problems == []
    assert exists(empty, "apiextensions.k8s.io/v1", DEFINITION, "servicemonitors.monitoring.coreos.com")

    for one in done:
        HANDLER.delete(empty, asked({}, id=one))

    remaining = [each for each in left(empty) if each.manager == "helm" and not each.kept]
    assert [str(each.ref) for each in remaining] == []
    assert any("external-secrets are judged by v1.3.2" in sentence for sentence in stand_in_kinds())


def test_the_provider_finds_the_handler_by_pulumis_type() -> None:
    assert HANDLERS == {"kubernetes:helm.sh/v3:Release": HANDLER}
