"""A release's objects on a real API server: what is refused is told by name, what is in the way is left alone."""

from typing import Any

import pytest

from rehearsal.life.cluster import ASSUMED
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases.content import Identity, owned
from rehearsal.providers.kubernetes.releases.installing import Failed, Installation
from tests.rehearsal.providers.kubernetes.releases.cases import ME, exists, namespace
from tests.rehearsal.providers.kubernetes.things import definition

pytestmark = pytest.mark.kubernetes
POD = {"containers": [{"name": "web", "image": "registry.example.com/web"}]}


def work(client: Client, home: str, seconds: float = 10.0) -> Installation:
    return Installation(client, Identity("shop", home), seconds)


def settings(name: str, **metadata: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, **metadata},
        "data": {"a": "b"},
    }


def deployment(pod: dict[str, Any], **spec: Any) -> dict[str, Any]:
    labels = {"app": "web"}
    template = {"metadata": {"labels": labels}, "spec": pod}
    body = {"selector": {"matchLabels": labels}, "template": template, **spec}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": body}


def test_what_names_no_namespace_is_put_into_the_releases(cluster: Client, home: str) -> None:
    work(cluster, home).make([settings("a")])

    assert exists(cluster, "v1", "ConfigMap", "a", home)


def test_definitions_come_first_and_are_served_before_their_objects(cluster: Client, home: str) -> None:
    group = f"{home}.example.com"
    one = {"apiVersion": f"{group}/v1", "kind": "Apple", "metadata": {"name": "a"}, "spec": {}}

    work(cluster, home).make([one, definition(group, "Apple")])

    assert exists(cluster, f"{group}/v1", "Apple", "a", home)


def test_a_definition_of_a_folder_that_is_there_already_stays_as_it_is(cluster: Client, home: str) -> None:
    group = f"{home}-kept.example.com"
    before = definition(group, "Pear", size={"type": "string"})
    work(cluster, home).define([before])
    work(cluster, home).define([definition(group, "Pear", size={"type": "integer"})])
    pear = {"apiVersion": f"{group}/v1", "kind": "Pear", "metadata": {"name": "a", "namespace": home}}

    assert cluster.create({**pear, "spec": {"size": "big"}}, ME)["spec"] == {"size": "big"}


def test_a_kind_that_is_not_there_is_told_with_what_to_do(cluster: Client, home: str) -> None:
    one = {"apiVersion": "nowhere.example.com/v1", "kind": "Ghost", "metadata": {"name": "a"}}

    with pytest.raises(Failed) as failed:
        work(cluster, home).make([one])

    assert str(failed.value) == (
        'Ghost a: no matches for kind "Ghost" in version "nowhere.example.com/v1"; ensure CRDs are installed first'
    )


def test_a_wrong_field_is_told_with_the_object_that_has_it(cluster: Client, home: str) -> None:
    with pytest.raises(Failed) as failed:
        work(cluster, home).make([deployment(POD, replicaz=1)])

    assert str(failed.value).startswith(f"Deployment {home}/web: ")
    assert "replicaz" in str(failed.value)


def test_pods_that_pod_security_forbids_are_told_before_anybody_waits_for_them(
    cluster: Client, home: str
) -> None:
    strict = namespace(cluster, f"{home}-strict", "restricted")

    with pytest.raises(Failed) as failed:
        work(cluster, strict).make([deployment({**POD, "hostNetwork": True})])

    assert f"Deployment {strict}/web: its pods are refused" in str(failed.value)
    assert "violates PodSecurity" in str(failed.value)
    assert not exists(cluster, "apps/v1", "Deployment", "web", strict)


def test_pods_of_a_priority_that_is_not_there_are_told_at_once(cluster: Client, home: str) -> None:
    with pytest.raises(Failed, match=r"its pods are refused: .*no PriorityClass with name nowhere"):
        work(cluster, home).make([deployment({**POD, "priorityClassName": "nowhere"})])


def test_an_object_of_somebody_else_is_in_the_way(cluster: Client, home: str) -> None:
    cluster.create(settings("theirs", namespace=home), ME)
    work(cluster, home).make([owned(settings("ours"), Identity("shop", home))])

    [found] = work(cluster, home).foreign([settings("theirs"), settings("ours"), settings("new")])

    assert (
        "ConfigMap theirs exists and cannot be imported into the current release: invalid ownership metadata"
        in found
    )
    assert "annotation meta.helm.sh/release-name must be shop, it is not there" in found


def test_what_a_cluster_is_only_assumed_to_have_is_not_in_the_way(cluster: Client, home: str) -> None:
    cluster.create(settings("assumed", namespace=home, annotations={ASSUMED: "true"}), ME)

    assert list(work(cluster, home).foreign([settings("assumed")])) == []


def test_what_is_not_ready_in_time_is_told(cluster: Client, home: str) -> None:
    one = deployment({**POD, "nodeSelector": {"no": "where"}})
    installation = work(cluster, home, seconds=2.0)
    installation.make([one])

    with pytest.raises(Failed) as failed:
        installation.ready([one])

    assert f"{home}/web" in str(failed.value)


def test_what_is_to_be_kept_is_not_removed_and_what_is_gone_is_no_error(cluster: Client, home: str) -> None:
    kept = settings("kept", annotations={"helm.sh/resource-policy": "keep"})
    installation = work(cluster, home)
    installation.make([kept, settings("goes")])

    installation.remove([kept, settings("goes"), settings("never-was")])

    assert exists(cluster, "v1", "ConfigMap", "kept", home)
    assert not exists(cluster, "v1", "ConfigMap", "goes", home)


def test_what_will_not_go_is_told_with_what_holds_it(cluster: Client, home: str) -> None:
    held = settings("held", finalizers=["example.com/hold"])
    installation = work(cluster, home, seconds=1.0)
    installation.make([held])

    with pytest.raises(Failed, match=r"example\.com/hold"):
        installation.remove([held])

    cluster.patch(Ref("v1", "ConfigMap", "held", home), {"metadata": {"finalizers": None}}, ME)
