"""What a healthy cluster answers."""

import re

import pytest

from tests.rehearsal.simulation.kubernetes.cluster import CONFIG_MAP, DEPLOYMENT, SERVICE, Cluster, deployment

PORT = [{"port": 80}]


def test_an_object_has_an_identity_that_stays_and_a_version_that_moves(cluster: Cluster) -> None:
    made = cluster.make(CONFIG_MAP, "a", data={"x": "1"})
    changed = cluster.update(CONFIG_MAP, made, **cluster.object(CONFIG_MAP, "a", None, data={"x": "2"}))

    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", made["metadata"]["uid"]
    )
    assert changed["metadata"]["uid"] == made["metadata"]["uid"]
    assert (made["metadata"]["resourceVersion"], changed["metadata"]["resourceVersion"]) == ("1", "2")
    assert changed["metadata"]["generation"] == 2
    assert made["metadata"]["creationTimestamp"] == "2026-01-01T00:00:00Z"


def test_a_deployment_has_its_replicas(cluster: Cluster) -> None:
    assert cluster.make(DEPLOYMENT, "a", spec=deployment(replicas=3))["status"]["availableReplicas"] == 3
    assert cluster.make(DEPLOYMENT, "b", spec=deployment())["status"]["readyReplicas"] == 1


def test_a_load_balancer_has_a_name_and_another_service_has_not(cluster: Cluster) -> None:
    balancer = cluster.make(SERVICE, "web", spec={"type": "LoadBalancer", "ports": PORT})
    internal = cluster.make(SERVICE, "db", spec={"ports": PORT})

    assert re.fullmatch(
        r"web-[0-9a-f]{8}\.elb\.example\.com", balancer["status"]["loadBalancer"]["ingress"][0]["hostname"]
    )
    assert internal["status"] == {"loadBalancer": {}}
    assert internal["spec"]["clusterIP"].startswith("172.20.")
    assert (
        "clusterIP"
        not in cluster.make(SERVICE, "far", spec={"type": "ExternalName", "externalName": "example.com"})[
            "spec"
        ]
    )


@pytest.mark.parametrize(
    ("type_", "path", "expected"),
    [
        ("kubernetes:core/v1:Namespace", "phase", "Active"),
        ("kubernetes:apps/v1:DaemonSet", "numberReady", 3),
        ("kubernetes:apps/v1:StatefulSet", "currentReplicas", 1),
    ],
)
def test_other_kinds_look_ready_too(cluster: Cluster, type_: str, path: str, expected: object) -> None:
    body = {} if type_.endswith("Namespace") else {"spec": deployment()}

    assert cluster.make(type_, "a", **body)["status"][path] == expected


def test_a_custom_resource_is_ready(cluster: Cluster) -> None:
    cluster.release(values={"crds": {"enabled": True}})

    assert (
        cluster.make("kubernetes:cert-manager.io/v1:Certificate", "a")["status"]["conditions"][0]["type"]
        == "Ready"
    )
