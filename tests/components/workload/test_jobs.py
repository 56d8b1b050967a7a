"""What runs to an end: closed but for what it names, replaced by a change, and awaited where the workload waits for it."""

from functools import cache
from typing import Any

import pytest

from components.contracts import Mesh, Platform, PodsAt, TelemetryEndpoint
from components.workload import jobs
from rehearsal.providers.kubernetes.awaiting import annotations as awaited
from rehearsal.providers.kubernetes.awaiting.verdict import Around
from rehearsal.recorded import Recording
from settings.workload import Job, WorkloadSpec
from tests.components.workload.sample import made
from tests.components.workload.specs import full, least, plain
from tests.graph import Graph

JOBS: dict[str, Any] = {
    "migrate": {
        "image": "registry.example.com/migrate:1.0.0",
        "command": ["migrate"],
        "args": ["up"],
        "secrets": ["DATABASE_URL"],
        "reaches": ["postgres"],
        "retries": 2,
        "timeout_seconds": 120,
    },
    "index": {"args": ["index"], "before": False},
}
SCHEDULES: dict[str, Any] = {
    "report": {"schedule": "0 6 * * 1", "args": ["report"], "reaches": ["mail"], "overlapping": "replace"},
    "tidy": {"schedule": "0 3 * * *", "args": ["tidy"]},
}
JOB, CRON_JOB = "kubernetes:batch/v1:Job", "kubernetes:batch/v1:CronJob"
POLICY, ACCOUNT = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:core/v1:ServiceAccount"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
NAMES = ("migrate", "index", "report", "tidy")


def spec(**changes: Any) -> WorkloadSpec:
    return full(jobs=JOBS, schedules=SCHEDULES, buckets={}, backup=None, **changes)


@cache
def there() -> Recording:
    return made([spec()])


def body(name: str, **changes: Any) -> dict[str, Any]:
    of = spec(**changes)
    job = {**of.jobs, **of.schedules}[name]
    return dict(plain(jobs.job_spec(of, name, job, {"app": f"app-{name}"}, f"app-{name}", "settings")))


def pod(name: str, **changes: Any) -> dict[str, Any]:
    return dict(body(name, **changes)["template"]["spec"])


def platform(telemetry: bool) -> Platform:
    endpoint = TelemetryEndpoint("collector.telemetry:4317", "telemetry", 4317) if telemetry else None
    return Platform(plain(None), None, None, None, None, endpoint)


def reached(name: str, of: WorkloadSpec, *, telemetry: bool = False, mesh: Mesh | None = None) -> list[int]:
    job = {**of.jobs, **of.schedules}[name]
    rules = plain(jobs.policy(of, name, job, platform(telemetry), mesh))
    assert rules["policy_types"] == ["Ingress", "Egress"]
    assert "ingress" not in rules
    return sorted(port["port"] for rule in rules["egress"] for port in rule["ports"])


def test_a_job_runs_its_own_image_and_words_or_the_workload_s() -> None:
    (migrate,), (index,) = pod("migrate")["containers"], pod("index")["containers"]

    assert (migrate["image"], migrate["command"], migrate["args"]) == (
        "registry.example.com/migrate:1.0.0",
        ["migrate"],
        ["up"],
    )
    assert index["image"] == "registry.example.com/app:1.0.0"
    assert "command" not in index


def test_it_has_the_plain_variables_and_of_the_secrets_those_it_names() -> None:
    (migrate,), (index,) = pod("migrate")["containers"], pod("index")["containers"]

    assert migrate["env_from"] == [{"config_map_ref": {"name": "settings"}}]
    assert [one["name"] for one in migrate["env"]] == ["DATABASE_URL"]
    assert index["env"] == []


def test_it_ends_by_its_own_limits_and_keeps_the_log_of_every_try() -> None:
    made_of = body("migrate")

    assert made_of["backoff_limit"] == 2
    assert made_of["active_deadline_seconds"] == 120
    assert pod("migrate")["restart_policy"] == "Never"


def test_nothing_deletes_it_when_it_is_done_or_the_engine_would_run_it_again() -> None:
    assert "ttl_seconds_after_finished" not in body("migrate")
    assert "ttl_seconds_after_finished" not in body("tidy")


@pytest.mark.parametrize("name", NAMES)
def test_its_pod_is_as_restricted_as_any_and_holds_no_token(name: str) -> None:
    found = pod(name)

    assert found["automount_service_account_token"] is False
    assert found["service_account_name"] == f"app-{name}"
    assert found["security_context"]["run_as_non_root"] is True
    assert found["containers"][0]["security_context"]["read_only_root_filesystem"] is True
    assert [mount["mount_path"] for mount in found["containers"][0]["volume_mounts"]] == ["/tmp"]


def test_it_runs_where_the_workload_does() -> None:
    assert "node_selector" not in pod("tidy", nodes={})
    assert pod("tidy", nodes={"pool": "spot"})["node_selector"] == {"pool": "spot"}


def test_it_reaches_names_and_the_edges_that_it_names() -> None:
    quiet = spec(telemetry=None)

    assert reached("migrate", quiet) == [53, 53, 5432]
    assert reached("index", quiet) == [53, 53]
    assert reached("report", quiet) == [53, 53, 587]


def test_it_reaches_the_collector_where_its_variables_send_traces_there() -> None:
    assert reached("index", spec(), telemetry=True) == [53, 53, 4317]
    assert reached("index", spec(), telemetry=False) == [53, 53]
    assert reached("index", spec(telemetry=None), telemetry=True) == [53, 53]


def test_in_the_mesh_its_proxy_reaches_the_control_plane() -> None:
    mesh = Mesh({}, PodsAt("istio-system", {"app": "istiod"}, 15012), None, None)

    assert reached("index", spec(telemetry=None), mesh=mesh) == [53, 53, 15012]


def test_a_schedule_is_utc_and_says_what_becomes_of_a_run_that_goes_on() -> None:
    report, tidy = (
        plain(jobs.cron_job(spec().schedules[name], plain({"template": {}}))) for name in ("report", "tidy")
    )

    assert report["schedule"] == "0 6 * * 1"
    assert report["time_zone"] == "Etc/UTC"
    assert (report["concurrency_policy"], tidy["concurrency_policy"]) == ("Replace", "Forbid")
    assert report["starting_deadline_seconds"] == 3600
    assert report["job_template"] == {"spec": {"template": {}}}


def test_each_has_an_account_and_a_policy_of_its_own_name() -> None:
    for name in NAMES:
        policy, account = (there().one(kind, f"main-app-{name}") for kind in (POLICY, ACCOUNT))
        assert policy.inputs["spec"]["podSelector"] == {"matchLabels": {"app": f"app-{name}"}}
        assert account.inputs["metadata"]["name"] == f"app-{name}"
        assert account.inputs["automountServiceAccountToken"] is False
        assert account.inputs["metadata"].get("annotations", {}) == {}


def test_none_runs_before_its_policy_is_there() -> None:
    graph = Graph(there())

    for kind, names in ((JOB, NAMES[:2]), (CRON_JOB, NAMES[2:])):
        for name in names:
            assert graph.waits(there().one(kind, f"main-app-{name}"), there().one(POLICY, f"main-app-{name}"))


def test_the_workload_waits_for_what_comes_before_it_and_for_nothing_else() -> None:
    graph = Graph(there())
    pods = there().one(DEPLOYMENT, "main-app")

    assert graph.waits(pods, there().one(JOB, "main-app-migrate"))
    assert not graph.waits(pods, there().one(JOB, "main-app-index"))


def test_a_job_starts_when_its_secrets_are_there() -> None:
    secret = there().one("kubernetes:external-secrets.io/v1:ExternalSecret", "main-app-externalsecret")

    assert Graph(there()).waits(there().one(JOB, "main-app-migrate"), secret)


def test_a_job_has_a_fixed_name_so_that_the_old_one_goes_before_the_new_one_comes() -> None:
    migrate = there().one(JOB, "main-app-migrate").inputs["metadata"]

    assert migrate["name"] == "app-migrate"
    assert migrate["labels"]["app"] == "app-migrate"


def test_what_the_workload_waits_for_is_tried_again_when_it_failed_and_the_rest_is_not_awaited() -> None:
    migrate, index = (
        there().one(JOB, f"main-app-{name}").inputs["metadata"]["annotations"] for name in NAMES[:2]
    )

    assert migrate == {"pulumi.com/replaceUnready": "true"}
    assert index == {"pulumi.com/waitFor": "jsonpath={.metadata.uid}"}


def test_a_job_that_nobody_waits_for_is_ready_at_once_and_its_predecessor_is_gone_first() -> None:
    index = there().one(JOB, "main-app-index").inputs
    ready = awaited.wanted(index)

    assert ready
    assert ready({**index, "metadata": {**index["metadata"], "uid": "1"}}, Around()).ready
    assert not awaited.skips_deletion(index)


def test_both_get_the_same_variables_in_a_map_of_their_own() -> None:
    config = there().one("kubernetes:core/v1:ConfigMap", "main-app.jobs")
    runs = there().one(JOB, "main-app-migrate").inputs["spec"]["template"]["spec"]["containers"]

    assert config.inputs["data"]["MODE"] == "on"
    assert runs[0]["envFrom"] == [{"configMapRef": {"name": config.outputs["metadata"]["name"]}}]


def test_a_workload_without_jobs_has_none_of_this() -> None:
    found = made([least()])

    assert found.of(JOB) == []
    assert found.of(CRON_JOB) == []
    assert [one.name for one in found.resources if one.name == "main-app.jobs"] == []


def test_a_job_without_variables_is_given_no_map() -> None:
    of = least(jobs={"tidy": {"args": ["tidy"]}})
    (container,) = plain(jobs.job_spec(of, "tidy", Job(args=("tidy",)), {}, "app-tidy", None))["template"][
        "spec"
    ]["containers"]

    assert container["env_from"] == []


def test_workloads_may_be_called_after_what_another_one_has() -> None:
    one = least(jobs={"migrate": {"command": ["migrate"]}}, files={"/etc/app.conf": "a"}, env={"MODE": "on"})
    others = [least(name=f"app-{name}", env={"MODE": "on"}) for name in ("jobs", "files")]

    maps = [made.name for made in made([one, *others]).of("kubernetes:core/v1:ConfigMap")]
    assert sorted(set(maps)) == sorted(maps)
