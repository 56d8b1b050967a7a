"""A workload's pod: restricted, checked, drained and spread."""

from components.workload import pods
from settings.workload import Probes, Rollout
from tests.components.workload.specs import full, least, plain


def test_a_container_meets_the_restricted_pod_security_standard() -> None:
    security = pods.container_security()

    assert security["allow_privilege_escalation"] is False
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert security["read_only_root_filesystem"] is True


def test_a_pod_never_runs_as_root() -> None:
    security = pods.pod_security(10001)

    assert security["run_as_non_root"] is True
    assert security["run_as_user"] == 10001
    assert security["seccomp_profile"] == {"type": "RuntimeDefault"}


def test_a_pod_holds_no_api_token() -> None:
    assert plain(pods.template(least(), {}, "app", None))["spec"]["automount_service_account_token"] is False


def test_a_slow_start_has_at_least_the_seconds_it_was_given() -> None:
    startup = pods.probes(Probes(port="http", liveness="/live", readiness="/ready", startup_seconds=61))[
        "startup"
    ]

    assert plain(startup["failure_threshold"]) * plain(startup["period_seconds"]) == 65


def test_liveness_and_readiness_ask_their_own_paths() -> None:
    checks = pods.probes(Probes(port="health", liveness="/live", readiness="/ready"))

    assert checks["liveness"]["http_get"] == {"path": "/live", "port": "health"}
    assert checks["readiness"]["http_get"] == {"path": "/ready", "port": "health"}


def test_the_grace_period_holds_the_drain_and_the_end() -> None:
    assert pods.grace(Rollout(drain_seconds=15, grace_seconds=30)) == 45


def test_a_pod_goes_on_serving_while_load_balancers_forget_it() -> None:
    assert pods.container(full(), "config")["lifecycle"] == {"pre_stop": {"sleep": {"seconds": 15}}}


def test_without_a_drain_there_is_no_hook() -> None:
    assert pods.container(full(rollout={"drain_seconds": 0}), "config")["lifecycle"] == {}


def test_secrets_are_named_and_never_valued() -> None:
    assert pods.secret_variables(["B", "A"], "app") == [
        {"name": "A", "value_from": {"secret_key_ref": {"name": "app", "key": "A"}}},
        {"name": "B", "value_from": {"secret_key_ref": {"name": "app", "key": "B"}}},
    ]


def test_plain_variables_come_from_the_config_map_when_there_is_one() -> None:
    assert pods.container(full(), "app-1")["env_from"] == [{"config_map_ref": {"name": "app-1"}}]
    assert pods.container(least(), None)["env_from"] == []


def test_every_writable_path_is_a_volume_of_its_own() -> None:
    paths = ("/tmp", "/var/cache")

    mounts, volumes = pods.writable_mounts(paths), pods.writable_volumes(paths)

    assert [mount["name"] for mount in mounts] == [volume["name"] for volume in volumes]
    assert [mount["mount_path"] for mount in mounts] == list(paths)


def test_replicas_prefer_different_nodes() -> None:
    rule = plain(pods.affinity(least()))["pod_anti_affinity"]

    assert "preferred_during_scheduling_ignored_during_execution" in rule


def test_replicas_are_kept_off_one_node_where_that_is_required() -> None:
    rule = plain(pods.affinity(least(spread="required")))["pod_anti_affinity"]

    assert list(rule) == ["required_during_scheduling_ignored_during_execution"]


def test_zones_are_kept_even() -> None:
    (constraint,) = pods.spread(least())

    assert constraint["topology_key"] == "topology.kubernetes.io/zone"
    assert constraint["max_skew"] == 1


def test_requests_and_limits_are_the_specs() -> None:
    assert pods.resource_requirements(least().resources) == {
        "requests": {"cpu": "100m", "memory": "128Mi"},
        "limits": {"cpu": "500m", "memory": "512Mi"},
    }
