"""Where charts come from."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.charts import ChartSource

LOGIN = {"username": "CHARTS_USERNAME", "password": "CHARTS_PASSWORD"}


def test_charts_come_from_their_projects_unless_a_stack_says_otherwise() -> None:
    assert ChartSource() == ChartSource(mirror=None, folder=None, credentials=None)


@pytest.mark.parametrize(
    "source",
    [
        {"mirror": "oci://registry.example.com/charts"},
        {"mirror": "https://charts.example.com", "credentials": LOGIN},
        {"folder": "./charts"},
        {"folder": "/var/lib/charts"},
    ],
)
def test_a_mirror_or_a_folder_is_taken(source: dict[str, Any]) -> None:
    assert ChartSource.model_validate(source)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            {"mirror": "oci://registry.example.com", "folder": "./charts"},
            "expected one of mirror and folder, got both",
        ),
        ({"folder": "./charts", "credentials": LOGIN}, "expected credentials only beside a mirror"),
        ({"mirror": "http://charts.example.com"}, "mirror"),
        ({"mirror": "https://user:password@charts.example.com"}, "mirror"),
        ({"mirror": "https://charts.example.com/"}, "mirror"),
        ({"folder": "charts"}, "folder"),
        ({"mirror": "oci://a.example.com/b", "credentials": {**LOGIN, "password": "hunter 2"}}, "password"),
    ],
)
def test_a_source_that_could_not_work_is_refused(source: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ChartSource.model_validate(source)
