"""The metrics APIs through a real API server."""

from typing import Any

import pytest
import urllib3

from rehearsal.life.metrics.load import CONFIG_MAP, Load, put
from rehearsal.providers.kubernetes.errors import ApiError
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import Living, deployment, soon

pytestmark = pytest.mark.engine


def asked(living: Living, path: str) -> dict[str, Any] | None:
    try:
        return living.client.request("GET", path)
    except ApiError:
        return None


def test_the_api_server_answers_what_pods_use(living: Living) -> None:
    home = living.namespace("measured")
    living.put(deployment(home, "web", 2, "1"))
    path = f"/apis/metrics.k8s.io/v1beta1/namespaces/{home}/pods"

    def used() -> set[str]:
        found = asked(living, f"{path}?labelSelector=app%3Dweb") or {"items": []}
        return {one["containers"][0]["usage"]["cpu"] for one in found["items"]}

    assert soon(lambda: used() == {"500m"})
    put(living.client, home, "web", Load(total=3.0))
    assert soon(lambda: used() == {"1500m"})
    put(living.client, home, "web", None)
    assert living.client.get(CONFIG_MAP).get("data") is None
    assert asked(living, "/apis/metrics.k8s.io/v1beta1/nodes")
    assert asked(living, f"{path}/nobody") is None


def test_custom_metrics_are_there_while_their_adapter_is(living: Living) -> None:
    home = living.namespace("adapted")
    adapter = {"app.kubernetes.io/name": "prometheus-adapter"}
    living.put(deployment(home, "adapter", 1, labels=adapter), deployment(home, "web"))
    put(living.client, home, "web", Load(metrics={"requests": 20.0}))
    path = f"/apis/custom.metrics.k8s.io/v1beta1/namespaces/{home}/pods/*/requests?labelSelector=app%3Dweb"

    found = soon(lambda: asked(living, path))

    assert [(one["describedObject"]["kind"], one["value"]) for one in found["items"]] == [("Pod", "20000m")]
    living.client.delete(Ref("apps/v1", "Deployment", "adapter", home))
    service = Ref("apiregistration.k8s.io/v1", "APIService", "v1beta1.custom.metrics.k8s.io")
    assert soon(lambda: living.client.find(service) is None)
    put(living.client, home, "web", None)


def test_a_release_makes_its_api_service_before_it_is_led_here(living: Living) -> None:
    home = living.namespace("released")
    server = deployment(home, "keda", 1, labels={"app.kubernetes.io/name": "keda-operator-metrics-apiserver"})
    server["metadata"]["annotations"] = {"meta.helm.sh/release-name": "keda"}
    living.put(server)
    group, version = "external.metrics.k8s.io", "v1beta1"
    name = Ref("apiregistration.k8s.io/v1", "APIService", f"{version}.{group}")
    assert not soon(lambda: living.client.find(name), seconds=3.0)

    spec = {"group": group, "version": version, "groupPriorityMinimum": 100, "versionPriority": 100}
    living.put(
        {"apiVersion": name.api_version, "kind": name.kind, "metadata": {"name": name.name}, "spec": spec}
    )

    assert soon(lambda: living.client.get(name)["spec"].get("service"))
    living.client.delete(Ref("apps/v1", "Deployment", "keda", home))
    assert soon(lambda: living.client.find(name) is None)


def test_nobody_but_the_api_server_is_answered(living: Living) -> None:
    name = Ref("apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io")
    port = soon(lambda: living.client.find(name))["spec"]["service"]["port"]

    with (
        urllib3.HTTPSConnectionPool("127.0.0.1", port, cert_reqs="CERT_NONE", retries=False) as pool,
        pytest.raises(urllib3.exceptions.HTTPError),
        pytest.warns(urllib3.exceptions.InsecureRequestWarning),
    ):
        pool.request("GET", "/apis/metrics.k8s.io/v1beta1/pods")
