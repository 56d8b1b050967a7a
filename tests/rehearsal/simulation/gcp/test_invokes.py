"""Functions."""

from rehearsal.simulation.gcp import INVOKES
from rehearsal.simulation.gcp.resource import number
from tests.rehearsal.simulation.gcp.cloud import Cloud

GET_PROJECT = "gcp:organizations/getProject:getProject"


def test_a_project_has_a_number(cloud: Cloud) -> None:
    found = INVOKES[GET_PROJECT](cloud.call(GET_PROJECT, {"projectId": "other-project"}))

    assert found["projectId"] == "other-project"
    assert found["number"] == number("other-project")


def test_without_one_it_is_the_providers(cloud: Cloud) -> None:
    assert INVOKES[GET_PROJECT](cloud.call(GET_PROJECT, {}))["projectId"] == "example-project"
