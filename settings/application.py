"""What every application lets a stack file say. An application's own model extends this in stacks/."""

from abc import abstractmethod

from pydantic import Field

from settings.slo import Slo
from settings.types import DnsLabel, DnsName, Image, Model
from settings.workload import Scale, WorkloadSpec


class ApplicationSettings(Model):
    """image: what runs. host: where it is reached. clusters: where it is placed, everywhere when empty.

    mesh: whether its pods join the service mesh: mutual TLS between them, and no way out but to what their specs declare.
    slo: what its users may count on on this stack, where it is a promise there.
    """

    image: Image
    host: DnsName
    clusters: tuple[DnsLabel, ...] = ()
    scale: Scale = Field(default_factory=Scale)
    mesh: bool = False
    slo: Slo | None = None

    @abstractmethod
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        """The application as workloads. Raises pydantic.ValidationError when the settings do not fit together."""
