"""Paths find what RFC 9535 says they find, and a wrong one is refused at its place."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting.jsonpath import Unreadable, compile_path

OBJECT: dict[str, Any] = {
    "metadata": {"labels": {"example.com/tier": "front", "plain": "yes"}},
    "status": {
        "phase": "Running",
        "replicas": 3,
        "ready": True,
        "conditions": [
            {"type": "Synced", "status": "False", "reason": "It isn't"},
            {"type": "Ready", "status": "True", "since": 7},
        ],
    },
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (".status.phase", ["Running"]),
        (".status.nothing", []),
        (".status.phase.deeper", []),
        ("['status']['phase']", ["Running"]),
        ('["status"].phase', ["Running"]),
        (".metadata.labels['example.com/tier']", ["front"]),
        (".metadata.labels['example.com/tier','plain']", ["front", "yes"]),
        (".status.conditions[0].type", ["Synced"]),
        (".status.conditions[-1].type", ["Ready"]),
        (".status.conditions[2].type", []),
        (".status.conditions[*].type", ["Synced", "Ready"]),
        (".status.conditions.*.type", ["Synced", "Ready"]),
        (".status.conditions[0:1].type", ["Synced"]),
        (".status.conditions[1:].type", ["Ready"]),
        (".status.conditions[::-1].type", ["Ready", "Synced"]),
        ("..type", ["Synced", "Ready"]),
        ("..conditions[0].type", ["Synced"]),
        ("..[?@.since].type", ["Ready"]),
        ('.status.conditions[?(@.type=="Ready")].status', ["True"]),
        (".status.conditions[?(@.type=='Ready')].status", ["True"]),
        ('.status.conditions[?@.type == "Ready"].status', ["True"]),
        ('.status.conditions[?(@.type != "Ready")].status', ["False"]),
        ("""[?(@.conditions[0].reason == 'It isn\\'t')].phase""", ["Running"]),
        (".status.conditions[?(@.since)].type", ["Ready"]),
        (".status.conditions[?(!@.since)].type", ["Synced"]),
        (".status.conditions[?(@.since > 6)].type", ["Ready"]),
        (".status.conditions[?(@.since >= 7 && @.since <= 7.0)].type", ["Ready"]),
        (".status.conditions[?(@.since < 7)].type", []),
        ('.status.conditions[?(@.type > "Reado")].type', ["Synced", "Ready"]),
        ('.status.conditions[?(@.type=="Ready" && @.status=="False")].type', []),
        ('.status.conditions[?(@.type=="Ready" || @.type=="Synced")].type', ["Synced", "Ready"]),
        ("""[?(@.phase == "Running" && (@.ready == true || @.ready == null))].replicas""", [3]),
        ("[?(@.replicas == $.status.replicas)].phase", ["Running"]),
        ("[?(@.replicas == '3')].phase", []),
        ("[?(@.ready == 1)].phase", []),
        ("[?(@.gone == @.missing)].phase", ["Running"]),
    ],
)
def test_a_path_finds(path: str, found: list[Any]) -> None:
    assert compile_path(path)(OBJECT) == found


@pytest.mark.parametrize(
    ("path", "place", "expected"),
    [
        ("status.phase", "character 1", "a dot or a bracket"),
        (".status.", "character 9", "a name of letters"),
        (".status.phase[", "character 15", "a quoted name, an index"),
        (".status.conditions[0", "character 21", "a comma or ]"),
        (".metadata.labels.my-label", "character 20", "['like-this']"),
        (".metadata.labels.example\\.com/tier", "character 25", "['like-this']"),
        (".status.conditions[?(@.type=Ready)]", "character 28", "a closing parenthesis"),
        (".status.conditions[?(@.type==Ready)]", "character 35", "a quoted text"),
        (".status.conditions[?(type=='Ready')]", "character 26", "a quoted text"),
        (".status.conditions[?('Ready')]", "character 29", "a comparison"),
        (".status phase", "character 8", "a dot or a bracket"),
    ],
)
def test_a_wrong_path_is_refused_with_its_place_and_what_is_expected_there(
    path: str, place: str, expected: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        compile_path(path)

    assert place in str(refused.value)
    assert expected in str(refused.value)
