"""The kinds that are waited for are those of the real provider, with its limits, and get ready on a real control plane."""

import re
import time
from typing import Any

import pytest

from rehearsal.providers.kubernetes import awaiting
from rehearsal.providers.kubernetes.awaiting import workloads
from rehearsal.providers.kubernetes.awaiting.annotations import WrongAnnotation
from rehearsal.providers.kubernetes.awaiting.kinds import SPECS, spec
from rehearsal.providers.kubernetes.awaiting.verdict import Around
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.awaiting.cluster import (
    ME,
    cluster_wide,
    made,
    pods,
    refused,
    soon,
    told,
    wait,
    workload,
)

CRD = Ref("apiextensions.k8s.io/v1", "CustomResourceDefinition", "lamps.awaiting.example.com")


def live(api_version: str, kind: str) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {}, "status": {"done": "yes"}}


def annotated(key: str, value: str) -> dict[str, Any]:
    return {"metadata": {"annotations": {f"pulumi.com/{key}": value}}}


DEPLOYMENT, WIDGET = live("apps/v1", "Deployment"), live("example.com/v1", "Widget")


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        (("apps/v1", "Deployment"), 600), (("batch/v1", "Job"), 600), (("v1", "Service"), 600), (("v1", "Pod"), 600),
        (("v1", "PersistentVolumeClaim"), 300), (("v1", "PersistentVolume"), 300), (("v1", "ResourceQuota"), 60),
        (("v1", "Secret"), 5),
    ],
)  # fmt: skip
def test_a_kind_is_waited_for_as_long_as_the_real_provider_does(
    kind: tuple[str, str], seconds: float
) -> None:
    assert SPECS[kind].seconds == seconds


@pytest.mark.parametrize(
    "kind", [("v1", "ConfigMap"), ("v1", "Namespace"), ("v1", "ServiceAccount"), ("apps/v1", "ReplicaSet")]
)
def test_what_is_ready_once_it_exists_is_not_waited_for(kind: tuple[str, str]) -> None:
    assert spec({}, live(*kind)) is None


def test_a_custom_resource_is_waited_for_only_when_it_says_for_what() -> None:
    assert spec({}, WIDGET) is None

    asked = spec(annotated("waitFor", "jsonpath={.status.done}=yes"), WIDGET)

    assert asked is not None
    assert asked.judge(WIDGET, Around()).ready


def test_what_an_object_says_goes_before_what_its_kind_says() -> None:
    usual, asked = spec({}, DEPLOYMENT), spec(annotated("waitFor", "condition=Available"), DEPLOYMENT)

    assert usual is not None
    assert usual.judge is workloads.deployment
    assert asked is not None
    assert asked.judge is not workloads.deployment


def test_skip_await_goes_before_both() -> None:
    both = annotated("skipAwait", "true")
    both["metadata"]["annotations"]["pulumi.com/waitFor"] = "nonsense"

    assert spec(both, DEPLOYMENT) is None


def test_a_wait_for_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(WrongAnnotation, match=r"begins with neither jsonpath= nor condition="):
        spec(annotated("waitFor", "nonsense"), WIDGET)


def test_a_deployment_whose_pods_are_refused_says_by_what(client: Client) -> None:
    quota = made("v1", "ResourceQuota", "few", spec={"hard": {"count/secrets": "0", "limits.cpu": "1"}})
    wait(client, quota)
    costly = workload("Deployment", "costly")
    client.apply(costly, ME)
    told(client, "costly-", "FailedCreate")
    reasons = refused(client, costly)
    client.delete(Ref.of(quota))

    assert any("FailedCreate" in each and "must specify limits.cpu" in each for each in reasons), reasons


def test_stateful_sets_daemon_sets_and_jobs_get_ready(client: Client) -> None:
    wait(
        client,
        made(
            "v1",
            "Service",
            "db",
            spec={"clusterIP": "None", "selector": {"app": "db"}, "ports": [{"port": 1}]},
        ),
    )

    assert (
        wait(client, workload("StatefulSet", "db", 2, more={"serviceName": "db"}))["status"]["readyReplicas"]
        == 2
    )
    assert wait(client, workload("DaemonSet", "agent", None))["status"]["numberReady"] == 2
    job = made("batch/v1", "Job", "once", spec={"template": pods("once", restartPolicy="Never")})
    assert wait(client, job)["status"]["succeeded"] == 1


def test_a_job_that_fails_or_is_suspended_says_so(client: Client) -> None:
    never = {"template": pods("never", restartPolicy="Never", nodeSelector={"disk": "none"})}
    late = made("batch/v1", "Job", "late", spec=never | {"activeDeadlineSeconds": 1})
    begun = time.monotonic()

    assert "it has failed: DeadlineExceeded" in refused(client, late, 600.0)[0]
    assert time.monotonic() - begun < 300.0
    assert (
        "it is suspended"
        in refused(client, made("batch/v1", "Job", "still", spec=never | {"suspend": True}), 1.0)[0]
    )


def test_services_and_ingresses_get_ready(client: Client) -> None:
    wait(client, workload("Deployment", "front"))
    service = made("v1", "Service", "front", spec={"selector": {"app": "front"}, "ports": [{"port": 80}]})
    wait(client, service)
    backend = {"service": {"name": "front", "port": {"number": 80}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    ingress = made("networking.k8s.io/v1", "Ingress", "front", spec={"rules": [{"http": {"paths": paths}}]})
    balanced = made("v1", "Service", "public", spec={**service["spec"], "type": "LoadBalancer"})
    address = {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}}

    for each in (ingress, balanced):
        assert "no address" in refused(client, each, 1.0)[0]
        with soon(lambda each=each: client.patch(Ref.of(each), address, ME, subresource="status")):  # type: ignore[misc]
            wait(client, each)


def test_a_service_waits_for_endpoints_that_are_not_ready(client: Client) -> None:
    mark = {"labels": {"kubernetes.io/service-name": "gated"}}
    endpoint = {"addresses": ["192.0.2.7"], "conditions": {"ready": False}}
    api_version = "discovery.k8s.io/v1"
    client.apply(
        made(api_version, "EndpointSlice", "gated", metadata=mark, addressType="IPv4", endpoints=[endpoint]),
        ME,
    )
    service = made("v1", "Service", "gated", spec={"selector": {"app": "gated"}, "ports": [{"port": 80}]})

    assert re.fullmatch(
        r"Service awaiting/gated: 1 of its 1 endpoints are not ready after \d+ s", refused(client, service)[0]
    )


def test_a_service_that_selects_nothing_is_ready_with_a_warning(client: Client) -> None:
    service = made("v1", "Service", "lonely", spec={"selector": {"app": "nobody"}, "ports": [{"port": 80}]})
    said: list[str] = []
    awaiting.wait(client, service, client.apply(service, ME), 120.0, said.append)

    assert said == ["Service awaiting/lonely: its selector app=nobody matches no pod in awaiting"]


def test_claims_get_bound_or_wait_for_their_first_use(client: Client) -> None:
    size = {"resources": {"requests": {"storage": "1Gi"}}, "accessModes": ["ReadWriteOnce"]}
    for name, mode in (("at-once", "Immediate"), ("on-use", "WaitForFirstConsumer")):
        storage = made(
            "storage.k8s.io/v1", "StorageClass", f"awaiting-{name}", provisioner="example.com/none"
        )
        client.apply(cluster_wide(storage) | {"volumeBindingMode": mode}, ME)
    later = made("v1", "PersistentVolumeClaim", "later", spec={**size, "storageClassName": "awaiting-on-use"})
    now = made("v1", "PersistentVolumeClaim", "now", spec={**size, "storageClassName": "awaiting-at-once"})
    much = {**size, "resources": {"requests": {"storage": "9Ti"}}}
    huge = made("v1", "PersistentVolumeClaim", "huge", spec={**much, "storageClassName": "awaiting-at-once"})
    lost = made("v1", "PersistentVolumeClaim", "lost", spec={**size, "storageClassName": "awaiting-unknown"})
    capacity = {
        "capacity": {"storage": "1Gi"},
        "accessModes": ["ReadWriteOnce"],
        "hostPath": {"path": "/var/lib/none"},
    }
    volume = cluster_wide(
        made(
            "v1", "PersistentVolume", "awaiting-now", spec=capacity | {"storageClassName": "awaiting-at-once"}
        )
    )

    assert wait(client, later)["status"]["phase"] == "Pending"
    assert refused(client, huge, 1.0)[0].startswith(
        "PersistentVolumeClaim awaiting/huge: it is Pending, not Bound after"
    )
    assert wait(client, volume)["status"]["phase"] in {"Available", "Bound"}
    assert wait(client, now)["status"]["phase"] == "Bound"
    assert "there is no StorageClass awaiting-unknown" in refused(client, lost, 1.0)


def test_a_definition_and_its_objects_are_waited_for_as_they_say(client: Client) -> None:
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    version = {
        "name": "v1",
        "served": True,
        "storage": True,
        "schema": schema,
        "subresources": {"status": {}},
    }
    names = {"plural": "lamps", "singular": "lamp", "kind": "Lamp", "listKind": "LampList"}
    spec = {"group": "awaiting.example.com", "scope": "Namespaced", "names": names, "versions": [version]}
    wait(client, cluster_wide(made(CRD.api_version, CRD.kind, CRD.name, spec=spec)))
    lamp = made(
        "awaiting.example.com/v1",
        "Lamp",
        "lamp",
        metadata={"annotations": {"pulumi.com/waitFor": "condition=Lit"}},
    )

    (dark,) = refused(client, lamp, 1.0)
    assert re.fullmatch(r"Lamp awaiting/lamp: it has no condition Lit after \d+ s", dark)
    lit = {"status": {"conditions": [{"type": "Lit", "status": "True"}]}}
    with soon(lambda: client.patch(Ref.of(lamp), lit, ME, subresource="status")):
        wait(client, lamp)
    client.delete(CRD)
    awaiting.wait_gone(client, CRD, 120.0)
    awaiting.wait_gone(client, Ref.of(lamp), 120.0)
