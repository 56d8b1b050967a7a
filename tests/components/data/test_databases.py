"""The databases of a stack: each by its own cluster, its replica by another, and who waits for them."""

from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.data.databases import create_databases
from components.databases import DatabaseHandle, Login
from settings.data.databases import Database
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.recorded import deploy

SHOP = Database.model_validate(
    {"cluster": "here", "secret": "shop/url", "replica": "there", "replica_secret": "shop/read-url"}
)
DATABASES = {"shop": SHOP, "bills": Database.model_validate({"cluster": "here", "secret": "bills/url"})}


@dataclass
class Factory:
    """Notes what is asked of it."""

    cluster: str
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def primary(self, name: str, settings: Database, secret: str, login: Login) -> DatabaseHandle:
        self.asked.append(("primary", name, secret, login.user))
        return self._handle(name)

    def replica(
        self, name: str, settings: Database, secret: str, login: Login, of: DatabaseHandle
    ) -> DatabaseHandle:
        self.asked.append(("replica", name, secret, login.user, of.written._name))
        return self._handle(name)

    def _handle(self, name: str) -> DatabaseHandle:
        host = pulumi.Output.from_input(f"{name}.{self.cluster}.example.com")
        written = pulumi.ComponentResource("groundwork:test:Written", f"{self.cluster}-{name}")
        return DatabaseHandle(host, host, written)


def asked(*databases: str, **changes: Any) -> tuple[Any, Factory, Factory]:
    """What is known of databases that are made beside two clusters, and what is asked of each."""
    here, there = Factory("here"), Factory("there")
    wanted = {name: DATABASES[name].model_copy(update=changes) for name in databases}

    def build() -> None:
        clusters = {"here": cluster("here", here), "there": cluster("there", there)}
        made = create_databases(wanted, clusters, "staging/")
        written = {
            name: {key: one._name for key, one in found.items()} for name, found in made.written.items()
        }
        Seen({"hosts": made.hosts, "written": written})

    return deploy(build, NO_DEFAULT_PROVIDERS).one(Seen.TYPE).outputs, here, there


def cluster(name: str, factory: Factory | None) -> Cluster:
    nothing: Any = None
    return Cluster(name, nothing, nothing, nothing, nothing, {}, database=factory)


def test_a_primary_is_made_by_its_cluster_and_its_replica_by_the_other_one() -> None:
    seen, here, there = asked("shop", "bills")

    assert here.asked == [
        ("primary", "shop", "staging/shop/url", "application"),
        ("primary", "bills", "staging/bills/url", "application"),
    ]
    assert there.asked == [("replica", "shop", "staging/shop/read-url", "application", "here-shop")]
    assert seen["written"] == {
        "here": {"shop/url": "here-shop", "bills/url": "here-bills"},
        "there": {"shop/read-url": "there-shop"},
    }
    assert seen["hosts"] == {
        "shop": {"here": "shop.here.example.com", "there": "shop.there.example.com"},
        "bills": {"here": "bills.here.example.com"},
    }


def test_a_replica_that_is_promoted_is_made_like_a_primary() -> None:
    _, here, there = asked("shop", promoted=("there",))

    assert [one[0] for one in here.asked] == ["primary"]
    assert there.asked == [("primary", "shop", "staging/shop/read-url", "application")]


def test_a_cluster_that_makes_none_is_named() -> None:
    with pytest.raises(LookupError, match="the cluster here makes no databases"):
        deploy(lambda: create_databases({"bills": DATABASES["bills"]}, {"here": cluster("here", None)}, ""))
