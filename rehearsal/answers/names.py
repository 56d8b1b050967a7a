"""A global name as plain data: whom it may lead to, by which policy, and how soon it leads elsewhere."""

from dataclasses import dataclass
from typing import Literal

Provider = Literal["route53", "cloud-dns", "traffic-manager"]
Policy = Literal["latency", "weighted", "failover"]


@dataclass(frozen=True)
class Check:
    """How a region's health is asked for. path: of HTTPS; empty where a connection is all that is asked for. every, timeout:
    seconds; failures: so many bad answers in a row make it unwell."""

    path: str
    every: int
    failures: int
    timeout: int

    @property
    def seconds(self) -> int:
        """From the loss of a region until it is unwell, at most: the last of the checks has to time out."""
        return self.every * self.failures + self.timeout


@dataclass(frozen=True)
class Answer:
    """One of the regions behind a name. region: the cloud's word for where the cluster is. target: the name or the address that
    is answered with. weight: its share with policy weighted. rank: with policy failover, the lowest that is well is answered,
    of several the nearest. check: None where nobody asks, so that it counts as well for ever."""

    cluster: str
    region: str
    target: str
    weight: int = 1
    rank: int = 0
    check: Check | None = None


@dataclass(frozen=True)
class Name:
    """A host under which several regions answer. ttl: seconds for which a resolver may keep an answer."""

    host: str
    provider: Provider
    policy: Policy
    ttl: int
    answers: tuple[Answer, ...]
