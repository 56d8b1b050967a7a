"""What every application lets a stack file say. An application's own model extends this in stacks/."""

from abc import abstractmethod

from pydantic import Field

from settings.types import DnsLabel, DnsName, Image, Model
from settings.workload import Scale, WorkloadSpec


class ApplicationSettings(Model):
    """image: what runs. host: where it is reached. clusters: where it is placed, everywhere when empty."""

    image: Image
    host: DnsName
    clusters: tuple[DnsLabel, ...] = ()
    scale: Scale = Field(default_factory=Scale)

    @abstractmethod
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        """The application as workloads. Raises pydantic.ValidationError when the settings do not fit together."""
