"""How a new version takes the place of the old one: pod by pod, or tried beside it first."""

from typing import Literal, Self

from pydantic import Field, model_validator

from settings.types import Image, Model


class Rollout(Model):
    """A rolling update. drain_seconds: how long a pod goes on serving while load balancers forget it (preStop);
    grace_seconds: then how long it may take to end by itself."""

    max_surge: int = Field(default=1, ge=0)
    max_unavailable: int = Field(default=0, ge=0)
    drain_seconds: int = Field(default=15, ge=0, le=300)
    grace_seconds: int = Field(default=30, ge=1, le=3600)

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.max_surge == 0 and self.max_unavailable == 0:
            raise ValueError(
                "expected max_surge or max_unavailable above 0: with both at 0 a rollout cannot begin"
            )
        return self


def candidate_name(workload: str) -> str:
    """What a workload's candidate is called, and every object of it."""
    return f"{workload}-candidate"


class Candidate(Model):
    """A version that runs beside the one that serves, with the same settings, until it is promoted or given up.

    strategy: "canary" gives it `weight` percent of the requests, and the same share of the pods, or as many as the other from
    half of the requests on; "blue-green" none, as many pods as the other, and all requests at once when it is promoted.
    state: "trial"; "promoted" gives it all requests, with the old version still there as the way back; "aborted" takes its
    requests and its pods away. After a promotion that holds, make its image the application's and take the candidate out:
    docs/runbooks/releases.md.
    """

    image: Image
    strategy: Literal["canary", "blue-green"] = "canary"
    weight: int = Field(default=10, ge=1, le=99)
    state: Literal["trial", "promoted", "aborted"] = "trial"

    @property
    def share(self) -> int:
        """Percent of the requests that it gets."""
        if self.state == "promoted":
            return 100
        return self.weight if self.state == "trial" and self.strategy == "canary" else 0

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        if self.strategy == "blue-green" and "weight" in self.model_fields_set:
            raise ValueError(
                'expected no weight with strategy "blue-green", which gives all requests or none'
            )
        return self
