"""Objects: kinds, names, duplicates, Pod Security, and what keeps them."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.kubernetes.cluster import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    Cluster,
    deployment,
    pod,
)

CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (
            "kubernetes:policy/v1beta1:PodDisruptionBudget",
            "policy/v1beta1 is no longer served; PodDisruptionBudget is in policy/v1",
        ),
        ("kubernetes:autoscaling/v2beta2:HorizontalPodAutoscaler", "is in autoscaling/v2"),
        ("kubernetes:batch/v1beta1:CronJob", "is in batch/v1"),
        ("kubernetes:extensions/v1beta1:Ingress", "extensions/v1beta1 is no longer served"),
        ("kubernetes:networking.k8s.io/v1beta1:Ingress", "is in networking.k8s.io/v1"),
        (
            "kubernetes:apps/v1:Ingress",
            'no matches for kind "Ingress" in version "apps/v1"; Ingress is in networking.k8s.io/v1',
        ),
        ("kubernetes:core/v1:Deploymint", 'no matches for kind "Deploymint" in version "v1"'),
    ],
)
def test_a_kind_that_the_server_does_not_have(cluster: Cluster, type_: str, text: str) -> None:
    assert text in cluster.refused(type_)


@pytest.mark.parametrize(("key", "value"), [("apiVersion", "v2"), ("kind", "Secret")])
def test_the_type_and_the_object_say_the_same(cluster: Cluster, key: str, value: str) -> None:
    assert f"{value!r}, the resource type says" in cluster.refused(CONFIG_MAP, **{key: value})


def test_an_object_is_not_made_twice(cluster: Cluster) -> None:
    cluster.make(CONFIG_MAP, "a")

    assert cluster.refused(CONFIG_MAP, "a") == 'AlreadyExists: ConfigMap "default/a" already exists'
    assert (
        cluster.refused(NAMESPACE, "kube-system") == 'AlreadyExists: Namespace "kube-system" already exists'
    )


def test_an_object_has_a_name_or_a_prefix(cluster: Cluster) -> None:
    assert "metadata.name or metadata.generateName is required" in cluster.refusal(CONFIG_MAP, metadata={})
    made = cluster.create(CONFIG_MAP, metadata={"generateName": "a-"})
    assert made["id"].startswith("default/a-")
    assert len(made["id"]) == len("default/a-") + 5


@pytest.mark.parametrize(
    ("level", "spec", "allowed"),
    [
        ("restricted", pod(), True),
        ("restricted", pod(hostNetwork=True), False),
        ("restricted", {"containers": [{"name": "a", "image": "b"}]}, False),
        ("baseline", {"containers": [{"name": "a", "image": "b"}]}, True),
        ("privileged", pod(hostNetwork=True), True),
        (None, pod(hostNetwork=True), True),
    ],
)
def test_pods_keep_to_their_namespaces_level(
    cluster: Cluster, level: str | None, spec: dict[str, Any], allowed: bool
) -> None:
    cluster.namespace("team", level)

    if allowed:
        assert cluster.make(DEPLOYMENT, "a", "team", spec=deployment(spec))["id"] == "team/a"
    else:
        text = cluster.refused(DEPLOYMENT, "a", "team", spec=deployment(spec))
        assert text.startswith(
            'FailedCreate: pods of Deployment "a" are forbidden: violates PodSecurity "restricted:latest"'
        )


def test_a_pod_itself_is_forbidden(cluster: Cluster) -> None:
    cluster.namespace("team", "baseline")

    text = cluster.refused("kubernetes:core/v1:Pod", "a", "team", spec=pod(hostPID=True))
    assert text.startswith("Forbidden: pods of Pod")


def test_the_pods_of_a_cron_job_are_looked_at(cluster: Cluster) -> None:
    cluster.namespace("team", "restricted")
    spec = {"containers": [{"name": "a", "image": "b"}], "restartPolicy": "Never"}
    job = {"spec": {"template": {"spec": spec}}}

    text = cluster.refused(
        "kubernetes:batch/v1:CronJob", "a", "team", spec={"schedule": "@daily", "jobTemplate": job}
    )
    assert "FailedCreate" in text


def test_a_namespace_goes_after_what_is_in_it(cluster: Cluster) -> None:
    team = cluster.namespace("team")
    inside = cluster.make(CONFIG_MAP, "a", "team")

    with pytest.raises(
        Refused,
        match="Namespace team still holds 1 objects that the program made, which must go first: ConfigMap team/a",
    ):
        cluster.delete(NAMESPACE, team)
    cluster.delete(CONFIG_MAP, inside)
    cluster.delete(NAMESPACE, team)
    assert len(cluster.world) == 0


def test_a_definition_goes_after_its_objects(cluster: Cluster) -> None:
    names = {"plural": "things", "kind": "Thing"}
    spec = {
        "group": "example.com",
        "names": names,
        "scope": "Namespaced",
        "versions": [{"name": "v1", "storage": True}],
    }
    definition = cluster.make(CRD, "things.example.com", spec=spec)
    assert cluster.make("kubernetes:example.com/v1:Thing", "a")["id"] == "default/a"

    with pytest.raises(
        Refused, match="still holds 1 objects of its kind, which would be deleted with it: Thing default/a"
    ):
        cluster.delete(CRD, definition)


def test_objects_of_an_unknown_cluster_are_checked_all_the_same(cluster: Cluster) -> None:
    assert cluster.wrong(CONFIG_MAP, apiVersion=UNKNOWN, kind=UNKNOWN, metadata=UNKNOWN, data=UNKNOWN) == []
