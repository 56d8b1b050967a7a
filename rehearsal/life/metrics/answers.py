"""What the metrics APIs answer to a path: resources, custom and external metrics of one cluster.

Forms of the paths: https://github.com/kubernetes/design-proposals-archive/tree/main/instrumentation.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from rehearsal.life.following import now
from rehearsal.life.metrics import usage
from rehearsal.life.metrics.load import USUAL, Load, key, read
from rehearsal.life.placing import number
from rehearsal.providers.kubernetes.client import Client

Object = dict[str, Any]
Samples = dict[str, list[usage.Sample]]
"""By namespace: an autoscaler asks for its own, and there may be a thousand of them."""
RESOURCE = "metrics.k8s.io/v1beta1"
CUSTOM = "custom.metrics.k8s.io/v1beta1"
EXTERNAL = "external.metrics.k8s.io/v1beta1"
RESOURCES: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    RESOURCE: (("pods", "PodMetrics", True), ("nodes", "NodeMetrics", False)), CUSTOM: (), EXTERNAL: (),
}  # fmt: skip
"""API version -> (plural, kind, whether in a namespace); the other two name their metrics in the path."""
FRESH = 0.5
"""Seconds for which what was asked of the API server is taken as it is; longer where asking takes long."""


class Answers:
    """The answers of one cluster's metrics APIs."""

    def __init__(self, client: Client) -> None:
        self._client, self._lock = client, threading.Lock()
        self._until = 0.0
        self._samples: Samples = {}
        self._loads: dict[str, Load] = {}

    def answer(self, path: str) -> Object | None:
        """What there is at a path with its query; None: nothing, 404."""
        parts = urlsplit(path)
        steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        api = "/".join(steps[1:3])
        if steps[0] != "apis" or api not in RESOURCES:
            return None
        selector = (parse_qs(parts.query).get("labelSelector") or [""])[0]
        rest = steps[3:]
        if not rest:
            return _discovery(api)
        found = self._refreshed()
        answers: Mapping[str, Callable[[], Object | None]] = {
            RESOURCE: lambda: self._resource(rest, selector, found),
            CUSTOM: lambda: self._custom(rest, selector, found),
            EXTERNAL: lambda: self._external(rest),
        }
        return answers[api]()

    def _refreshed(self) -> Samples:
        with self._lock:
            began = time.monotonic()
            if began > self._until:
                self._loads = read(self._client)
                pods = self._client.list("v1", "Pod", fields="status.phase=Running")
                self._samples = {}
                for one in usage.samples(pods, self._loads):
                    self._samples.setdefault(one.namespace, []).append(one)
                ended = time.monotonic()
                self._until = ended + max(FRESH, 10 * (ended - began))
            return self._samples

    def _resource(self, rest: list[str], selector: str, found: Samples) -> Object | None:
        at, everywhere = now(), chain.from_iterable(found.values())
        match rest:
            case ["nodes"]:
                return _list(RESOURCE, "NodeMetricsList", usage.node_metrics(everywhere, at))
            case ["nodes", name]:
                items = [one for one in usage.node_metrics(everywhere, at) if one["metadata"]["name"] == name]
                return {"apiVersion": RESOURCE, "kind": "NodeMetrics", **items[0]} if items else None
            case ["pods"]:
                pods = list(everywhere)
            case ["namespaces", namespace, "pods"]:
                pods = found.get(namespace, [])
            case ["namespaces", namespace, "pods", name]:
                pods = [one for one in found.get(namespace, []) if one.name == name]
                return (
                    {"apiVersion": RESOURCE, "kind": "PodMetrics", **usage.pod_metrics(pods[0], at)}
                    if pods
                    else None
                )
            case _:
                return None
        items = [usage.pod_metrics(one, at) for one in pods if usage.selected(one.labels, selector)]
        return _list(RESOURCE, "PodMetricsList", items)

    def _custom(self, rest: list[str], selector: str, found: Samples) -> Object | None:
        match rest:
            case ["namespaces", namespace, "pods", name, metric]:
                pods = [
                    one for one in found.get(namespace, [])
                    if name in {"*", one.name} and usage.selected(one.labels, selector)
                ]  # fmt: skip
                values = [(one.name, "Pod", self._value(namespace, one.workload, metric)) for one in pods]
            case ["namespaces", namespace, plural, name, metric]:
                values = [(name, plural.removesuffix("s").capitalize(), self._value(namespace, name, metric))]
            case _:
                return None
        known = [(name, kind, value) for name, kind, value in values if value is not None]
        items = [
            {"describedObject": {"apiVersion": "v1", "kind": kind, "name": name, "namespace": namespace},
             "metricName": metric, "timestamp": now(), "value": usage.quantity(value)}
            for name, kind, value in known
        ]  # fmt: skip
        return _list(CUSTOM, "MetricValueList", items) if items else None

    def _external(self, rest: list[str]) -> Object | None:
        match rest:
            case ["namespaces", namespace, metric]:
                value = self._value(namespace, "", metric)
            case _:
                return None
        if value is None:
            return None
        item = {"metricName": metric, "metricLabels": {}, "timestamp": now(), "value": usage.quantity(value)}
        return _list(EXTERNAL, "ExternalMetricValueList", [item])

    def _value(self, namespace: str, workload: str, metric: str) -> float | None:
        """What a load says; else half of what an autoscaler of that namespace wants of the metric, if one does."""
        wanted = [
            load for where, load in self._loads.items() if where.startswith(f"{namespace}_") and not workload
        ]
        for load in (self._loads.get(key(namespace, workload), USUAL), *wanted):
            if metric in load.metrics:
                return load.metrics[metric]
        targets = list(self._targets(namespace, metric))
        return targets[0] / 2 if targets else None

    def _targets(self, namespace: str, metric: str) -> Iterator[float]:
        for scaler in self._client.list("autoscaling/v2", "HorizontalPodAutoscaler", namespace):
            for one in scaler["spec"].get("metrics") or ():
                told = one.get(one["type"][:1].lower() + one["type"][1:]) or {}
                if (told.get("metric") or {}).get("name") == metric:
                    yield number(told["target"].get("averageValue") or told["target"].get("value"))


def _discovery(api: str) -> Object:
    resources = [
        {"name": plural, "singularName": "", "kind": kind, "namespaced": namespaced, "verbs": ["get", "list"]}
        for plural, kind, namespaced in RESOURCES[api]
    ]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": api, "resources": resources}


def _list(api: str, kind: str, items: list[Object]) -> Object:
    return {"kind": kind, "apiVersion": api, "metadata": {}, "items": items}
