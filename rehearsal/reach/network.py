"""One cluster, as far as who can reach whom goes by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rehearsal.reach.ends import Outside, Pod
from rehearsal.reach.mesh import Mesh
from rehearsal.reach.policies import Block, Policy


@dataclass(frozen=True)
class Network:
    """Who is there, and the policies that say who gets through.

    namespaces: name -> labels. pod_blocks: where pods' own addresses are, as far as rules about addresses see them; empty
    where such rules never mean a pod.
    """

    cluster: str
    namespaces: Mapping[str, Mapping[str, str]]
    pods: Sequence[Pod]
    outside: Sequence[Outside]
    policies: Sequence[Policy]
    pod_blocks: tuple[Block, ...] = ()
    mesh: Mesh = field(default_factory=Mesh)
