"""An objective that nobody could watch is refused before anything is registered."""

from typing import Any

import pytest

from settings.load import SettingsError, warnings
from settings.promises import unheard, unkept
from settings.workload import WorkloadSpec
from tests.components.workload.specs import full
from tests.settings.placed import given, load
from tests.settings.stack import APPLICATION, PLATFORM, App, stack

SLO: dict[str, Any] = {"availability": 99.9}


class Firm(App):
    """An application whose module makes the promise."""

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return (full(slo=SLO),)


def refused(**platform: Any) -> str:
    with pytest.raises(SettingsError) as error:
        stack(platform=platform, application={"slo": SLO})
    return str(error.value)


def test_it_needs_monitoring() -> None:
    assert (
        "applications.app.slo needs platform.monitoring to compute what is left of its budget, expected it to be installed or "
        "existing, got install: false; switch it on, or take the objective out"
    ) in refused(monitoring=False)


def test_prometheus_remembers_as_many_days_as_its_budget_has() -> None:
    assert (
        "platform.monitoring.retention_days: expected 30 at least, for applications.app.slo has a budget of 30 days, got 7"
    ) in refused(monitoring={"retention_days": 7})
    assert stack(
        platform={"monitoring": {"retention_days": 30}}, application={"slo": SLO, "routed": True}
    ).applications


def test_what_an_existing_prometheus_remembers_is_its_owners() -> None:
    there = {"install": "existing", "namespace": "observed"}

    assert stack(platform={"monitoring": there}, application={"slo": SLO, "routed": True}).applications


def test_a_promise_of_the_module_is_one_too() -> None:
    settings = stack(platform={"monitoring": False})
    firm = {"app": Firm.model_validate(APPLICATION)}

    (line,) = unkept(settings.platform, firm)

    assert line.startswith("applications.app.slo needs platform.monitoring")
    assert list(unkept(settings.platform, settings.applications)) == []


def test_every_mistake_is_told_at_once_with_its_path() -> None:
    with pytest.raises(SettingsError) as error:
        stack(
            platform={**PLATFORM, "monitoring": {"retention_days": 0}},
            application={"slo": {"availability": 100, "latency": {"percentile": 101}}},
        )
    text = str(error.value)

    assert "applications.app.slo.availability: expected less than 100, got 100" in text
    assert "applications.app.slo.latency.percentile: expected less than 100, got 101" in text
    assert "platform.monitoring.retention_days" in text


def test_whatever_runs_by_the_clock_is_told_to_be_unheard_of_without_monitoring_and_not_refused() -> None:
    app: dict[str, Any] = {
        "secrets": {"URL": "app/url"},
        "reaches": {"postgres": {"ports": [5432]}},
        "buckets": {"dumps": {}},
        "backup": {"url": "URL", "bucket": "dumps"},
        "schedules": {"sweep": {"command": ["sweep"], "schedule": "0 * * * *", "late_minutes": 120}},
    }
    settings = load({"app": given("app", app)}, platform={"monitoring": False})

    (line,) = unheard(settings.platform, settings.applications)
    assert line == (
        "applications.app: nobody is told when what app runs by the clock fails or is late (schedules.sweep, backup, "
        "backup.drill), for platform.monitoring is off"
    )
    assert line in warnings(settings)
    undrilled = given("app", {**app, "schedules": {}, "backup": {**app["backup"], "drill": None}})
    (line,) = unheard(settings.platform, {"app": undrilled})
    assert "is late (backup), for" in line


def test_what_runs_by_the_clock_is_watched_by_monitoring_and_what_keeps_running_has_no_clock() -> None:
    sweep = {"schedules": {"sweep": {"command": ["sweep"], "schedule": "0 * * * *"}}}
    watched = load({"app": given("app", sweep)})
    off = load({"app": given("app")}, platform={"monitoring": False})

    assert list(unheard(watched.platform, watched.applications)) == []
    assert list(unheard(off.platform, off.applications)) == []
