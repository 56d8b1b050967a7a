"""Where applications are: on which clusters, with which settings there, and whether the nodes are such as their workloads ask
for."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from settings import described
from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster, Pool
from settings.explain import explain, unknown
from settings.labels import of_the_node


def resolved(
    name: str, application: ApplicationSettings, clusters: Mapping[str, AnyCluster]
) -> tuple[ApplicationSettings, list[str]]:
    """An application with every cluster that it is on by name, in the stack's order; and what is wrong with how it says so."""
    path, places = f"applications.{name}", {cluster.place for cluster in clusters.values()} - {""}
    problems = [
        f"{path}.clusters: expected clusters of this stack ({', '.join(clusters)}), got {placed!r}"
        for placed in application.clusters
        if placed not in clusters
    ]
    problems += [
        f"{path}.regions: expected regions that a cluster of this stack is in ({', '.join(sorted(places))}), got {region!r}"
        for region in application.regions
        if region not in places
    ]
    chosen = application.clusters or application.regions
    on = tuple(
        cluster
        for cluster, settings in clusters.items()
        if not chosen or cluster in application.clusters or settings.place in application.regions
    )
    placed = not problems  # or what is not known here may be told already
    for cluster in application.overrides:
        if cluster not in on:
            if placed:
                problems.append(unknown(cluster, on, f"{path}.overrides.{cluster}"))
            continue
        try:
            lines, _ = described.mistakes(application.at(cluster))
            problems += [f"{path}.overrides.{cluster}{line}" for line in lines]
        except ValidationError as error:
            problems += explain(error, type(application), f"{path}.overrides.{cluster}")
    return application.model_copy(update={"clusters": on}), problems


def variants(applications: Mapping[str, ApplicationSettings]) -> dict[str, ApplicationSettings]:
    """Each application once for all the clusters where it is the same, and once for each where it is not, by the path of its
    settings below `applications`."""
    found = {}
    for name, application in applications.items():
        alike = tuple(one for one in application.clusters if not application.overrides.get(one))
        if alike or not application.clusters:
            found[name] = application.model_copy(update={"clusters": alike})
        for cluster in application.clusters:
            if cluster not in alike:
                with suppress(ValidationError):  # told already
                    other = application.at(cluster).model_copy(update={"clusters": (cluster,)})
                    found[f"{name}.overrides.{cluster}"] = other
    return found


def homeless(
    applications: Mapping[str, ApplicationSettings], clusters: Mapping[str, AnyCluster]
) -> Iterator[str]:
    """Workloads that ask for nodes which no pool has, and so would wait for ever. An existing cluster's nodes are not known."""
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            for spec in application.workloads():
                asked = {key: value for key, value in spec.nodes.items() if not of_the_node(key)}
                for cluster in application.clusters or clusters:
                    pools: Mapping[str, Pool] = getattr(clusters.get(cluster), "node_pools", {})
                    if pools and not any(asked.items() <= pool.labels.items() for pool in pools.values()):
                        yield (
                            f"applications.{name}: the workload {spec.name} runs on nodes with {_told(asked)}, expected a pool "
                            f"with these labels among clusters.{cluster}.node_pools, got "
                            f"{'; '.join(f'{pool} with {_told(one.labels)}' for pool, one in pools.items())}"
                        )


def _told(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in labels.items()) or "no labels"


def miscopied(clusters: Mapping[str, AnyCluster]) -> Iterator[str]:
    """Clusters whose copies would be where nothing takes them, or where they are lost with the original."""
    for name, cluster in clusters.items():
        to = cluster.copies_to
        if to is None:
            continue
        path, other = f"clusters.{name}.copies_to", clusters.get(to)
        if other is None or other is cluster:
            others = [one for one in clusters if one != name]
            yield f"{path}: expected another cluster of this stack ({', '.join(others) or 'there is none'}), got {to!r}"
        elif cluster.cloud == "existing" or other.cloud != cluster.cloud:
            yield f"{path}: expected a cluster of the same cloud, which copies from region to region, got {to!r}"
        elif other.place == cluster.place:
            yield (
                f"{path}: expected a cluster in another region than {cluster.place}, or both copies go with it, got {to!r}"
            )
