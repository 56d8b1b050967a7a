"""Whether the nodes of a stack's clusters are such as its workloads ask for."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster, Pool
from settings.labels import of_the_node


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
