"""A managed PostgreSQL: RDS, Cloud SQL or Azure's Flexible Server, as the cluster beside it is."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from settings.types import NAMES_SECRET, DnsLabel, Model, SecretKey, matching

GROWTH = 4
"""How many times as large as at first the storage may become by itself."""
Version = Literal["15", "16", "17"]
DatabaseName = Annotated[
    str,
    AfterValidator(
        matching(
            r"(?=.{1,24}\Z)[a-z](-?[a-z0-9])*",
            "a database's name: at most 24 lower-case letters, digits and single hyphens, a letter first",
        )
    ),
]


def _text(value: object) -> object:
    """YAML reads 16 as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Database(Model):
    """A PostgreSQL in the private network of a cluster, over its zones, encrypted, with point-in-time recovery.

    cluster: beside which the primary is. secret: under which name its connection string is put into the secret store, for
    applications to read like any other secret; its password is nowhere else. version: PostgreSQL's major. size: small is 2
    vCPU with 8 GiB, medium 4 with 16, large 8 with 32. storage_gib: at first; it grows by itself up to four times of it, on
    Azure without a bound. backup_days: how far back it can be restored: to any moment, on Google Cloud to any moment of the last
    seven days and to one of each day before. replica: the cluster, of the same cloud in another region, beside which a replica is
    kept. replica_secret: under which name its connection string is put into that region's store. promoted: the clusters whose
    database began as a replica and stands by itself since, for the region of the other one was lost; there is no way back, so
    each stays named for as long as that database is there.
    """

    cluster: DnsLabel
    secret: Annotated[SecretKey, NAMES_SECRET]
    version: Annotated[Version, BeforeValidator(_text)] = "16"
    size: Literal["small", "medium", "large"] = "small"
    storage_gib: int = Field(default=50, ge=20, le=16384)
    backup_days: int = Field(default=14, ge=7, le=35)
    replica: DnsLabel | None = None
    replica_secret: Annotated[SecretKey, NAMES_SECRET] | None = None
    promoted: tuple[DnsLabel, ...] = ()
