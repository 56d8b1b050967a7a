"""What the platform is said to request is what its charts are told to, in every stack file."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rehearsal.life.placing import needs, requests
from rehearsal.simulation.kinds import value_at
from rehearsal.simulation.kubernetes.charts import chart_name
from rehearsal.simulation.kubernetes.stand_ins import stand_ins
from rehearsal.stackfile import read
from settings.capacity.packing import Load
from settings.capacity.platform import EACH, PARTS, PROXY, loads
from settings.load import Settings, parse
from stacks import CATALOGUE
from tests.stackfiles import ALL, named, recorded

# The most that any autoscaler of a chart may have, wherever the chart's values say so.
MOST = ("autoscaling.maxReplicas", "controller.autoscaling.maxReplicas", "autoscaleMax")
SERVERS = {"Prometheus", "Alertmanager"}
"""Kinds whose pods the operator makes, with a container of its own beside."""
RELOADER = "prometheusOperator.prometheusConfigReloader.resources"
EXPORTER = "memcachedExporter.resources"
Pods = tuple[int, int, int]
"""CPU and memory of one, as Load has them, and how many there are."""


def pods(release: Mapping[str, Any]) -> Counter[Pods]:
    """What a release's charts would run for as long as it is there."""
    values = release["values"]
    scaled = next((int(most) for path in MOST if (most := value_at(values, path))), None)
    objects = stand_ins(chart_name(release["chart"]), release["name"], release["namespace"], values)
    found = []
    for one in objects:
        spec = one.get("spec") or {}
        if one["kind"] in SERVERS:
            found.append(_pods(_with(requests(spec), values, RELOADER), int(spec["replicas"])))
        elif one["kind"] == "DaemonSet":
            found.append(_pods(needs(spec["template"]["spec"]), EACH))
        elif one["kind"] in {"Deployment", "StatefulSet"}:
            count = spec.get("replicas", scaled)
            asked = needs(spec["template"]["spec"])
            # The chart puts an exporter beside each memcached, which its stand-in leaves out.
            whole = _with(asked, values, EXPORTER) if one["metadata"]["name"].endswith("-cache") else asked
            found.append(_pods(whole, 1 if count is None else int(count)))
    return Counter(one for one in found if one[2])


def _with(own: Mapping[str, float], values: Mapping[str, Any], beside: str) -> dict[str, float]:
    """Requests, and those of a container beside. beside: where the values have its resources."""
    more = requests({"resources": value_at(values, beside)})
    return {key: own[key] + more[key] for key in more}


def _pods(asked: Mapping[str, float], replicas: int) -> Pods:
    return round(asked["cpu"] * 1000), round(asked["memory"] / 2**20), replicas


def said(settings: Settings, cluster: str) -> dict[str, Counter[Pods]]:
    """What the table has for a cluster, by release."""
    here = settings.clusters[cluster]
    paired = here.copies_to or any(other.copies_to == cluster for other in settings.clusters.values())
    both: Iterator[Load] = (
        load for part in loads(settings.platform, here, paired=bool(paired)) for load in part
    )
    found: dict[str, Counter[Pods]] = {}
    for load in both:
        found.setdefault(load.name.partition(" ")[0], Counter())[load.cpu, load.memory, load.replicas] += 1
    return found


@pytest.mark.parametrize("path", ALL, ids=named)
def test_every_chart_requests_what_the_table_says(path: Path) -> None:
    settings = parse(read(path).settings, CATALOGUE)
    for cluster in settings.clusters:
        there = {
            release["name"]: found
            for release in recorded(path).releases()
            if release["cluster"] == cluster and (found := pods(release))
        }

        assert said(settings, cluster) == there, cluster


def test_every_release_of_the_table_is_somewhere() -> None:
    somewhere = {release["name"] for path in ALL for release in recorded(path).releases()}

    assert set(PARTS) - somewhere <= {"cluster-autoscaler"}


def test_the_proxy_requests_what_the_mesh_s_values_say() -> None:
    said = [
        value_at(release["values"], "global.proxy.resources.requests")
        for path in ALL
        for release in recorded(path).releases()
        if release["name"] == "istiod"
    ]

    assert said
    assert all(one == {"cpu": f"{PROXY.cpu}m", "memory": f"{PROXY.memory}Mi"} for one in said)
