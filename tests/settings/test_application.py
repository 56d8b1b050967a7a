"""What every application's settings have in common."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.workload import Candidate, Scale, WorkloadSpec

IMAGE = "registry.example.com/app:1.0.0"
LEAST: dict[str, Any] = {"image": IMAGE, "host": "app.example.com"}


class Sample(ApplicationSettings):
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return ()


def test_an_application_is_placed_everywhere_unless_it_names_clusters() -> None:
    assert Sample.model_validate(LEAST).clusters == ()


def test_it_is_outside_the_mesh_promises_nothing_and_tries_nothing_unless_it_says_so() -> None:
    sample = Sample.model_validate(LEAST)

    assert (sample.scale, sample.mesh, sample.slo, sample.candidate) == (Scale(), False, None, None)
    assert (sample.accounts(), sample.disturbed) == ((), "")


def test_a_candidate_is_another_version() -> None:
    tried = {"image": "registry.example.com/app:1.1.0", "weight": 25}

    assert Sample.model_validate({**LEAST, "candidate": tried}).candidate == Candidate.model_validate(tried)
    with pytest.raises(ValidationError) as error:
        Sample.model_validate({**LEAST, "candidate": {"image": IMAGE}})
    assert (
        "expected candidate.image to be another than image, got registry.example.com/app:1.0.0 for both: name the version to "
        "try, or take the candidate out"
    ) in str(error.value)


def test_it_says_what_runs_and_where_it_is_reached() -> None:
    with pytest.raises(ValidationError) as error:
        Sample.model_validate({})

    assert {detail["loc"] for detail in error.value.errors()} == {("image",), ("host",)}
