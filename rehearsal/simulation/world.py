"""What exists in a simulated service: every object that was created and not yet deleted, and who refers to whom."""

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rehearsal.simulation.kinds import Call, Kind, Properties, Refused

Key = tuple[str, str, str]
SPEAKS_FOR_ITSELF = re.compile(r"[:/]|-[0-9a-f]{8,}$")


@dataclass(frozen=True)
class Entity:
    """One live object. `scope` is where its id is unique, `outputs` are its inputs with the computed outputs on top."""

    scope: str
    type: str
    id: str
    urn: str
    inputs: Properties
    outputs: Properties
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Key:
        """What identifies the object in its world."""
        return (self.scope, self.type, self.id)

    @property
    def handles(self) -> tuple[str, ...]:
        """The texts by which others refer to it: its id, and its ARN when it has one."""
        arn = self.outputs.get("arn")
        return (self.id, arn) if isinstance(arn, str) and arn != self.id else (self.id,)


class World:
    """The live objects of one simulated service; safe to use from several threads.

    Create, update and delete go through here so that every harness keeps the same books. Cost: constant per object and
    per reference.
    """

    def __init__(self) -> None:
        self._entities: dict[tuple[str, str], dict[str, Entity]] = {}
        self._given: dict[Key, Entity] = {}
        self._referrers: dict[str, dict[Key, str]] = {}
        self._lock = threading.RLock()

    def create(self, kind: Kind, call: Call) -> tuple[str, Properties]:
        """Make the object: its id and its outputs, inputs included. Raises `Refused` when the service would."""
        with self._lock:
            id_, computed = kind.create(call)
            return id_, self._keep(kind, call, id_, computed)

    def update(self, kind: Kind, call: Call) -> Properties:
        """Change the object `call.id`: its new outputs. An object unknown to this world is taken in as it is."""
        with self._lock:
            _, computed = kind.create(call)
            self._forget((kind.scope(call.provider), call.type, call.id))
            return self._keep(kind, call, call.id, computed)

    def delete(self, kind: Kind, call: Call) -> None:
        """Remove the object `call.id`. Raises `Refused` when it is still in use; an object already gone is no error."""
        with self._lock:
            entity = self.get(call.type, call.id, kind.scope(call.provider))
            if entity is None:
                return
            kind.delete(replace(call, inputs=entity.inputs, olds=entity.outputs))
            users = self.references(entity)
            if users:
                names = ", ".join(sorted(user.urn.rsplit("::", 1)[-1] for user in users)[:5])
                raise Refused(
                    "DependencyViolation",
                    f"{call.type} {call.id} cannot be deleted: {len(users)} still refer to it ({names})",
                )
            self._forget(entity.key)

    def read(self, kind: Kind, call: Call) -> Entity | None:
        """The object `call.id`, which the program made or which was there before it; None when there is none."""
        with self._lock:
            scope = kind.scope(call.provider)
            if (found := self.get(call.type, call.id, scope)) is None and (outputs := kind.there(call)):
                found = Entity(scope, call.type, call.id, call.urn, outputs, outputs)
                self._given[found.key] = found
            return found

    def get(self, type_: str, id_: str, scope: str = "") -> Entity | None:
        """The object with that type and id, None when there is none. One that was there before counts once it was read."""
        made = self._entities.get((scope, type_), {}).get(id_)
        return made or self._given.get((scope, type_, id_))

    def given(self, type_: str, scope: str = "") -> list[Entity]:
        """The objects of a type that were there before the program, as far as it has read them."""
        return [one for one in self._given.values() if one.type == type_ and one.scope == scope]

    def anywhere(self, type_: str, id_: str) -> bool:
        """Whether there is an object with that type and id in any scope."""
        return any(id_ in group for (_, kind), group in self._entities.items() if kind == type_)

    def of(self, type_: str, scope: str = "") -> list[Entity]:
        """Every live object of a type in a scope, in order of creation."""
        return list(self._entities.get((scope, type_), {}).values())

    def holding(self, text: str, type_: str, scope: str) -> list[Entity]:
        """The live objects of a type that hold this text among their references."""
        keys = [key for key in self._referrers.get(text, {}) if key[:2] == (scope, type_)]
        return [self._entities[scope, type_][id_] for *_, id_ in keys]

    def find(self, type_: str, scope: str = "", **outputs: object) -> Entity | None:
        """The first object of a type whose outputs have these values: `find("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")`."""
        wanted = outputs.items()
        return next((e for e in self.of(type_, scope) if all(e.outputs.get(k) == v for k, v in wanted)), None)

    def referrers(self, text: str, scope: str = "") -> list[Entity]:
        """Every live object of a scope that holds this text among its references."""
        return [e for e, _ in self._holders(text) if e.scope == scope]

    def references(self, entity: Entity) -> list[Entity]:
        """The other live objects that refer to this one.

        An id that is a bare word (a role's or a cluster's name) counts only in a property that says what it names:
        `clusterName` refers to a cluster, a subnet's `name` does not. A handle that the entity itself refers to is not its
        own: a bucket's settings have the bucket's name for an id.
        """
        noun = entity.type.rsplit(":", 1)[-1].lower().removesuffix("v2")
        found: dict[Key, Entity] = {}
        borrowed = {text for _, text in entity.refers}
        for handle in set(entity.handles) - borrowed:
            plain = bool(SPEAKS_FOR_ITSELF.search(handle))
            for other, path in self._holders(handle):
                if (
                    other.scope == entity.scope
                    and other.key != entity.key
                    and (plain or noun in path.lower())
                ):
                    found[other.key] = other
        return list(found.values())

    def __len__(self) -> int:
        return sum(len(group) for group in self._entities.values())

    def __iter__(self) -> Iterator[Entity]:
        """Every live object, grouped by scope and type in order of first creation."""
        return iter([entity for group in self._entities.values() for entity in group.values()])

    def _holders(self, text: str) -> Iterator[tuple[Entity, str]]:
        for (scope, type_, id_), path in self._referrers.get(text, {}).items():
            yield self._entities[scope, type_][id_], path

    def _keep(self, kind: Kind, call: Call, id_: str, computed: Properties) -> Properties:
        outputs: Mapping[str, object] = {**call.inputs, **computed}
        scope = kind.scope(call.provider)
        entity = Entity(scope, call.type, id_, call.urn, call.inputs, outputs, tuple(kind.refers(call)))
        self._entities.setdefault((scope, call.type), {})[id_] = entity
        for path, text in entity.refers:
            self._referrers.setdefault(text, {})[entity.key] = path
        return outputs

    def _forget(self, key: Key) -> None:
        entity = self._entities.get(key[:2], {}).pop(key[2], None)
        for text in {text for _, text in entity.refers} if entity else ():
            holders = self._referrers[text]
            holders.pop(key, None)
            if not holders:
                del self._referrers[text]
