"""Helm releases on a real control plane: `HANDLERS` for the provider, `stand_in_kinds` for the run's report."""

from collections.abc import Mapping

from rehearsal.providers.kubernetes.releases.handler import Releases
from rehearsal.providers.kubernetes.resource import Handler
from rehearsal.simulation.kubernetes.cluster import RELEASE

HANDLER = Releases()
HANDLERS: Mapping[str, Handler] = {RELEASE: HANDLER}
"""Pulumi type -> its handler."""


def stand_in_kinds() -> list[str]:
    """A sentence for each kind of custom resources that this process did not judge by its own definition."""
    return HANDLER.stand_in_kinds()


__all__ = ["HANDLER", "HANDLERS", "stand_in_kinds"]
