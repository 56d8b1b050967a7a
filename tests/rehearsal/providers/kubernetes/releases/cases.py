"""Requests about releases, charts written as files, and clusters to install into, for tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.resource import Request
from rehearsal.simulation.kubernetes.cluster import RELEASE

ME = "tests"
NOBODY = cast("Client", object())
"""The client of what asks no API server."""
CHART = 'apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: "4.5"\n'
OWNED = '{{ .Values.name | default "shop" }}'


@dataclass
class Told:
    """What a handler has said and warned of."""

    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


def asked(inputs: Mapping[str, Any], told: Told | None = None, **more: Any) -> Request:
    """A question about a release; `id`, `olds`, `outputs`, `preview` and `provider` may be given."""
    heard = told or Told()
    fields: dict[str, Any] = {"provider": {}, **more}
    name = str(inputs.get("name", "release"))
    return Request(
        RELEASE, f"urn:{name}", name, inputs, say=heard.said.append, warn=heard.warned.append, **fields
    )  # fmt: skip


def inputs_of(
    chart: Path | str, namespace: str, values: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """The inputs of a release called `shop`."""
    given = {
        "name": "shop",
        "namespace": namespace,
        "chart": str(chart),
        "values": dict(values or {}),
        "timeout": 20,
    }
    return {**given, **more}


def namespace(client: Client, name: str, level: str = "") -> str:
    """A namespace of the test's own."""
    labels = {"pod-security.kubernetes.io/enforce": level} if level else {}
    client.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}, ME)
    return name


def node(client: Client, name: str) -> None:
    """A node that takes pods of releases, ready as KWOK makes it; one that is there already is no error."""
    capacity = {"cpu": "64", "memory": "256Gi", "pods": "250"}
    labels = {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": "zone-a",
    }
    client.apply({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}}, ME)
    status = {"status": {"capacity": capacity, "allocatable": capacity}}
    client.patch(Ref("v1", "Node", name), status, ME, subresource="status")


def chart(folder: Path, schema: str = "", **templates: str) -> Path:
    """A chart as a folder: each template's name (an underscore for a dash) and text; crds: one for its crds/ folder."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text(CHART)
    if schema:
        (folder / "values.schema.json").write_text(schema)
    for name, text in templates.items():
        home = "crds" if name == "crds" else "templates"
        (folder / home).mkdir(exist_ok=True)
        (folder / home / f"{name.replace('_', '-')}.yaml").write_text(text)
    return folder


def config_map(name: str, annotations: str = "{}", key: str = "value") -> str:
    """A template of a ConfigMap."""
    head = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, annotations: {annotations}}}\n"
    return f'{head}data: {{key: "{{{{ .Values.{key} | default "none" }}}}"}}\n'


def exists(client: Client, api_version: str, kind: str, name: str, home: str = "") -> bool:
    """Whether there is such an object now."""
    return client.find(Ref(api_version, kind, name, home)) is not None
