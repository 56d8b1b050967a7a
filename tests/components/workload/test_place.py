"""Where the objects of one workload go."""

from rehearsal.stackfile import ROOT
from tests.stackfiles import recorded
from tests.whole import whole


def test_everything_of_a_workload_is_in_its_namespace_but_what_belongs_to_the_gateway() -> None:
    recording = recorded(ROOT / "examples" / "Pulumi.gateway.yaml")
    component = recording.one("groundwork:application:Workload", "main-spoke")
    elsewhere = {
        one.type.rpartition(":")[2]
        for one in recording.objects()
        if one.parent == component.urn and one.inputs["metadata"]["namespace"] != "spoke"
    }

    assert elsewhere == {"Gateway", "EnvoyFilter"}


def test_a_config_map_never_changes_and_its_name_says_which_it_is() -> None:
    made = whole("staging").one("kubernetes:core/v1:ConfigMap", "main-spoke")

    assert made.inputs["immutable"] is True
    assert "name" not in made.inputs["metadata"] or made.outputs["metadata"]["name"] != "main-spoke"
