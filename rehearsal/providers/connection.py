"""What a provider instance is connected to, and which change of its configuration makes it another provider."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from rehearsal.simulation.kinds import UNKNOWN, Properties

IDENTIFIER = "clusterIdentifier"
SELECTORS = ("kubeconfig", "context", "cluster")
OPAQUE = {"kubeconfig"}


def configuration(inputs: Properties) -> dict[str, Any]:
    """A provider's configuration with its nested values as values: the SDKs send everything but text as JSON text.

    A kubeconfig that happens to be JSON stays the text it is.
    """
    return {key: value if key in OPAQUE else _nested(value) for key, value in inputs.items()}


def never(olds: Properties, news: Properties) -> list[str]:
    """The rule of a package whose providers are never replaced, only reconfigured."""
    return []


def other_cluster(olds: Properties, news: Properties) -> list[str]:
    """Which keys say that a kubernetes provider now speaks to another cluster.

    The rule of the real provider (DiffConfig in pulumi-kubernetes provider/pkg/provider/provider.go): a
    `clusterIdentifier` that is on both sides and equal decides alone; one that differs replaces. Otherwise an unknown
    `kubeconfig`, `context` or `cluster` replaces, and so does another active cluster entry in the kubeconfig.
    """
    identifiers = olds.get(IDENTIFIER), news.get(IDENTIFIER)
    if all(identifiers) and identifiers[0] == identifiers[1]:
        return []
    found = [IDENTIFIER] if all(identifiers) else []
    for key in SELECTORS:
        if news.get(key) is UNKNOWN:
            return [*found, key]
    before, after = active_cluster(olds), active_cluster(news)
    if before is not None and after is not None and before != after:
        found += [key for key in SELECTORS if olds.get(key) != news.get(key)]
    return found


def identity(config: Properties) -> str:
    """What tells the cluster of a configured provider from another: its clusterIdentifier, else the server of its
    kubeconfig's active cluster, else the URN of the provider itself."""
    cluster = active_cluster(config)
    server = cluster.get("server") if isinstance(cluster, Mapping) else None
    return str(config.get(IDENTIFIER) or server or config.get("urn", ""))


def active_cluster(config: Properties) -> Any:
    """The cluster entry a configuration selects, with its server and certificate authority; None when it selects none."""
    given: Any = config.get("kubeconfig")
    try:
        kubeconfig = yaml.safe_load(given) if isinstance(given, str) else given
        context = config.get("context") or kubeconfig["current-context"]
        by_name = {entry["name"]: entry["context"] for entry in kubeconfig["contexts"]}
        wanted = config.get("cluster") or by_name[context]["cluster"]
        return {entry["name"]: entry["cluster"] for entry in kubeconfig["clusters"]}[wanted]
    except (yaml.YAMLError, KeyError, TypeError):
        return None


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _nested(inner) for key, inner in value.items()}
    if isinstance(value, str) and (value[:1] in {"[", "{"} or value in {"true", "false"}):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
