"""What every application lets a stack file say. An application's own model extends this in stacks/."""

from abc import abstractmethod
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from settings.layers import merged
from settings.recovery import Recovery
from settings.slo import Slo
from settings.traffic import Traffic
from settings.types import DnsLabel, DnsName, Image, Model
from settings.workload import Account, Candidate, Scale, WorkloadSpec

WHOLE = frozenset({"clusters", "host", "overrides", "recovery", "regions", "traffic"})
"""Settings of an application as a whole, the same on all its clusters."""


class ApplicationSettings(Model):
    """image: what runs. host: where it is reached. clusters, regions: where it is placed, by the clusters' names or by the
    regions that they are in; everywhere when both are empty. overrides: cluster -> what is said otherwise there, in the words of
    this same model (a smaller size, other bounds). traffic: how the world is led to it where it is on several clusters. recovery:
    what is promised for the day when one is lost.

    mesh: whether its pods join the service mesh: mutual TLS between them, and no way out but to what their specs declare.
    slo: what its users may count on on this stack, where it is a promise there. candidate: the next version of its main
    workload, which the module passes on.
    """

    image: Image
    host: DnsName
    clusters: tuple[DnsLabel, ...] = ()
    regions: tuple[str, ...] = ()
    overrides: dict[DnsLabel, dict[str, Any]] = Field(default_factory=dict)
    traffic: Traffic | None = None
    recovery: Recovery | None = None
    scale: Scale = Field(default_factory=Scale)
    mesh: bool = False
    slo: Slo | None = None
    candidate: Candidate | None = None

    @field_validator("overrides")
    @classmethod
    def _of_its_own(cls, overrides: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for cluster, over in overrides.items():
            if shared := sorted(WHOLE & set(over)):
                raise ValueError(
                    f"expected only what may differ between clusters, got {', '.join(shared)} for {cluster}: say it once, beside "
                    "overrides"
                )
        return overrides

    @model_validator(mode="after")
    def _another_version(self) -> Self:
        # The promoted one's image becomes the application's while it goes on serving.
        if self.candidate and self.candidate.state == "trial" and self.candidate.image == self.image:
            raise ValueError(
                f"expected candidate.image to be another than image, got {self.image} for both: name the version to try, or take "
                "the candidate out"
            )
        return self

    def at(self, cluster: str) -> Self:
        """Its settings on one of its clusters. Raises pydantic.ValidationError, which settings/load.py has told by then."""
        over = self.overrides.get(cluster)
        if not over:
            return self
        said = self.model_dump(exclude_unset=True, exclude={"overrides"})
        return type(self).model_validate(merged(said, over))

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
