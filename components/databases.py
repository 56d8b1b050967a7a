"""Managed databases as a cluster makes them beside itself: how one is asked for, and what is known of it then.

Handles like those of components/grants.py, and beneath components/contracts.py for the same reason.
"""

from dataclasses import dataclass
from typing import Protocol

import pulumi

from settings.data.databases import Database

PORT = 5432


@dataclass(frozen=True)
class Login:
    """As whom a database is entered. password: a secret. database: the one in the server that applications use."""

    user: str
    password: pulumi.Output[str]
    database: str

    def connection_string(self, host: pulumi.Input[str]) -> pulumi.Output[str]:
        """What a client needs, as one secret. The password has letters and digits alone, which need no escape in a URL.

        sslmode=require: encrypted, without a look at the certificate, for which a client needs the cloud's own authority.
        """
        return pulumi.Output.secret(
            pulumi.Output.concat(
                f"postgresql://{self.user}:",
                self.password,
                "@",
                host,
                f":{PORT}/{self.database}?sslmode=require",
            )
        )


@dataclass(frozen=True)
class DatabaseHandle:
    """A PostgreSQL that exists. host: a name or an address in the cluster's network. source: what a replica names it by.
    written: the secret with its connection string, after which whoever reads it may start."""

    host: pulumi.Output[str]
    source: pulumi.Output[str]
    written: pulumi.Resource


class DatabaseFactory(Protocol):
    """Makes databases in a cluster's own network and region. What is made is called after the cluster and the database, whether
    it follows or is written to: so a replica that is promoted stays what it is when it becomes the database's first.

    name: the database's. secret: the whole name, in the cluster's secret store, of the secret with the connection string.
    """

    def primary(self, name: str, settings: Database, secret: str, login: Login) -> DatabaseHandle:
        """Make a database that is written to; or promote what was a replica, where `settings.promoted` names the cluster."""

    def replica(
        self, name: str, settings: Database, secret: str, login: Login, of: DatabaseHandle
    ) -> DatabaseHandle:
        """Make one that follows another region's."""
