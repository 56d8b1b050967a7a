"""What exists: created, found, referred to, updated, deleted."""

import pytest

from rehearsal.simulation.kinds import Call, Kind, Refused
from rehearsal.simulation.world import World

ROLE = Kind(
    create=lambda call: (call.id or str(call.inputs["name"]), {"arn": f"arn:x:role/{call.inputs['name']}"})
)
THING = Kind(create=lambda call: (call.id or f"thing-{call.token[:8]}", {"size": call.inputs.get("size", 1)}))
STICKY = Kind(
    create=THING.create, delete=lambda call: (_ for _ in ()).throw(Refused("Busy", f"{call.id} is busy"))
)


@pytest.fixture
def world() -> World:
    return World()


def call(world: World, type_: str, token: str = "ab" * 16, id_: str = "", **inputs: object) -> Call:
    return Call(type_, f"urn:pulumi:s::p::{type_}::{token}", token, inputs, {}, world, token, id_)


def test_what_was_created_is_found_with_its_inputs_and_outputs(world: World) -> None:
    id_, outputs = world.create(THING, call(world, "a:b:Thing", colour="red"))

    assert (id_, outputs) == ("thing-abababab", {"colour": "red", "size": 1})
    assert world.get("a:b:Thing", id_) is world.find("a:b:Thing", colour="red")
    assert world.find("a:b:Thing", colour="blue") is None
    assert [entity.id for entity in world] == [id_]


def test_an_update_replaces_what_was_known(world: World) -> None:
    id_, _ = world.create(THING, call(world, "a:b:Thing", friend="thing-00000000"))

    outputs = world.update(THING, call(world, "a:b:Thing", id_=id_, size=7))

    assert outputs == {"size": 7}
    assert len(world) == 1
    assert world.referrers("thing-00000000") == []


def test_an_object_of_an_earlier_run_can_be_updated(world: World) -> None:
    assert world.update(THING, call(world, "a:b:Thing", id_="thing-old", size=2)) == {"size": 2}
    assert world.get("a:b:Thing", "thing-old") is not None


def test_what_others_refer_to_by_id_cannot_be_deleted(world: World) -> None:
    id_, _ = world.create(THING, call(world, "a:b:Thing"))
    world.create(THING, call(world, "a:b:Other", token="cd" * 16, things=[id_]))

    with pytest.raises(
        Refused, match="DependencyViolation: a:b:Thing thing-abababab cannot be deleted: 1 still refer to it"
    ):
        world.delete(THING, call(world, "a:b:Thing", id_=id_))


def test_what_others_refer_to_by_arn_cannot_be_deleted(world: World) -> None:
    world.create(ROLE, call(world, "a:b:Role", name="deployer"))
    world.create(THING, call(world, "a:b:Other", owner="arn:x:role/deployer"))

    with pytest.raises(Refused, match="DependencyViolation"):
        world.delete(ROLE, call(world, "a:b:Role", id_="deployer"))


@pytest.mark.parametrize(("property_", "held"), [("roleName", True), ("clusterName", False)])
def test_a_bare_name_refers_only_where_the_property_says_what_it_names(
    world: World, property_: str, held: bool
) -> None:
    world.create(ROLE, call(world, "a:b:Role", name="main"))
    world.create(THING, call(world, "a:b:Other", **{property_: "main"}))
    entity = world.get("a:b:Role", "main")

    assert entity is not None
    assert bool(world.references(entity)) is held


def test_the_last_reference_gone_it_can_be_deleted(world: World) -> None:
    id_, _ = world.create(THING, call(world, "a:b:Thing"))
    other, _ = world.create(THING, call(world, "a:b:Other", token="cd" * 16, thing=id_))

    world.delete(THING, call(world, "a:b:Other", id_=other))
    world.delete(THING, call(world, "a:b:Thing", id_=id_))

    assert len(world) == 0


def test_a_kind_may_refuse_to_let_go(world: World) -> None:
    id_, _ = world.create(STICKY, call(world, "a:b:Thing"))

    with pytest.raises(Refused, match="Busy: thing-abababab is busy"):
        world.delete(STICKY, call(world, "a:b:Thing", id_=id_))
    assert len(world) == 1


def test_deleting_what_is_gone_is_no_error(world: World) -> None:
    world.delete(STICKY, call(world, "a:b:Thing", id_="thing-gone"))


def test_a_refused_create_leaves_nothing(world: World) -> None:
    def no(_: Call) -> tuple[str, dict[str, object]]:
        raise Refused("No", "no")

    with pytest.raises(Refused, match="No: no"):
        world.create(Kind(create=no), call(world, "a:b:Thing"))
    assert len(world) == 0


def test_what_was_there_before_is_found_once_it_is_read_and_is_not_counted(world: World) -> None:
    given = Kind(create=THING.create, there=lambda call: {"size": 3} if call.id == "theirs" else None)
    assert world.get("a:b:Thing", "theirs") is None

    found = world.read(given, call(world, "a:b:Thing", id_="theirs"))

    assert found is not None
    assert found.outputs == {"size": 3}
    assert world.get("a:b:Thing", "theirs") == found
    assert len(world) == 0
    assert world.read(given, call(world, "a:b:Thing", id_="nobodys")) is None


def test_what_was_there_before_is_listed_by_its_type_once_it_is_read(world: World) -> None:
    given = Kind(create=THING.create, there=lambda call: {"size": 3})
    assert world.given("a:b:Thing") == []

    found = world.read(given, call(world, "a:b:Thing", id_="theirs"))

    assert world.given("a:b:Thing") == [found]
    assert world.given("a:b:Thing", "elsewhere") == world.given("a:b:Other") == []


def test_what_the_program_made_is_read_as_it_is_now(world: World) -> None:
    id_, _ = world.create(THING, call(world, "a:b:Thing", size=2))

    found = world.read(THING, call(world, "a:b:Thing", id_=id_))

    assert found is not None
    assert found.outputs["size"] == 2
    assert world.read(THING, call(world, "a:b:Thing", id_="thing-0")) is None


def test_what_holds_a_text_is_found_among_its_type(world: World) -> None:
    mine, _ = world.create(THING, call(world, "a:b:Thing", "ab" * 16, account="one"))
    world.create(THING, call(world, "a:b:Thing", "cd" * 16, account="two"))
    world.create(THING, call(world, "a:b:Other", "ef" * 16, account="one"))

    assert [entity.id for entity in world.holding("one", "a:b:Thing", "")] == [mine]
    assert world.holding("nobody", "a:b:Thing", "") == []
