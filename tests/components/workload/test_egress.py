"""Where the mesh leaves by name."""

from typing import Any

from rehearsal.program import program
from rehearsal.recorded import Recording
from rehearsal.recording import record
from rehearsal.stackfile import ROOT, read
from tests.stackfiles import recorded
from tests.whole import configured

PATH = ROOT / "examples" / "Pulumi.gateway.yaml"
SERVICE = "kubernetes:networking.istio.io/v1:VirtualService"


def changed(**orion: Any) -> Recording:
    """With one application, changed so."""
    stack = read(PATH)
    applications = stack.config["groundwork:applications"]
    alone = {"orion": {**applications["orion"], **orion}}
    return record(program(), configured(stack, applications=alone), stack.name, stack.project)


def test_a_declared_host_has_one_way_out_beside_the_gateway() -> None:
    made = recorded(PATH).one(SERVICE, "main-egress-api-mail-example-com")

    assert made.inputs["spec"]["hosts"] == ["api.mail.example.com"]
    assert made.inputs["metadata"]["namespace"] == "istio-egress"


def test_a_host_that_two_declare_is_there_once() -> None:
    host = {"ports": [443], "to": "internet", "hosts": ["api.mail.example.com"]}

    assert len(changed(reaches={"mail": host, "again": host}).of(SERVICE)) == 1


def test_an_application_outside_the_mesh_leaves_directly() -> None:
    recording = changed(mesh=False)

    assert recording.of(SERVICE) == []
    assert recording.of("groundwork:application:MeshEgress") == []
