"""Manifests that the provider reads and applies."""

import pytest

from facts.charts import GATEWAY_API
from rehearsal.simulation.kinds import Refused, failures
from rehearsal.simulation.kubernetes import COMPONENTS, lookup
from rehearsal.simulation.kubernetes.cluster import DEFINITION
from rehearsal.simulation.kubernetes.files import CONFIG_FILE, config_file


@pytest.mark.parametrize("file", [GATEWAY_API, "./charts/gateway-api-v1.6.1.yaml"])
def test_gateway_apis_manifest_brings_its_kinds(file: str) -> None:
    children = config_file("main-gateway-api", {"file": file})
    kinds = {child.inputs["spec"]["names"]["kind"]: child.inputs["spec"] for child in children}

    assert {"Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"} <= kinds.keys()
    assert {kind for kind, spec in kinds.items() if spec["scope"] == "Cluster"} == {"GatewayClass"}
    assert [version["name"] for version in kinds["ReferenceGrant"]["versions"] if version["storage"]] == [
        "v1beta1"
    ]


def test_a_child_is_named_as_the_provider_names_it_and_is_a_sound_definition() -> None:
    for child in config_file("main-gateway-api", {"file": GATEWAY_API}):
        assert child.type == DEFINITION
        assert child.name == f"main-gateway-api:{child.inputs['metadata']['name']}"
        assert failures(lookup(DEFINITION), child.inputs) == []


def test_a_file_that_nothing_is_known_of_is_refused_with_the_place_to_add_it() -> None:
    with pytest.raises(
        Refused,
        match=r"UnknownFile: what https://example\.com/x\.yaml brings is not simulated; add it to FILES in rehearsal/",
    ):
        config_file("x", {"file": "https://example.com/x.yaml"})


def test_the_component_is_among_those_that_the_package_makes() -> None:
    assert COMPONENTS[CONFIG_FILE] is config_file
