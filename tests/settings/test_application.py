"""What every application's settings have in common."""

from settings.application import ApplicationSettings
from settings.workload import WorkloadSpec


class Sample(ApplicationSettings):
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return ()


def test_an_application_is_placed_everywhere_unless_it_names_clusters() -> None:
    assert Sample(image="registry.example.com/app:1.0.0", host="app.example.com").clusters == ()
