"""What applications promise their users, on a platform that could not tell whether it is kept, nor when a job was not."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.platform import PlatformSettings
from settings.slo import WINDOW_DAYS


def unkept(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Objectives that nobody watches, or whose budget is of more days than Prometheus remembers."""
    monitoring = platform.monitoring
    for name, application in applications.items():
        if not (application.slo or _promises(application)):
            continue
        if not monitoring.there:
            yield (
                f"applications.{name}.slo needs platform.monitoring to compute what is left of its budget, expected it to be "
                "installed or existing, got install: false; switch it on, or take the objective out"
            )
        elif monitoring.installed and monitoring.retention_days < WINDOW_DAYS:
            yield (
                f"platform.monitoring.retention_days: expected {WINDOW_DAYS} at least, for applications.{name}.slo has a budget "
                f"of {WINDOW_DAYS} days, got {monitoring.retention_days}"
            )


def unheard(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """What runs by the clock, where nobody is told that it has failed or is late."""
    if platform.monitoring.there:
        return
    for name, application in applications.items():
        for spec in application.workloads():
            runs = [f"schedules.{schedule}" for schedule in spec.schedules]
            if spec.backup:
                runs += ["backup", "backup.drill"] if spec.backup.drill else ["backup"]
            if runs:
                yield (
                    f"applications.{name}: nobody is told when what {spec.name} runs by the clock fails or is late "
                    f"({', '.join(runs)}), for platform.monitoring is off"
                )


def _promises(application: ApplicationSettings) -> bool:
    with suppress(ValidationError):  # told already
        return any(spec.slo for spec in application.workloads())
    return False
