"""An application of some workloads, as it is registered on a platform with everything that they may ask for but buckets."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pulumi

from components.contracts import Cluster
from components.workload.application import Application
from rehearsal.recorded import Recording
from settings.workload import Account, WorkloadSpec
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.components.workload.specs import full, stateful


def made(
    specs: Sequence[WorkloadSpec], accounts: Sequence[Account] = (), *, protect: bool = False
) -> Recording:
    """What an application registers. protect: as Cluster has it."""

    def on(cluster: Cluster) -> None:
        there = create_platform(settings(), replace(cluster, protect=protect))
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        Application("main-sample", "sample", specs, there, opts, None, accounts)

    return on_a_cluster(on)


@cache
def both() -> Recording:
    """A stateless workload that uses everything but buckets, and a stateful one. Recorded once in a process: do not change it."""
    return made([full(buckets={}, backup=None), stateful(name="store")])
