"""A spec that says no more than it must, for the tests of its parts."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from settings.workload import WorkloadSpec

LEAST: dict[str, Any] = {
    "name": "app",
    "namespace": "team",
    "image": "registry.example.com/app:1.0.0",
    "ports": {"http": 8080},
    "resources": {"cpu": "100m", "memory": "128Mi", "cpu_limit": "500m", "memory_limit": "512Mi"},
    "probes": {"port": "http", "liveness": "/live", "readiness": "/ready"},
}


def spec(**changes: Any) -> WorkloadSpec:
    return WorkloadSpec.model_validate({**LEAST, **changes})


def refused(**changes: Any) -> str:
    """What is said of a spec that is wrong."""
    return wrong(WorkloadSpec, {**LEAST, **changes})


def wrong(model: type[BaseModel], given: object) -> str:
    """What is said of a part that is wrong."""
    with pytest.raises(ValidationError) as error:
        model.model_validate(given)
    return str(error.value)
