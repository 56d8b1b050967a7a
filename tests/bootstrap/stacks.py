"""The bootstrap's stack files, and what each of them registers."""

import json
from functools import cache
from typing import Any

import yaml

from bootstrap.backend import create
from bootstrap.place import parse
from rehearsal.recorded import Recorded, Recording
from rehearsal.stackfile import ROOT, read
from tests.recorded import deploy

FILES = tuple(sorted((ROOT / "bootstrap").glob("Pulumi.*.yaml")))
BY_CLOUD = {path.stem.removeprefix("Pulumi."): path for path in FILES}
NO_DEFAULT_PROVIDERS = {"pulumi:disable-default-providers": ["*"]}


def settings(cloud: str, **changes: Any) -> dict[str, Any]:
    """The section of a cloud's stack file, changed; None takes a setting out."""
    section = {
        **yaml.safe_load(BY_CLOUD[cloud].read_text())["config"]["groundwork-bootstrap:state"],
        **changes,
    }
    return {key: value for key, value in section.items() if value is not None}


@cache
def made(cloud: str, *, protect: bool = True, preview: bool = False) -> Recording:
    """What the bootstrap registers for a cloud's stack file. Recorded once: do not change it."""
    place = parse({"state": settings(cloud, protect=protect)})
    project = read(BY_CLOUD[cloud]).project
    return deploy(lambda: create(place), NO_DEFAULT_PROVIDERS, stack=cloud, project=project, preview=preview)


def outputs(cloud: str) -> Any:
    """What it tells of itself."""
    (component,) = [one for one in made(cloud).resources if one.type.startswith("groundwork:bootstrap:")]
    return component.outputs


def policy(one: Recorded) -> list[dict[str, Any]]:
    """The statements of a policy that a resource has."""
    found: list[dict[str, Any]] = json.loads(one.inputs["policy"])["Statement"]
    return found
