"""The life of a managed database over two regions on the real engine, as docs/data.md tells it: followed, promoted, given up.

And on the way: who looks into the state, or at what the engine says, finds no password; and what is protected stays.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation.errors import CommandError

from components.cluster import create_clusters
from components.data import create_data
from rehearsal.engine import Engine
from rehearsal.journal import Journal, Step
from rehearsal.session import Session, session
from rehearsal.stackfile import StackFile
from tests.components.cluster.pairs import ELSEWHERE, FIRST
from tests.settings.stack import stack as settings_of

pytestmark = pytest.mark.engine

FOLLOWED = {
    "cluster": "main",
    "secret": "shop-url",
    "replica": "other",
    "replica_secret": "shop-other-url",
}
PROMOTED = {**FOLLOWED, "promoted": ["other"]}
FIRST_NOW = {"cluster": "other", "secret": "shop-other-url", "promoted": ["other"]}
INSTANCES = re.compile(r"rds/instance:|sql/databaseInstance:|dbforpostgresql:Server$")


@dataclass
class Shop:
    """Two clusters in two regions, and a database."""

    cloud: str
    database: dict[str, Any]
    protect: bool = True

    def __call__(self) -> None:
        first = {**FIRST[self.cloud], "protect": self.protect}
        settings = settings_of(
            {"secrets": {"prefix": "staging-"}, "monitoring": False},
            application={"clusters": ["main"]},
            clusters={"main": first, "other": {**first, **ELSEWHERE[self.cloud]}},
            data={"databases": {"shop": self.database}},
        )
        create_data(settings, create_clusters(settings))


@dataclass
class Life:
    """What is done with it, and all that was said meanwhile."""

    live: Session
    shop: Shop
    said: list[str] = field(default_factory=list)

    def up(self, database: dict[str, Any] | None = None, *, protect: bool = True) -> list[Step]:
        """The stack file says so, and `pulumi up`. What it changed. Raises CommandError."""
        self.shop.protect = protect
        self.shop.database = database or self.shop.database
        journal, up = Journal(), self.live.stack.up
        watched: Callable[..., Any] = up
        watched(on_event=journal.record, on_output=self.said.append, on_error=self.said.append)
        journal.finish()
        return journal.changes

    def destroy(self) -> None:
        self.live.stack.destroy(on_output=self.said.append, on_error=self.said.append)

    @property
    def password(self) -> str:
        """As somebody with the stack's own key may read it."""
        state = json.loads(self.live.command("stack", "export", "--show-secrets"))
        (made,) = [r for r in state["deployment"]["resources"] if r["type"].endswith(":RandomPassword")]
        return str(json.loads(made["outputs"]["result"]["plaintext"]))

    @property
    def seen(self) -> str:
        """What anybody may look at: the folder of states, what the engine has said, the outputs, the log of the providers."""
        states = [one.read_text() for one in (self.live.folder / "state").rglob("*") if one.is_file()]
        assert any("databases-shop" in text for text in states), "it is the state that is read"
        outputs = self.live.command("stack", "output", "--json")
        return "\n".join([*states, *self.said, outputs, self.live.log.read_text()])


@pytest.fixture(params=FIRST)
def life(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Life]:
    shop = Shop(request.param, FOLLOWED)
    with session(StackFile("test", "groundwork", Path("Pulumi.test.yaml"), {}), engine, shop) as live:
        yield Life(live, shop)


def test_a_database_is_made_promoted_given_up_and_destroyed_and_nobody_sees_its_password(life: Life) -> None:
    life.up()
    assert life.up() == [], "a second up finds nothing to do"
    password = life.password
    assert len(password) == 32
    assert password not in life.seen

    promoted = life.up(PROMOTED)
    assert not [step for step in promoted if step.operation not in {"update", "create"}]
    assert [step.name for step in promoted if INSTANCES.search(step.type)] == ["other-database-shop"]

    life.shop.database = FIRST_NOW
    with pytest.raises(CommandError, match="main-database-shop"):
        life.live.stack.preview(on_output=life.said.append)  # with which `pulumi up` begins
    life.up(PROMOTED, protect=False)
    given_up = life.up(FIRST_NOW, protect=False)
    gone = {step.name for step in given_up if step.operation == "delete"}
    assert "main-database-shop" in gone
    assert all(name.startswith("main-") for name in gone)
    kept = [step.operation for step in given_up if step.name.startswith("other-")]
    assert set(kept) <= {"update", "create"}, "the promoted one is the same server still"

    assert life.password == password
    assert password not in life.seen
    life.destroy()
    assert life.live.remaining() == []


def test_a_destroy_of_what_is_protected_is_refused(life: Life) -> None:
    life.up()
    before = {one.urn for one in life.live.remaining()}

    with pytest.raises(CommandError, match=r"(?s)main-database-shop.*protect"):
        life.live.command("destroy", "--preview-only", "--non-interactive")  # with which it begins

    assert {one.urn for one in life.live.remaining()} == before
