"""What every application lets a stack file say. An application's own model extends this in stacks/."""

from abc import abstractmethod
from typing import Self

from pydantic import Field, model_validator

from settings.slo import Slo
from settings.types import DnsLabel, DnsName, Image, Model
from settings.workload import Account, Candidate, Scale, WorkloadSpec


class ApplicationSettings(Model):
    """image: what runs. host: where it is reached. clusters: where it is placed, everywhere when empty.

    mesh: whether its pods join the service mesh: mutual TLS between them, and no way out but to what their specs declare.
    slo: what its users may count on on this stack, where it is a promise there. candidate: the next version of its main
    workload, which the module passes on.
    """

    image: Image
    host: DnsName
    clusters: tuple[DnsLabel, ...] = ()
    scale: Scale = Field(default_factory=Scale)
    mesh: bool = False
    slo: Slo | None = None
    candidate: Candidate | None = None

    @model_validator(mode="after")
    def _another_version(self) -> Self:
        # The promoted one's image becomes the application's while it goes on serving.
        if self.candidate and self.candidate.state == "trial" and self.candidate.image == self.image:
            raise ValueError(
                f"expected candidate.image to be another than image, got {self.image} for both: name the version to try, or take "
                "the candidate out"
            )
        return self

    @property
    def disturbed(self) -> str:
        """The setting by which it fails on purpose, empty where none does. Refused on a protected cluster."""
        return ""

    @abstractmethod
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        """The application as workloads. Raises pydantic.ValidationError when the settings do not fit together."""

    def accounts(self) -> tuple[Account, ...]:
        """Service accounts that no pod has: for a pipeline that deploys, or a monitor outside."""
        return ()
