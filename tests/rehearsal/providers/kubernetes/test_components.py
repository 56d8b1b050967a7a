"""Definitions that a manifest brings, as an API server wants them."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.components import whole
from rehearsal.simulation.kinds import Refused
from rehearsal.simulation.kubernetes.files import CONFIG_FILE, config_file, definition
from rehearsal.toolchain import ToolError, crds

FILE = "https://example.com/gateway-api/standard-install.yaml"
ROUTES = "httproutes.gateway.networking.k8s.io"
PUBLISHED: dict[str, Any] = {
    "kind": "CustomResourceDefinition",
    "metadata": {"name": ROUTES, "creationTimestamp": None, "annotations": {"approved": "yes"}},
    "spec": {"group": "gateway.networking.k8s.io", "versions": [{"name": "v1", "schema": {"a": "schema"}}]},
    "status": {},
}


def test_a_definition_has_its_schema_from_the_projects_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crds, "definitions", lambda project, say: [PUBLISHED])
    made = whole({CONFIG_FILE: config_file})[CONFIG_FILE]("kinds", {"file": FILE})

    (routes,) = [child for child in made if child.name == f"kinds:{ROUTES}"]
    assert routes.inputs["spec"] == PUBLISHED["spec"]
    assert routes.inputs["metadata"] == {"name": ROUTES, "annotations": {"approved": "yes"}}
    assert "status" not in routes.inputs
    assert len(made) == len(config_file("kinds", {"file": FILE})), "what no module publishes stays as it is"


def test_a_definition_that_no_project_publishes_is_left_as_it_is() -> None:
    one = definition("kinds", "example.com", "Thing", "things", ("v1",), namespaced=True)

    assert whole({"set": lambda name, inputs: [one]})["set"]("kinds", {}) == [one]


def test_a_module_that_cannot_be_fetched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(project: str, say: object) -> list[Any]:
        raise ToolError("no Go here")

    monkeypatch.setattr(crds, "definitions", away)
    with pytest.raises(Refused, match="no Go here"):
        whole({CONFIG_FILE: config_file})[CONFIG_FILE]("kinds", {"file": FILE})
