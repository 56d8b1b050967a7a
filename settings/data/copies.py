"""Where data may be, and where copies of it: only in what a cloud can copy to, and not where a copy is lost with the original."""

from collections.abc import Iterator, Mapping

from facts.gcp_regions import continent
from settings.clusters.base import AnyCluster
from settings.data import DataSettings
from settings.platform.secrets import Secrets

Clusters = Mapping[str, AnyCluster]
OWNERS = {
    "eks": ("account", "AWS account"),
    "gke": ("project", "Google Cloud project"),
    "aks": ("tenant", "Entra tenant"),
}
"""Cloud -> the field that says to whom a cluster belongs, and what that is."""


def estranged(clusters: Clusters) -> Iterator[str]:
    """Clusters whose buckets would be copied to a stranger: S3 asks the other account's leave for that, Azure the other tenant's.
    Google Cloud copies from project to project."""
    for name, cluster in clusters.items():
        other = clusters.get(cluster.copies_to or "")
        cloud = cluster.cloud
        if other and cloud == other.cloud != "gke":
            yield from _owned(f"clusters.{name}.copies_to", cluster, other, str(cluster.copies_to))


def misplaced(data: DataSettings, clusters: Clusters, secrets: Secrets) -> Iterator[str]:
    """What is wrong with where images and secrets are to be. secrets: the platform's, of whose names they are."""
    yield from _images(data, clusters)
    yield from _secrets(data, clusters, secrets)


def _images(data: DataSettings, clusters: Clusters) -> Iterator[str]:
    images = data.images
    if images is None:
        return
    path = "data.images"
    repeated = sorted({one for one in images.repositories if images.repositories.count(one) > 1})
    if repeated:
        yield f"{path}.repositories: expected each repository once, got {', '.join(repeated)} more than once"
    reasons = {"existing": "it has no cloud, and so no registry to make repositories in"}
    wrong = [*_placed(path, images.cluster, clusters, reasons)]
    yield from wrong
    if wrong:
        return
    yield from _copied(path, images.cluster, images.copies, clusters)
    here = clusters[images.cluster].place
    if clusters[images.cluster].cloud != "gke":
        return
    for copy in images.copies:
        if copy in clusters and (not continent(here) or continent(clusters[copy].place) != continent(here)):
            yield (
                f"{path}.copies: expected clusters on {here}'s continent, Asia, Europe or the United States, over which Artifact "
                f"Registry keeps images, got {copy!r} in {clusters[copy].place}: give that region a registry of its own"
            )


def _secrets(data: DataSettings, clusters: Clusters, secrets: Secrets) -> Iterator[str]:
    empty = "keeps no secret without a value, and copies none to a region of your choice"
    reasons = {
        "existing": "its secrets are made where its settings say",
        "aks": f"a Key Vault {empty}: put it into each cluster's secrets_vault yourself, under the same name",
    }
    if data.secrets and secrets.vault:
        yield "data.secrets: expected none with platform.secrets.vault, which keeps all secrets of the stack: put them there"
        return
    for name, secret in data.secrets.items():
        path = f"data.secrets.{name}"
        wrong = [*_placed(path, secret.cluster, clusters, reasons)]
        yield from wrong
        if wrong:
            continue
        yield from _copied(path, secret.cluster, secret.copies, clusters)
        names = clusters[secret.cluster].secret_names
        whole = f"{secrets.prefix}{name}"
        if "#" in name:
            yield f"{path}: expected the name of a whole secret, got one field of it: leave out what begins with #"
        elif not names.take(whole):
            yield f"{path}: expected a name that clusters.{secret.cluster} takes, {names.expected}, got {whole!r} with the prefix"


def _placed(path: str, cluster: str, clusters: Clusters, reasons: Mapping[str, str]) -> Iterator[str]:
    """Whether there is such a cluster, and on a cloud that can. reasons: cloud -> why it cannot."""
    if cluster not in clusters:
        yield f"{path}.cluster: expected a cluster of this stack ({', '.join(clusters)}), got {cluster!r}"
    elif reason := reasons.get(clusters[cluster].cloud):
        yield f"{path}.cluster: expected a cluster of another kind than {cluster!r}: {reason}"


def _copied(path: str, cluster: str, copies: tuple[str, ...], clusters: Clusters) -> Iterator[str]:
    """Whether each copy is in a region of its own, of the same cloud and owner."""
    here, seen = clusters[cluster], {clusters[cluster].place: cluster}
    for copy in copies:
        there = clusters.get(copy)
        if there is None:
            yield f"{path}.copies: expected clusters of this stack ({', '.join(clusters)}), got {copy!r}"
        elif there.cloud != here.cloud:
            yield (
                f"{path}.copies: expected clusters of {cluster}'s cloud, which copies from region to region, got {copy!r}"
            )
        elif there.place in seen:
            yield (
                f"{path}.copies: expected each in another region, got {copy!r} in {there.place}, where {seen[there.place]!r} is "
                "already: one copy serves all clusters of a region"
            )
        else:
            seen[there.place] = copy
            yield from _owned(f"{path}.copies", here, there, copy)


def _owned(path: str, here: AnyCluster, there: AnyCluster, name: str) -> Iterator[str]:
    field, words = OWNERS.get(here.cloud, ("", ""))
    mine, other = str(getattr(here, field, "")), str(getattr(there, field, ""))
    if mine != other:
        yield f"{path}: expected a cluster in the {words} {mine}, got {name!r} in {other}"
