"""Whether what an application promises for the day of a disaster is what its backups and its clusters can keep.

A schedule promises its longest gap: what was written just after one backup is lost just before the next. What the clouds say of
their own databases: RDS sends the log to S3 every five minutes ("Restoring to a specified time"), Cloud SQL every five minutes or
less ("Use point-in-time recovery"), Azure within five minutes ("Backup and restore in Azure Database for PostgreSQL").
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from settings import gaps
from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.data import DataSettings
from settings.platform import PlatformSettings
from settings.platform.backup import LOCATION
from settings.recovery import Recovery
from settings.workload import WorkloadSpec

POINT_IN_TIME_HOURS = 5 / 60


@dataclass(frozen=True)
class Protection:
    """What brings data of a workload back. of: whose data; by: what does it, with its schedule. hours: of writes that are lost at
    most. otherwise: what would lose less."""

    of: str
    by: str
    hours: float
    otherwise: str


def hidden(clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """A cluster whose backups would arrive under the name that a cluster has for its own."""
    if LOCATION in clusters and clusters[LOCATION].copies_to:
        yield (
            f"clusters.{LOCATION}.copies_to: expected another name for a cluster that is copied, such as its region's: Velero "
            f"shows its backups elsewhere under its name, and {LOCATION!r} is where each cluster keeps its own"
        )


def unkept(
    platform: PlatformSettings,
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
    data: DataSettings,
) -> Iterator[str]:
    """Data whose backups are further apart than the writes that may be lost."""
    for path, recovery, application in _promises(applications):
        allowed = told(recovery.rpo_hours)
        for cluster in application.clusters:
            if cluster not in clusters:
                continue  # told already
            for one in protections(platform, application, clusters[cluster], data):
                if one.hours > recovery.rpo_hours:
                    better = one.otherwise.format(every=_every(recovery.rpo_hours))
                    yield (
                        f"{path}.rpo_hours: expected {one.of} on clusters.{cluster} to come back with {allowed} lost at most, "
                        f"got {one.by}, which cannot: it may lose {_lost(one.hours)}; {f'{better}, or ' if better else ''}"
                        "promise what is kept"
                    )


def _promises(
    applications: Mapping[str, ApplicationSettings],
) -> Iterator[tuple[str, Recovery, ApplicationSettings]]:
    """The applications that promise something, with where they say it."""
    for name, application in applications.items():
        if application.recovery:
            yield f"applications.{name}.recovery", application.recovery, application


def protections(
    platform: PlatformSettings,
    application: ApplicationSettings,
    cluster: AnyCluster,
    data: DataSettings,
) -> Iterator[Protection]:
    """What brings back each piece of an application's data on one of its clusters."""
    with suppress(ValidationError):  # told already
        specs = application.workloads()
        dumped = [_dumped(spec, data) for spec in specs if spec.backup]
        yield from dumped
        read = {database for spec in specs for database in _managed(spec, data)}
        for database in sorted(read):
            what = f"what is in data.databases.{database}"
            if what not in {one.of for one in dumped}:
                yield Protection(what, _RECOVERED, POINT_IN_TIME_HOURS, _NOTHING_BETTER)
        for spec in specs:
            if spec.claims:
                snapshots = _snapshots(spec, platform, cluster)
                # What the volumes of an application hold is often the database that another of its workloads dumps.
                yield min([snapshots, *(_in_volumes(one, spec) for one in dumped)], key=lambda one: one.hours)


def unproven(
    applications: Mapping[str, ApplicationSettings],
    clusters: Mapping[str, AnyCluster],
    data: DataSettings,
) -> Iterator[str]:
    """Promises that nothing here contradicts, and that nobody has tried or that a lost region breaks."""
    for path, recovery, application in _promises(applications):
        hours, placed = told(recovery.rto_hours), application.clusters
        if len(placed) == 1 and not clusters[placed[0]].copies_to:
            yield (
                f"{path}: there is no other region to be back in within {hours}, for clusters.{placed[0]} is its only one and "
                f"keeps no copies elsewhere; place it on a second one, or name clusters.{placed[0]}.copies_to"
            )
        databases: set[str] = set()
        for cluster in placed:
            specs = application.at(cluster).workloads()
            databases |= {database for spec in specs for database in _managed(spec, data)}
            alone = len(placed) > 1 and not clusters[cluster].copies_to
            if alone and (kept := [spec.name for spec in specs if spec.backup or spec.claims]):
                yield (
                    f"{path}: what {', '.join(kept)} keeps on clusters.{cluster} is lost with its region, expected copies in "
                    f"another one; name clusters.{cluster}.copies_to"
                )
            for spec in specs:
                if spec.backup and not spec.backup.drill:
                    yield (
                        f"{path}: nobody knows whether the dumps of {spec.name} can be restored within {hours}, for they have no "
                        "drill"
                    )
        for database in sorted(databases):
            if data.databases[database].replica is None:
                yield (
                    f"{path}: data.databases.{database} is lost with its region, expected a replica in another one; name "
                    f"data.databases.{database}.replica"
                )


_RECOVERED = "point-in-time recovery"
_NOTHING_BETTER = ""


def _dumped(spec: WorkloadSpec, data: DataSettings) -> Protection:
    assert spec.backup  # asked by the caller
    if database := _database(spec.secrets.get(spec.backup.url, ""), data):
        of = f"what is in data.databases.{database}"
        return Protection(of, _RECOVERED, POINT_IN_TIME_HOURS, _NOTHING_BETTER)
    return Protection(
        f"the database that {spec.name} dumps",
        f"a dump by the schedule {spec.backup.schedule!r}",
        gaps.longest(spec.backup.schedule),
        "let it read a managed one (data.databases), recovered to within five minutes, or have a dump {every}",
    )


def _in_volumes(dump: Protection, spec: WorkloadSpec) -> Protection:
    return Protection(f"the volumes of {spec.name}", dump.by, dump.hours, dump.otherwise)


def _snapshots(spec: WorkloadSpec, platform: PlatformSettings, cluster: AnyCluster) -> Protection:
    """Velero's, of a workload's volumes."""
    backup, of = platform.backup, f"the volumes of {spec.name}"
    if not backup.installed or not backup.snapshots or "bucket" in cluster.lacks:
        better = "keep its data in a managed database (data.databases), or have platform.backup take snapshots {every}"
        return Protection(of, "nothing", float("inf"), better)
    return Protection(
        of,
        f"a snapshot by platform.backup.schedule {backup.schedule!r}",
        gaps.longest(backup.schedule),
        "keep its data in a managed database (data.databases), or back up {every}",
    )


def _managed(spec: WorkloadSpec, data: DataSettings) -> list[str]:
    """The stack's own databases that a workload reads its way into."""
    return [found for key in spec.secrets.values() if (found := _database(key, data))]


def _database(key: str, data: DataSettings) -> str:
    """The database whose connection string, or whose replica's, is under that name; a field of a secret is the secret's."""
    for name, database in data.databases.items():
        names = {of.partition("#")[0] for of in (database.secret, database.replica_secret) if of}
        if key.partition("#")[0] in names:
            return name
    return ""


def told(hours: float) -> str:
    """Hours in words: minutes below one."""
    number, unit = (hours, "hour") if hours >= 1 else (hours * 60, "minute")
    return f"{number:.4g} {unit}{'' if number == 1 else 's'}"


def _lost(hours: float) -> str:
    return "all of it" if hours == float("inf") else told(hours)


def _every(hours: float) -> str:
    """A distance that fits, as a schedule is said."""
    if hours >= 24:
        return "every day"
    if hours >= 1:
        fitting = max(step for step in (1, 2, 3, 4, 6, 8, 12) if step <= hours)
        hour = "*" if fitting == 1 else f"*/{fitting}"
        return f"every {told(fitting).removeprefix('1 ')} ('0 {hour} * * *')"
    return f"every {told(hours).removeprefix('1 ')}"
