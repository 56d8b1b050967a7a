"""What connections are made between: pods, and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rehearsal.reach.policies import Block


@dataclass(frozen=True)
class Pod:
    """Pods that are alike: those of one workload.

    ports: name -> (number, protocol) of the containers' ports that have a name; None where the containers are a chart's, so
    that nobody here knows. account: the service account, "" where it is not known. mesh: how the pod is in the mesh, with a
    proxy beside it or as one of its gateways; "" where it is not.
    """

    namespace: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    ports: Mapping[str, tuple[int, str]] | None = field(default=None, hash=False)
    account: str = ""
    mesh: Literal["", "sidecar", "gateway"] = ""

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}"


@dataclass(frozen=True)
class Outside:
    """Addresses that are no pod's, under a name: all in blocks and none in the holes."""

    name: str
    blocks: tuple[Block, ...]
    holes: tuple[Block, ...] = ()

    def __str__(self) -> str:
        return self.name


End = Pod | Outside
