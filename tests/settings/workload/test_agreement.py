"""What the parts of one spec must say alike."""

from typing import Any

import pytest

from tests.settings.workload.given import LEAST, refused, spec

BESIDE: dict[str, Any] = {"image": "registry.example.com/exporter:1.0.0", "resources": "small"}
CALLER = {"namespace": "team", "name": "other"}
ITSELF = {"ports": [8080], "to": "workload", "workload": "team/app"}
CLAIMS = {"data": {"path": "/data", "size": "1Gi"}}


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"probes": {"port": "web"}}, "probes.port"),
        ({"metrics": {"port": "web"}}, "metrics.port"),
        ({"route": {"hosts": ["a.example.com"], "port": "web"}}, "route.port"),
        ({"load_balancer": {"ports": ["web"], "allow_from": ["192.0.2.0/24"]}}, "load_balancer.ports"),
        ({"reached_by": [{**CALLER, "ports": ["web"]}]}, "reached_by other"),
    ],
)
def test_every_port_that_is_named_exists(given: dict[str, Any], where: str) -> None:
    assert f"{where} names the port 'web', expected one of http" in refused(**given)


@pytest.mark.parametrize(
    ("ports", "told"),
    [
        ([{"metrics": 8080}], "containers.c0.ports.metrics is 8080, expected a name and a number of its own"),
        ([{"http": 9187}], "containers.c0.ports.http is 9187, expected a name and a number of its own"),
        (
            [{"metrics": 9187}, {"other": 9187}],
            "containers.c1.ports.other is 9187, expected a name and a number",
        ),
        (
            [{"metrics": 9187}, {"metrics": 9188}],
            "containers.c1.ports.metrics is 9188, expected a name and a number",
        ),
    ],
)
def test_containers_of_a_pod_share_one_address(ports: list[dict[str, int]], told: str) -> None:
    containers = {f"c{number}": {**BESIDE, "ports": own} for number, own in enumerate(ports)}

    assert told in refused(containers=containers)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"disruption": {"min_available": 3}},
            "disruption.min_available is 3 with scale.min 3: no node could ever be drained; raise scale.min or lower",
        ),
        (
            {"disruption": {"max_unavailable": 0}},
            "disruption.max_unavailable is 0: no node could ever be drained; expected 1 or more",
        ),
        (
            {"scale": {"requests_per_second": 5}},
            "scale.requests_per_second needs metrics, where the requests are counted",
        ),
        ({"scale": {"custom": {"queue": "5"}}}, "scale.custom needs metrics, where queue would be read"),
        (
            {"kind": "stateful", "claims": CLAIMS, "candidate": {"image": "registry.example.com/app:2.0.0"}},
            "candidate is for stateless workloads: two versions cannot share one replica's volume",
        ),
        (
            {"candidate": {"image": LEAST["image"]}},
            "candidate.image: expected another than the workload's own, got registry.example.com/app:1.0.0: there is nothing",
        ),
    ],
)
def test_replicas_can_be_counted_moved_and_replaced(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"env": {"URL": "x"}, "secrets": {"URL": "team/url"}},
            "URL stands in env and in secrets, expected one of them",
        ),
        (
            {"env": {"OTEL": "x"}, "telemetry": {"enabled": "OTEL", "endpoint": "OTEL_ENDPOINT"}},
            "OTEL stands in env and in telemetry, expected one of them",
        ),
        (
            {"secrets": {"FILES": "team/files"}, "buckets": {"files": {"env": "FILES"}}},
            "FILES stands in secrets and in buckets.files, expected one of them",
        ),
        (
            {
                "secrets": {"URL": "team/url"},
                "containers": {"exporter": {**BESIDE, "env": {"URL": "x"}, "secrets": ["URL"]}},
            },
            "containers.exporter: URL stands in env and in secrets, expected one of them",
        ),
    ],
)
def test_a_variable_has_one_value(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"containers": {"app": BESIDE}}, "containers.app has the workload's own name, expected another"),
        (
            {"containers": {"exporter": {**BESIDE, "secrets": ["URL"]}}},
            "containers.exporter.secrets names 'URL', which is not among the secrets",
        ),
        (
            {"containers": {"exporter": {**BESIDE, "shares": ["/data"]}}},
            "containers.exporter.shares names '/data', which is not among the writable paths, the claims' and the files'",
        ),
        (
            {"jobs": {"migrate": {"command": ["migrate"], "secrets": ["URL"]}}},
            "jobs.migrate.secrets names 'URL', which is not among the secrets",
        ),
        (
            {"jobs": {"migrate": {"command": ["migrate"], "reaches": ["postgres"]}}},
            "jobs.migrate.reaches names 'postgres', expected one of reaches: none",
        ),
        (
            {"jobs": {"backup": {"command": ["x"]}}},
            "jobs.backup: expected a name of its own, and none of backup, candidate, drill",
        ),
        (
            {
                "jobs": {"sweep": {"command": ["x"]}},
                "schedules": {"sweep": {"command": ["x"], "schedule": "0 * * * *"}},
            },
            "schedules.sweep: expected a name of its own",
        ),
    ],
)
def test_what_runs_beside_it_has_its_own_name_and_asks_for_what_is_there(
    given: dict[str, Any], told: str
) -> None:
    assert told in refused(**given)


def test_a_backup_names_its_secret_and_its_bucket_and_reaches_its_database() -> None:
    told = refused(backup={"url": "DATABASE_URL", "bucket": "backup"})

    assert "backup.url names 'DATABASE_URL', which is not among the secrets" in told
    assert "backup.bucket names 'backup', which is not among the buckets" in told
    assert "backup needs the way to its database: expected reaches.postgres with the database's port" in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"claims": CLAIMS},
            'claims are for kind "stateful": the replicas of another would share, or lose, one volume',
        ),
        ({"kind": "stateful"}, 'kind "stateful" needs claims, expected at least one volume'),
        ({"files": {"/tmp": "x"}}, "/tmp stands twice in writable, claims and files, expected it once"),
        (
            {"writable": ["/cache", "/cache"]},
            "/cache stands twice in writable, claims and files, expected it once",
        ),
        (
            {"files": {"/a": "x" * 2**20, "/b": "é"}},
            "files hold 1048578 bytes, expected at most 1048576: a ConfigMap takes no more",
        ),
    ],
)
def test_what_is_mounted_fits(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


def test_pods_have_no_reason_to_call_themselves_but_jobs_replicas_and_the_backup_do() -> None:
    assert (
        "reaches.itself is the workload itself, expected another: only a stateful workload's replicas, a job or the backup"
        in refused(reaches={"itself": ITSELF})
    )
    asks = {"command": ["curl"], "schedule": "*/5 * * * *", "reaches": ["itself"]}
    spec(reaches={"itself": ITSELF}, schedules={"health": asks})
    spec(reaches={"itself": ITSELF}, kind="stateful", claims=CLAIMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"paths": ["/api"]}),
        ({"methods": ["GET"]}, {"methods": ["GET", "POST"]}),
        ({"ports": ["http"], "paths": ["/api"]}, {"ports": ["http"]}),
    ],
)
def test_a_caller_is_not_named_twice_for_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    told = "reached_by names team/other twice, and one of the two opens all that the other does, expected it once"

    assert told in refused(reached_by=[{**CALLER, **one}, {**CALLER, **other}])
    assert told in refused(reached_by=[{**CALLER, **other}, {**CALLER, **one}])


def test_a_caller_may_ask_for_one_thing_here_and_another_there() -> None:
    read = {**CALLER, "methods": ["GET"], "paths": ["/users"]}
    write = {**CALLER, "methods": ["POST"], "paths": ["/logins"]}

    assert len(spec(reached_by=[read, write]).reached_by) == 2


def test_objectives_on_what_nothing_counts_are_refused() -> None:
    assert "slo is measured at the way in, expected a route" in refused(slo={"availability": 99.9})
