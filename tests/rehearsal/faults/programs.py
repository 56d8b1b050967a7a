"""A program of a few objects in one cluster, and the objects that it is made of."""

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Any

import pulumi

Inputs = dict[str, Any]


@dataclass
class Thing:
    """One resource: its logical name, its type without the package, its inputs, the names of those that come first,
    what its inputs wait for before they are known, and whether it is protected."""

    name: str
    type: str
    inputs: Inputs
    after: tuple[str, ...] = ()
    once: threading.Event | None = None
    protect: bool = False


@dataclass
class Things:
    """The program: its resources are `all`, in the order in which they are registered."""

    all: list[Thing] = field(default_factory=list)

    def __call__(self) -> None:
        cluster = pulumi.ProviderResource(
            "kubernetes", "one", {"kubeconfig": "{}", "clusterIdentifier": "one"}
        )
        made: dict[str, pulumi.Resource] = {}
        for thing in self.all:
            options = pulumi.ResourceOptions(
                provider=cluster, depends_on=[made[name] for name in thing.after], protect=thing.protect
            )
            inputs = thing.inputs
            if thing.once:
                inputs = {
                    key: pulumi.Output.from_input(_known(value, thing.once)) for key, value in inputs.items()
                }
            made[thing.name] = pulumi.CustomResource(f"kubernetes:{thing.type}", thing.name, inputs, options)


async def _known(value: Any, once: threading.Event) -> Any:
    await asyncio.to_thread(once.wait, 300)
    return value


NAMESPACE = Thing("shop", "core/v1:Namespace", {"metadata": {"name": "shop", "labels": {"team": "shop"}}})


def config_map(name: str, *after: str, **data: str) -> Thing:
    """A ConfigMap in the namespace, which holds one line of text if nothing else."""
    inputs = {"metadata": {"name": name, "namespace": "shop"}, "data": data or {"colour": "blue"}}
    return Thing(name, "core/v1:ConfigMap", inputs, ("shop", *after))


def deployment(name: str, *after: str, **annotations: str) -> Thing:
    """A Deployment of one pod."""
    labels = {"app": name}
    container = {
        "name": "web",
        "image": "registry.example.com/web:1",
        "resources": {"requests": {"cpu": "100m"}},
    }
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"replicas": 1, "selector": {"matchLabels": labels}, "template": template}
    metadata = {"name": name, "namespace": "shop", "annotations": annotations}
    return Thing(name, "apps/v1:Deployment", {"metadata": metadata, "spec": spec}, ("shop", *after))


def definition(*after: str) -> Thing:
    """The definition of a custom resource, a Boat with a colour."""
    schema = {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"colour": {"type": "string"}}}},
    }
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"kind": "Boat", "plural": "boats"}
    spec = {"group": "example.com", "scope": "Namespaced", "versions": [version], "names": names}
    kind = "apiextensions.k8s.io/v1:CustomResourceDefinition"
    return Thing("boats", kind, {"metadata": {"name": "boats.example.com"}, "spec": spec}, after)


def boat(name: str, *after: str, **more: Any) -> Thing:
    """A Boat in the namespace; `more` is metadata."""
    inputs = {
        "apiVersion": "example.com/v1",
        "kind": "Boat",
        "metadata": {"name": name, "namespace": "shop", **more},
        "spec": {"colour": "blue"},
    }
    return Thing(name, "example.com/v1:Boat", inputs, ("shop", "boats", *after))


AT_ONCE = {"pulumi.com/deletionPropagationPolicy": "background"}
"""For a custom resource: that of the foreground is done by the garbage collector, who learns of a new kind after up to 30 s."""
