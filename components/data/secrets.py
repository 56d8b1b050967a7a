"""The secrets that a stack makes for somebody to fill in: each in its cluster's store, and in those of other regions."""

from collections.abc import Mapping

import pulumi

from components.contracts import Cluster
from components.sharing import SecretsFactory
from settings.data.secrets import SharedSecret


def create_secrets(
    secrets: Mapping[str, SharedSecret], clusters: Mapping[str, Cluster], prefix: str
) -> dict[str, pulumi.Output[str]]:
    """Make them, all of a cluster's together. prefix: what the names of the stack's secrets begin with. Answers what the cloud
    calls each, by its name without the prefix."""
    made: dict[str, pulumi.Output[str]] = {}
    for cluster in dict.fromkeys(secret.cluster for secret in secrets.values()):
        wanted = {
            f"{prefix}{name}": [_factory(clusters, copy) for copy in secret.copies]
            for name, secret in secrets.items()
            if secret.cluster == cluster
        }
        found = _factory(clusters, cluster)(wanted)
        made |= {name.removeprefix(prefix): id_ for name, id_ in found.items()}
    return made


def _factory(clusters: Mapping[str, Cluster], name: str) -> SecretsFactory:
    """Raises LookupError where no secret can be empty, which settings/data/copies.py has refused by then."""
    factory = clusters[name].secrets
    if factory is None:
        raise LookupError(f"the cluster {name} has no store that keeps a secret without a value")
    return factory
