"""What a workload keeps: volumes of its own, buckets, and the dumps of its database, with the proof that they can be read."""

from typing import Annotated

from pydantic import Field

from settings.types import AbsolutePath, Cron, DnsLabel, EnvName, Image, Model
from settings.workload.containers import Bytes


class Claim(Model):
    """A volume for each replica of a stateful workload, on the cluster's own storage class unless it names one. It outlives the
    workload, and goes with the namespace: which a cluster with `protect` keeps."""

    path: AbsolutePath
    size: Bytes
    storage_class: str | None = Field(default=None, min_length=1)


class Bucket(Model):
    """Object storage of the workload's own. env: the variable that names it; expire_days: when objects are deleted."""

    env: EnvName | None = None
    expire_days: int | None = Field(default=None, ge=1, le=3650)


class RestoreDrill(Model):
    """A scheduled proof of the backup: the newest dump is fetched from the bucket and restored into a database that lives no
    longer than the drill. query: SQL on what was restored, whose first value must not be 0 nor empty, and stands in the drill's
    log; max_age_hours: how old the newest dump may be. schedule: in UTC."""

    schedule: Cron = "0 5 * * 0"
    query: Annotated[str, Field(min_length=1)] = (
        "select count(*) from pg_catalog.pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    )
    max_age_hours: int = Field(default=26, ge=1, le=8760)


class PostgresBackup(Model):
    """A scheduled pg_dump into a bucket. url: the secret variable with the connection string; schedule: in UTC; scratch: room
    for the dump, and for the database that a drill restores it into."""

    url: EnvName
    bucket: DnsLabel
    schedule: Cron = "0 2 * * *"
    image: Image = "postgres:16"
    scratch: Bytes = "20Gi"
    drill: RestoreDrill | None = RestoreDrill()
