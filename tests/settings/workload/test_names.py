"""What the objects of a workload are called."""

from typing import Any

import pytest

from settings.workload import names
from tests.settings.workload.given import refused, spec

BACKED_UP: dict[str, Any] = {
    "secrets": {"DATABASE_URL": "team/database#url"},
    "reaches": {"postgres": {"ports": [5432]}, "mail": {"ports": [587]}},
    "buckets": {"backup": {}},
    "backup": {"url": "DATABASE_URL", "bucket": "backup"},
}
BALANCED = {"ports": ["http"], "allow_from": ["192.0.2.0/24"]}
SWEEP = {"command": ["sweep"], "schedule": "0 * * * *", "reaches": ["mail"]}


def test_each_that_runs_for_a_workload_is_called_after_it() -> None:
    everything = spec(
        **BACKED_UP,
        candidate={"image": "registry.example.com/app:2.0.0"},
        jobs={"migrate": {"command": ["migrate"]}},
        schedules={"sweep": SWEEP},
        load_balancer=BALANCED,
    )

    assert names.objects(everything) == {
        "app": "name",
        "app-candidate": "candidate",
        "app-backup": "backup",
        "app-drill": "backup.drill",
        "app-lb": "load_balancer",
        "app-migrate": "jobs.migrate",
        "app-sweep": "schedules.sweep",
    }
    assert names.objects(spec()) == {"app": "name"}
    undrilled = spec(**{**BACKED_UP, "backup": {**BACKED_UP["backup"], "drill": None}})
    assert "app-drill" not in names.objects(undrilled)


def test_jobs_and_the_backup_call_under_their_own_names_and_use_no_edge_but_theirs() -> None:
    assert names.callers(spec(**BACKED_UP, schedules={"sweep": SWEEP})) == {
        "app": ("postgres", "mail"),
        "app-backup": ("postgres",),
        "app-sweep": ("mail",),
    }


@pytest.mark.parametrize(("kind", "own"), [("stateless", ()), ("stateful", ("itself",))])
def test_pods_call_themselves_where_replicas_know_of_each_other(kind: str, own: tuple[str, ...]) -> None:
    itself = {"ports": [8080], "to": "workload", "workload": "team/app"}
    claims = {"claims": {"data": {"path": "/data", "size": "1Gi"}}} if kind == "stateful" else {}
    sweep = {**SWEEP, "reaches": ["itself"]}

    found = names.callers(spec(kind=kind, reaches={"itself": itself}, schedules={"sweep": sweep}, **claims))
    assert found == {"app": own, "app-sweep": ("itself",)}


LONG = "a" * 53
STATEFUL = {"kind": "stateful", "claims": {"data": {"path": "/data", "size": "1Gi"}}}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"name": LONG, **STATEFUL},
            f"name becomes '{LONG}', expected at most 52 characters, got 53: shorten the workload's name, or what stands behind",
        ),
        (
            {"name": "a" * 46, **BACKED_UP},
            "backup becomes '" + "a" * 46 + "-backup', expected at most 52 characters, got 53",
        ),
        (
            {"name": "a" * 54, "candidate": {"image": "registry.example.com/app:2.0.0"}},
            "candidate becomes '" + "a" * 54 + "-candidate', expected at most 63 characters, got 64",
        ),
        (
            {"name": "a" * 61, "load_balancer": BALANCED},
            "load_balancer becomes '" + "a" * 61 + "-lb', expected at most 63 characters, got 64",
        ),
        (
            {"jobs": {"b" * 60: {"command": ["migrate"]}}},
            "jobs." + "b" * 60 + " becomes 'app-" + "b" * 60 + "', expected at most 63 characters, got 64",
        ),
        (
            {"schedules": {"b" * 49: {"command": ["sweep"], "schedule": "0 * * * *"}}},
            "schedules."
            + "b" * 49
            + " becomes 'app-"
            + "b" * 49
            + "', expected at most 52 characters, got 53",
        ),
    ],
)
def test_a_name_that_is_too_long_is_told_with_its_length(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


def test_the_longest_names_are_taken() -> None:
    spec(name="a" * 52, **STATEFUL)
    spec(name="a" * 45, **BACKED_UP)
    spec(name="a" * 63)
    spec(name="a" * 53, candidate={"image": "registry.example.com/app:2.0.0"})
    spec(jobs={"b" * 59: {"command": ["migrate"]}})
    spec(schedules={"b" * 48: {"command": ["sweep"], "schedule": "0 * * * *"}})
