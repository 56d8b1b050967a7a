"""How the world is led to an application that runs in several regions under one name, and how a region's health is asked for."""

from typing import Literal, Self

from pydantic import Field, model_validator

from settings.types import DnsLabel, HttpPath, Model


class Health(Model):
    """How a region is asked whether the application is well there: HTTPS, at its own host in that region.

    path: the readiness path of the routed workload unless given. every_seconds, failures: after so many bad answers in a row
    the region is left out. Defaults: Route 53's standard interval and threshold.
    """

    path: HttpPath | None = None
    every_seconds: Literal[10, 30] = 30
    failures: int = Field(default=3, ge=1, le=10)


class Traffic(Model):
    """One name over all the clusters of an application. It needs global_dns, and a zone for each of the clusters.

    policy: latency leads everybody to the region that is nearest to them, weighted by `weights`, failover to the `primary` while
    it is well. weights: cluster -> share, 0 takes it out; a gradual move is a change of these. ttl_seconds: how long a resolver
    may keep an answer, so how long a lost region is still asked after it has been found unwell. peak: replicas of each workload
    that the application needs over all its clusters at its busiest; unless given, the sum of scale.min where it is led.
    """

    policy: Literal["latency", "weighted", "failover"] = "latency"
    weights: dict[DnsLabel, int] = Field(default_factory=dict)
    primary: DnsLabel | None = None
    ttl_seconds: int = Field(default=60, ge=10, le=3600)
    health: Health = Health()
    peak: int | None = Field(default=None, ge=1, le=10000)

    @model_validator(mode="after")
    def _of_its_policy(self) -> Self:
        if (self.policy == "weighted") != bool(self.weights):
            raise ValueError(
                f"expected weights with policy weighted, and none with another, got {self.weights or 'none'} with {self.policy}"
            )
        if (self.policy == "failover") != bool(self.primary):
            raise ValueError(
                f"expected primary with policy failover, and none with another, got {self.primary or 'none'} with {self.policy}"
            )
        if self.weights and not sum(self.weights.values()) > 0:
            raise ValueError("expected one weight above 0 at least, or nobody would be answered")
        for cluster, weight in self.weights.items():
            if not 0 <= weight <= 255:  # Route 53's range
                raise ValueError(f"expected weights from 0 to 255, got {weight} for {cluster}")
        return self
