"""The managed databases of a stack: each beside its cluster, and its replica beside another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components.contracts import Cluster
from components.data.logins import Logins
from components.databases import DatabaseFactory, DatabaseHandle
from settings.data.databases import Database


@dataclass(frozen=True)
class Databases:
    """written: cluster -> name in its secret store -> the secret's value. hosts: database -> cluster -> where it answers."""

    written: dict[str, dict[str, pulumi.Resource]] = field(default_factory=dict)
    hosts: dict[str, dict[str, pulumi.Output[str]]] = field(default_factory=dict)

    def note(self, name: str, cluster: str, secret: str, made: DatabaseHandle) -> None:
        """A database that was made beside a cluster. secret: its name without the stack's prefix."""
        self.written.setdefault(cluster, {})[secret] = made.written
        self.hosts.setdefault(name, {})[cluster] = made.host


def create_databases(
    databases: Mapping[str, Database], clusters: Mapping[str, Cluster], prefix: str
) -> Databases:
    """Make them. prefix: what the names of the stack's secrets begin with, as the platform's secret store has it.

    A replica is made by the factory of its own cluster, so that nothing in it is the primary's region's but what it follows, and
    nothing at all once it is promoted. The login is the database's and no region's.
    """
    found, logins = Databases(), Logins()
    for name, settings in databases.items():
        login = logins(name)
        primary = _factory(clusters, settings.cluster).primary(
            name, settings, f"{prefix}{settings.secret}", login
        )
        found.note(name, settings.cluster, settings.secret, primary)
        if settings.replica and settings.replica_secret:
            factory, secret = _factory(clusters, settings.replica), f"{prefix}{settings.replica_secret}"
            other = (
                factory.primary(name, settings, secret, login)
                if settings.replica in settings.promoted
                else factory.replica(name, settings, secret, login, primary)
            )
            found.note(name, settings.replica, settings.replica_secret, other)
    return found


def _factory(clusters: Mapping[str, Cluster], name: str) -> DatabaseFactory:
    """Raises LookupError where nobody makes databases, which settings/data/agreement.py has refused by then."""
    factory = clusters[name].database
    if factory is None:
        raise LookupError(f"the cluster {name} makes no databases")
    return factory
