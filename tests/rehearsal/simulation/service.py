"""A simulated service to try things on: create, update and delete objects, and read why it refuses."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, failures
from rehearsal.simulation.world import World


class Service:
    """One world and one provider instance; `create` answers the outputs with the id added as `id`."""

    def __init__(
        self, lookup: Callable[[str], Kind], provider: Mapping[str, Any], world: World | None = None
    ) -> None:
        self.lookup = lookup
        self.provider = provider
        self.world = world or World()
        self.calls: dict[str, Call] = {}

    def call(self, type_: str, inputs: Properties, **more: Any) -> Call:
        name = f"object-{len(self.calls)}"
        token = hashlib.sha256(name.encode()).hexdigest()
        return Call(
            type_, f"urn:pulumi:s::p::{type_}::{name}", name, inputs, self.provider, self.world, token, **more
        )

    def create(self, type_: str, /, **inputs: Any) -> dict[str, Any]:
        kind, call = self.lookup(type_), self.call(type_, inputs)
        wrong = failures(kind, inputs)
        if wrong:
            raise Refused("InvalidInputs", f"{wrong[0].property}: {wrong[0].reason}")
        id_, outputs = self.world.create(kind, call)
        self.calls[id_] = call
        return {**outputs, "id": id_}

    def update(self, type_: str, made: Mapping[str, Any], /, **inputs: Any) -> dict[str, Any]:
        before = self.calls[made["id"]]
        call = Call(
            type_, before.urn, before.name, inputs, self.provider, self.world, before.token, made["id"], made
        )
        return {**self.world.update(self.lookup(type_), call), "id": made["id"]}

    def delete(self, type_: str, made: Mapping[str, Any]) -> None:
        before = self.calls[made["id"]]
        call = Call(
            type_,
            before.urn,
            before.name,
            before.inputs,
            self.provider,
            self.world,
            before.token,
            made["id"],
            made,
        )
        self.world.delete(self.lookup(type_), call)

    def wrong(self, type_: str, /, **inputs: Any) -> list[Failure]:
        return failures(self.lookup(type_), inputs)

    def refusal(self, type_: str, /, **inputs: Any) -> str:
        """Why the service refuses to create this; a test that expects a refusal fails when there is none."""
        try:
            self.create(type_, **inputs)
        except Refused as refused:
            return str(refused)
        raise AssertionError(f"{type_} was created with {inputs}")
