"""What a stack file must say besides about its databases: clusters that can have one, and names that their secret stores take."""

from collections.abc import Iterator, Mapping

from settings.clusters.base import AnyCluster
from settings.data import DataSettings
from settings.data.databases import Database
from settings.platform import PlatformSettings

Databases = Mapping[str, Database]
Clusters = Mapping[str, AnyCluster]

OWNERS = {"eks": "account", "gke": "project", "aks": "subscription"}
"""The cloud of a cluster -> the setting that says whose it is."""


def misplaced(databases: Databases, clusters: Clusters) -> Iterator[str]:
    """Databases beside clusters that cannot have them, and replicas that would be no help."""
    for name, database in databases.items():
        path = f"data.databases.{name}"
        yield from _beside(f"{path}.cluster", database.cluster, clusters)
        if (database.replica is None) != (database.replica_secret is None):
            yield f"{path}.replica_secret: expected a secret's name exactly when replica names a cluster"
        for promoted in database.promoted:
            if promoted not in {database.cluster, database.replica}:
                yield (
                    f"{path}.promoted: expected clusters that have this database, "
                    f"{' and '.join(filter(None, (database.cluster, database.replica)))}, got {promoted!r}"
                )
        if database.replica is not None:
            wrong = list(_beside(f"{path}.replica", database.replica, clusters))
            yield from wrong
            if not wrong and database.cluster in clusters:
                yield from _apart(f"{path}.replica", database, clusters)


def _beside(path: str, named: str, clusters: Clusters) -> Iterator[str]:
    if named not in clusters:
        yield f"{path}: expected a cluster of this stack ({', '.join(clusters)}), got {named!r}"
    elif clusters[named].cloud not in OWNERS:
        yield (
            f"{path}: expected a cluster that this stack makes, whose cloud makes a database beside it, got {named!r}, which "
            "exists already; read the connection string of your own from the secret store instead"
        )


def _apart(path: str, database: Database, clusters: Clusters) -> Iterator[str]:
    """A replica is of the same cloud and the same owner, and elsewhere."""
    primary, replica = clusters[database.cluster], clusters[str(database.replica)]
    if primary.cloud != replica.cloud:
        yield (
            f"{path}: expected a cluster of the same cloud as {database.cluster}, which sends its database's changes there, got "
            f"{database.replica!r}"
        )
        return
    if primary.place == replica.place:
        yield (
            f"{path}: expected a cluster in another region than {primary.place}, or the replica goes with the primary, got "
            f"{database.replica!r}"
        )
    if _owner(primary) != _owner(replica):
        yield (
            f"{path}: expected a cluster of the same {OWNERS[primary.cloud]} as {database.cluster}, for a replica has its "
            f"primary's, got {database.replica!r}"
        )


def miswritten(data: DataSettings, platform: PlatformSettings, clusters: Clusters) -> Iterator[str]:
    """Connection strings that nobody could read, or that the store does not take, or that would overwrite each other."""
    if not data.databases:
        return
    secrets = platform.secrets
    if not secrets.there or secrets.vault:
        got = "vault, in which this stack writes nothing" if secrets.vault else "install: false"
        yield (
            "data.databases needs platform.secrets, expected External Secrets on the secret store of each cluster's own cloud, "
            f"where the connection strings are put, got {got}"
        )
        return
    taken = {
        (_store(clusters[cluster]), f"{secrets.prefix}{name}"): f"data.secrets.{name}"
        for name, shared in data.secrets.items()
        for cluster in (shared.cluster, *shared.copies)
        if cluster in clusters and clusters[cluster].cloud in OWNERS
    }
    for path, cluster, secret in _written(data.databases):
        if cluster not in clusters or clusters[cluster].cloud not in OWNERS:
            continue  # told already
        whole, names = f"{secrets.prefix}{secret}", clusters[cluster].secret_names
        if "#" in secret or not names.take(whole):
            yield (
                f"{path}: the secret {whole} (with platform.secrets.prefix in front), expected for the store of "
                f"clusters.{cluster}: {names.expected}, and no #FIELD"
            )
        first = taken.setdefault((_store(clusters[cluster]), whole), path)
        if first != path:
            yield f"{path}: expected a secret of its own, got the one of {first}, in the same store"
        yield from _foreign_vault(cluster, clusters[cluster])


def _written(databases: Databases) -> Iterator[tuple[str, str, str]]:
    """(path, cluster, name) of each secret that databases write."""
    for name, database in databases.items():
        yield f"data.databases.{name}.secret", database.cluster, database.secret
        if database.replica and database.replica_secret:
            yield f"data.databases.{name}.replica_secret", database.replica, database.replica_secret


def _foreign_vault(name: str, cluster: AnyCluster) -> Iterator[str]:
    vault = str(getattr(cluster, "secrets_vault", ""))
    if vault and vault.split("/")[2].lower() != _owner(cluster):
        yield (
            f"clusters.{name}.secrets_vault: expected a vault of the cluster's own subscription {_owner(cluster)}, in which the "
            f"stack may write what its databases are reached by, got {vault}"
        )


def _store(cluster: AnyCluster) -> str:
    """What tells a cluster's secret store from another: AWS has one in each region, Google one in each project."""
    match cluster.cloud:
        case "eks":
            return f"{_owner(cluster)}/{cluster.place}"
        case "aks":
            return str(getattr(cluster, "secrets_vault", "")).lower()
        case _:
            return _owner(cluster)


def _owner(cluster: AnyCluster) -> str:
    return str(getattr(cluster, OWNERS[cluster.cloud]))
