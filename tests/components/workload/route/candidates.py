"""Candidates behind either way in, and what each rendering says of them."""

from typing import Any

from rehearsal.recorded import Recorded, Recording

PREFIX = "nginx.ingress.kubernetes.io/"
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
NEXT = "registry.example.com/app:2.0.0"
CANDIDATES: dict[str, dict[str, Any]] = {
    "canary": {"image": NEXT, "weight": 10},
    "blue-green": {"image": NEXT, "strategy": "blue-green"},
    "promoted": {"image": NEXT, "state": "promoted"},
    "aborted": {"image": NEXT, "state": "aborted"},
}


def port_number(recording: Recording, service: str, name: str) -> str:
    found = next(
        one
        for one in recording.of("kubernetes:core/v1:Service")
        if one.outputs["metadata"]["name"] == service
    )
    return next(str(port["port"]) for port in found.inputs["spec"]["ports"] if port["name"] == name)


def beside(recording: Recording, one: Recorded) -> tuple[object, ...] | None:
    """What the canary Ingress of another means: its Service, its percent of the requests, and the header and value."""
    found = [other for other in recording.of(INGRESS) if other.name == f"{one.name}-candidate"]
    if not found:
        return None
    (other,) = found
    spec, metadata = other.inputs["spec"], other.inputs["metadata"]
    notes = {key.removeprefix(PREFIX): value for key, value in metadata["annotations"].items()}
    assert notes.pop("canary") == "true"
    ours, theirs = (
        [(rule["host"], path["path"]) for rule in made["rules"] for path in rule["http"]["paths"]]
        for made in (one.inputs["spec"], spec)
    )
    assert ours == theirs, "a canary is found by the host and path of the other"
    ((service, port),) = {
        (path["backend"]["service"]["name"], path["backend"]["service"]["port"]["name"])
        for rule in spec["rules"]
        for path in rule["http"]["paths"]
    }
    header = (notes.get("canary-by-header"), notes.get("canary-by-header-value"))
    number = port_number(recording, service, port)
    return metadata["namespace"], service, number, int(notes["canary-weight"]), header


def weighed(namespace: str, rules: dict[str, Any]) -> tuple[object, ...] | None:
    """The same of an HTTPRoute's rules."""
    assert rules["upgrades"]["backendRefs"] == rules["requests"]["backendRefs"]
    first, *others = rules["requests"]["backendRefs"]
    if not others:
        return None
    (other,) = others
    assert first["weight"] + other["weight"] == 100
    asked = {
        (header["name"], header["value"])
        for name in ("upgrades-candidate", "requests-candidate")
        for match in rules.get(name, {}).get("matches", [])
        for header in match["headers"]
        if header["name"] != "Upgrade"
    }
    for name in ("upgrades-candidate", "requests-candidate"):
        assert {to["name"] for to in rules.get(name, {}).get("backendRefs", [])} <= {other["name"]}
    (header,) = asked or {(None, None)}
    return namespace, other["name"], str(other["port"]), other["weight"], header
