"""A workload's pod: restricted, drained, spread, and placed where its spec says."""

from typing import Any

import pytest

from components.workload import containers, pods
from settings.workload import Rollout, WorkloadSpec
from tests.components.workload.specs import full, least, plain, stateful


def pod(spec: WorkloadSpec, **given: Any) -> dict[str, Any]:
    """The spec of its pod."""
    return dict(plain(pods.template(spec, pods.Given("app", **given)))["spec"])


def test_a_pod_never_runs_as_root() -> None:
    security = pods.pod_security(10001)

    assert security["run_as_non_root"] is True
    assert security["run_as_user"] == 10001
    assert security["seccomp_profile"] == {"type": "RuntimeDefault"}


def test_a_pod_runs_as_the_user_that_is_said() -> None:
    assert pod(least(user=999))["security_context"]["run_as_user"] == 999


def test_a_pod_holds_no_api_token_unless_it_calls_the_api() -> None:
    rule = {"resources": ["configmaps"], "verbs": ["get"]}

    assert pod(least())["automount_service_account_token"] is False
    assert pod(least(token=True))["automount_service_account_token"] is True
    assert pod(least(access=[rule]))["automount_service_account_token"] is True


def test_the_grace_period_holds_the_drain_and_the_end() -> None:
    assert pods.grace(Rollout(drain_seconds=15, grace_seconds=30)) == 45


def test_every_writable_path_is_a_volume_of_its_own() -> None:
    paths = ("/tmp", "/var/cache")

    mounts, volumes = containers.writable_mounts(paths), pods.writable_volumes(paths)

    assert [mount["name"] for mount in mounts] == [volume["name"] for volume in volumes]
    assert [mount["mount_path"] for mount in mounts] == list(paths)


def test_files_are_a_volume_where_there_are_any() -> None:
    assert {"name": containers.FILES, "config_map": {"name": "app-1", "default_mode": 0o444}} in pod(
        full(), files="app-1"
    )["volumes"]
    assert [volume["name"] for volume in pod(least())["volumes"]] == ["writable-0"]


def test_every_mount_has_its_volume() -> None:
    made = pod(full(), files="app-1")
    there = {volume["name"] for volume in made["volumes"]}
    everything = [*made["containers"], *made["init_containers"]]

    assert {mount["name"] for one in everything for mount in one["volume_mounts"]} <= there


def test_replicas_prefer_different_nodes() -> None:
    rule = plain(pods.affinity(least()))["pod_anti_affinity"]

    assert "preferred_during_scheduling_ignored_during_execution" in rule


def test_replicas_are_kept_off_one_node_where_that_is_required() -> None:
    rule = plain(pods.affinity(least(spread="required")))["pod_anti_affinity"]

    assert list(rule) == ["required_during_scheduling_ignored_during_execution"]


@pytest.mark.parametrize(
    ("spec", "revision"), [(least(), "pod-template-hash"), (stateful(), "controller-revision-hash")]
)
def test_zones_are_kept_even_among_the_pods_of_one_revision(spec: WorkloadSpec, revision: str) -> None:
    (constraint,) = pods.spread(spec)

    assert constraint["topology_key"] == "topology.kubernetes.io/zone"
    assert constraint["max_skew"] == 1
    assert constraint["match_label_keys"] == [revision]


def test_a_pod_runs_on_the_nodes_that_its_spec_names() -> None:
    assert pod(full())["node_selector"] == {"example.com/pool": "general"}
    assert "node_selector" not in pod(least())


def test_a_pod_of_normal_priority_names_no_class() -> None:
    assert pod(least(priority="low"))["priority_class_name"] == "application-low"
    assert "priority_class_name" not in pod(least())


def test_the_workloads_own_container_comes_first_and_is_the_one_that_is_meant() -> None:
    made = plain(pods.template(full(), pods.Given("app", annotations={"example.com/a": "b"})))

    assert [one["name"] for one in made["spec"]["containers"]] == ["app", "shipper"]
    assert [one["name"] for one in made["spec"]["init_containers"]] == ["schema", "tunnel"]
    assert made["metadata"]["annotations"] == {"example.com/a": "b", pods.DEFAULT_CONTAINER: "app"}


def test_a_pod_of_one_container_says_nothing_of_others() -> None:
    made = plain(pods.template(least(), pods.Given("app", labels={"app": "app"})))

    assert made["metadata"] == {"labels": {"app": "app"}}
    assert "init_containers" not in made["spec"]


def test_a_full_volume_does_not_keep_its_pod_waiting() -> None:
    assert pod(stateful())["security_context"]["fs_group_change_policy"] == "OnRootMismatch"
    assert "fs_group_change_policy" not in pod(least())["security_context"]
