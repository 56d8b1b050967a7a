"""The containers of a workload's pod: restricted, checked, and given what they are to have and no more."""

from typing import Any

from components.workload import containers
from settings.workload import Probes
from tests.components.workload.specs import full, least, plain, stateful


def named(made: list[Any], name: str) -> dict[str, Any]:
    (one,) = [container for container in plain(made) if container["name"] == name]
    return dict(one)


def test_a_container_meets_the_restricted_pod_security_standard() -> None:
    security = containers.container_security()

    assert security["allow_privilege_escalation"] is False
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert security["read_only_root_filesystem"] is True
    assert "run_as_user" not in security


def test_requests_and_limits_are_the_specs() -> None:
    assert containers.resource_requirements(least().resources) == {
        "requests": {"cpu": "100m", "memory": "128Mi"},
        "limits": {"cpu": "500m", "memory": "512Mi"},
    }


def test_a_size_by_name_reserves_its_share() -> None:
    assert containers.resource_requirements(least(resources="medium").resources) == {
        "requests": {"cpu": "1", "memory": "1Gi"},
        "limits": {"cpu": "2", "memory": "2Gi"},
    }


def test_a_slow_start_has_at_least_the_seconds_it_was_given() -> None:
    checks = Probes(port="http", liveness="/live", readiness="/ready", startup_seconds=61)
    startup = plain(containers.probes(checks)["startup"])

    assert startup["failure_threshold"] * startup["period_seconds"] == 65


def test_liveness_and_readiness_ask_their_own_paths() -> None:
    checks = containers.probes(Probes(port="health", liveness="/live", readiness="/ready"))

    assert checks["startup"]["http_get"] == {"path": "/live", "port": "health"}
    assert checks["liveness"]["http_get"] == {"path": "/live", "port": "health"}
    assert checks["readiness"]["http_get"] == {"path": "/ready", "port": "health"}


def test_a_port_alone_is_asked_by_a_connection() -> None:
    for check in plain(containers.probes(Probes(port="http"))).values():
        assert check["tcp_socket"] == {"port": "http"}
        assert not {"http_get", "exec_"} & set(check)


def test_a_command_is_run_in_the_container() -> None:
    for check in plain(containers.probes(Probes(command=("pg_isready", "-q")))).values():
        assert check["exec_"] == {"command": ["pg_isready", "-q"]}
        assert not {"http_get", "tcp_socket"} & set(check)


def test_what_only_has_too_much_to_do_loses_its_requests_before_its_life() -> None:
    for one_question in (
        Probes(port="http"),
        Probes(command=("check",)),
        Probes(port="http", liveness="/", readiness="/"),
    ):
        checks = plain(containers.probes(one_question))
        life, requests = (
            checks[name]["failure_threshold"] * checks[name]["period_seconds"]
            for name in ("liveness", "readiness")
        )
        assert life >= 2 * requests


def test_a_container_goes_on_serving_while_load_balancers_forget_it() -> None:
    assert containers.own(full(), "config")["lifecycle"] == {"pre_stop": {"sleep": {"seconds": 15}}}


def test_without_a_drain_there_is_no_hook() -> None:
    assert containers.own(least(rollout={"drain_seconds": 0}), None)["lifecycle"] == {}


def test_command_and_arguments_are_the_images_own_unless_they_are_said() -> None:
    said, unsaid = plain(containers.own(full(), "config")), plain(containers.own(least(), None))

    assert (said["command"], said["args"]) == (["/app/server"], ["--verbose"])
    assert not {"command", "args"} & set(unsaid)


def test_secrets_are_named_and_never_valued() -> None:
    assert containers.secret_variables(["B", "A"], "app") == [
        {"name": "A", "value_from": {"secret_key_ref": {"name": "app", "key": "A"}}},
        {"name": "B", "value_from": {"secret_key_ref": {"name": "app", "key": "B"}}},
    ]


def test_plain_variables_come_from_the_config_map_when_there_is_one() -> None:
    assert containers.own(full(), "app-1")["env_from"] == [{"config_map_ref": {"name": "app-1"}}]
    assert containers.own(least(), None)["env_from"] == []


def test_each_file_is_read_only_at_its_own_path_and_two_of_one_name_are_two() -> None:
    mounts = [mount for mount in plain(containers.mounts(full())) if mount["name"] == containers.FILES]
    keys = containers.file_keys(full().files)

    assert {mount["mount_path"] for mount in mounts} == {"/etc/app/app.yaml", "/etc/app.d/app.yaml"}
    assert all(mount["read_only"] and mount["sub_path"] == keys[mount["mount_path"]] for mount in mounts)
    assert len(set(keys.values())) == 2


def test_a_claim_is_mounted_where_it_says() -> None:
    assert {"name": "data", "mount_path": "/var/lib/app"} in containers.own(stateful(), None)["volume_mounts"]


def test_what_starts_before_the_others_does_so_in_the_order_that_is_written() -> None:
    schema, tunnel = plain(containers.first(full()))

    assert (schema["name"], tunnel["name"]) == ("schema", "tunnel")
    assert "restart_policy" not in schema, "it is to end"
    assert tunnel["restart_policy"] == "Always"
    assert not {"startup_probe", "readiness_probe", "liveness_probe"} & set(schema)
    assert tunnel["startup_probe"]["tcp_socket"] == {"port": "tunnel"}


def test_what_stands_beside_the_workload_drains_as_long_as_it_does() -> None:
    (shipper,) = plain(containers.beside(full()))

    assert shipper["name"] == "shipper"
    assert shipper["lifecycle"] == containers.own(full(), None)["lifecycle"]
    assert shipper["liveness_probe"]["exec_"] == {"command": ["/shipper", "check"]}


def test_every_container_is_restricted_and_has_requests_and_limits() -> None:
    for one in [*plain(containers.first(full())), *plain(containers.beside(full()))]:
        assert one["security_context"].items() >= containers.container_security().items()
        assert one["resources"]["limits"] == {"cpu": "100m", "memory": "64Mi"}


def test_another_user_is_one_containers_alone() -> None:
    assert named(containers.first(full()), "tunnel")["security_context"]["run_as_user"] == 20002
    assert "run_as_user" not in named(containers.first(full()), "schema")["security_context"]


def test_a_container_gets_the_secrets_that_it_names_and_no_others() -> None:
    schema = named(containers.first(full()), "schema")

    assert [variable["name"] for variable in schema["env"]] == ["DATABASE_URL"]
    assert [variable["name"] for variable in containers.own(full(), None)["env"]] == [
        "CACHE_URL",
        "DATABASE_URL",
    ]


def test_a_container_sees_the_paths_that_it_shares_and_no_others() -> None:
    shipper = named(containers.beside(full()), "shipper")

    assert shipper["volume_mounts"] == [{"name": "writable-0", "mount_path": "/tmp"}]
    assert named(containers.first(full()), "tunnel")["volume_mounts"] == []


def test_a_containers_own_variables_are_plain() -> None:
    assert {"name": "FORMAT", "value": "json"} in named(containers.beside(full()), "shipper")["env"]


def test_it_may_share_a_volume_and_a_file_as_well() -> None:
    shipper = {**full().model_dump()["containers"]["shipper"], "shares": ["/var/lib/app", "/etc/a"]}
    spec = stateful(files={"/etc/a": "a", "/etc/b": "b"}, containers={"shipper": shipper})

    assert named(containers.beside(spec), "shipper")["volume_mounts"] == [
        {"name": "data", "mount_path": "/var/lib/app"},
        {"name": containers.FILES, "mount_path": "/etc/a", "sub_path": "file-0", "read_only": True},
    ]
